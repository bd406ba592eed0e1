import { afterEach, describe, expect, test, vi } from 'vitest'
import { createTestCall, type Simulator } from '../simulator.ts'

let simulator: Simulator | undefined
afterEach(() => {
  simulator?.destroy()
  vi.unstubAllGlobals()
})

async function start(state: 'idle' | 'ringing' | 'calling' | 'connected', type: 'audio' | 'video' = 'video') {
  const made = await createTestCall({ state, type })
  simulator = made.simulator
  const wanted = () => made.ann.engine.store.getState().wanted
  return { ...made, wanted }
}

const both = { camera: true, microphone: true }
const neither = { camera: false, microphone: false }

describe('state.wanted', () => {
  test('is nothing without a call, and nothing again after one', async () => {
    const { ann, wanted } = await start('idle')
    expect(wanted()).toEqual(neither)
    await ann.engine.call({ userIDList: ['bob'], type: 'video' })
    expect(wanted()).toEqual(both)
    await ann.engine.hangup()
    expect(wanted()).toEqual(neither)
  })

  test('is what `call` asked for, and what is switched while it rings out', async () => {
    const { ann, bob, wanted } = await start('idle')
    await ann.engine.call({ userIDList: ['bob'], type: 'video', microphone: false })
    expect(wanted()).toEqual({ camera: true, microphone: false })
    await ann.engine.setCamera(false)
    await ann.engine.setMicrophone(true)
    expect(wanted()).toEqual({ camera: false, microphone: true })
    await bob.untilState('ringing')
    await bob.engine.accept()
    await ann.untilState(({ members }) => members.ann?.audioAvailable === true)
    expect(ann.engine.store.getState().members.ann).toMatchObject({ videoAvailable: false, audioAvailable: true })
    expect(wanted()).toEqual({ camera: false, microphone: true })
  })

  test.each([
    ['video', both],
    ['audio', { camera: false, microphone: true }],
  ] as const)('while a %s call rings, is what an accept would send', async (type, expected) => {
    const { wanted } = await start('ringing', type)
    expect(wanted()).toEqual(expected)
  })

  test('what is switched while it rings is sent after the accept', async () => {
    const { ann, wanted } = await start('ringing')
    await ann.engine.setCamera(false)
    expect(wanted()).toEqual({ camera: false, microphone: true })
    await ann.engine.accept()
    await ann.untilState(({ members }) => members.ann?.audioAvailable === true)
    expect(ann.engine.store.getState().members.ann?.videoAvailable).toBe(false)
  })

  test('accept overrules what was switched while it rang', async () => {
    const { ann, wanted } = await start('ringing')
    await ann.engine.setCamera(false)
    await ann.engine.setMicrophone(false)
    await ann.engine.accept({ camera: true })
    await ann.untilState(({ members }) => members.ann?.videoAvailable === true)
    expect(wanted()).toEqual({ camera: true, microphone: false })
  })

  test('what is switched on right after the accept, before the room is found, is sent', async () => {
    const { ann, wanted } = await start('ringing')
    await ann.engine.accept({ camera: false, microphone: false })
    await Promise.all([ann.engine.setCamera(true), ann.engine.setMicrophone(true)])
    expect(ann.engine.store.getState().members.ann).toMatchObject({ videoAvailable: true, audioAvailable: true })
    expect(wanted()).toEqual(both)
  })

  test('what is switched on right after the accept and off again stays off', async () => {
    const { ann, wanted } = await start('ringing')
    await ann.engine.accept({ camera: false })
    const on = ann.engine.setCamera(true)
    await Promise.all([on, ann.engine.setCamera(false)])
    await ann.untilState(({ members }) => members.ann?.audioAvailable === true)
    expect(ann.engine.store.getState().members.ann?.videoAvailable).toBe(false)
    expect(wanted()).toEqual({ camera: false, microphone: true })
  })

  test('what is switched on right after the accept is refused when the call is left before the room is found', async () => {
    const { ann } = await start('ringing')
    await ann.engine.accept({ camera: false })
    const on = ann.engine.setCamera(true).catch((error: unknown) => error)
    await ann.engine.hangup()
    expect(await on).toMatchObject({ code: 'WRONG_STATE' })
  })

  test('an accept that is refused changes nothing', async () => {
    const { ann, bob, wanted } = await start('ringing')
    void ann.cutNetwork()
    const accepted = ann.engine.accept({ camera: false })
    const refused = accepted.catch((error: unknown) => error)
    expect(wanted().camera).toBe(false)
    await simulator?.clock.advance(16_000)
    expect(await refused).toMatchObject({ code: 'TIMEOUT' })
    expect(ann.engine.store.getState().status).toBe('ringing')
    expect(wanted()).toEqual(both)
    await bob.engine.hangup()
  })

  test('a track that cannot be had, or is taken away, is not wanted any more', async () => {
    const { ann, bob, wanted } = await start('calling')
    ann.denyCamera()
    await bob.engine.accept()
    await ann.untilHeard('ERROR', { code: 'PERMISSION_DENIED' })
    expect(wanted()).toEqual({ camera: false, microphone: true })
    await ann.untilState(({ members }) => members.ann?.audioAvailable === true)
    ann.unplugMicrophone()
    expect(wanted()).toEqual(neither)
  })

  test('a preview that is refused while ringing takes the wish back', async () => {
    const { ann, wanted } = await start('ringing')
    ann.denyCamera()
    const refused = { code: 'PERMISSION_DENIED' }
    await expect(ann.engine.preview({ camera: true, microphone: true })).rejects.toMatchObject(refused)
    expect(wanted()).toEqual(both)
    await expect(ann.engine.preview({ camera: true, microphone: false })).rejects.toMatchObject(refused)
    expect(wanted()).toEqual({ camera: false, microphone: true })
    await ann.engine.accept()
    await ann.untilState(({ members }) => members.ann?.audioAvailable === true)
    expect(ann.heard().map(({ event }) => event)).not.toContain('ERROR')
  })

  test('outlasts a room that is lost, for all who watch', async () => {
    const { ann, bob, clock, wanted } = await start('connected')
    const seen: object[] = []
    ann.engine.store.subscribe(({ wanted: now }, before) => now !== before.wanted && seen.push(now))
    ann.loseMedia()
    await clock.advance(2_000)
    await bob.untilState(({ members }) => members.ann?.videoAvailable === true)
    expect(wanted()).toEqual(both)
    expect(seen).toEqual([])
  })

  test('goes on as it was after a reload, and two people in one tab do not mix', async () => {
    const kept = new Map<string, string>()
    vi.stubGlobal('sessionStorage', {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
    })
    const { ann, bob, simulator: made } = await start('connected')
    await ann.engine.setMicrophone(false)
    await bob.engine.setCamera(false)
    // The page goes without a word, and its successor is the same device.
    await ann
      .device()
      .losesNetwork()
      .untilState(({ reconnecting }) => reconnecting.signalling)
    ann.device().getsNetworkBack()
    const reloaded = made.createEngine('ann', { deviceID: ann.device().deviceID })
    await reloaded.login()
    expect(reloaded.store.getState()).toMatchObject({
      status: 'connected',
      wanted: { camera: true, microphone: false },
    })
  })

  test('an audio call in between leaves the camera off', async () => {
    const { ann, wanted } = await start('connected')
    await ann.engine.switchCallType('audio')
    expect(wanted().camera).toBe(false)
    await ann.engine.switchCallType('video')
    expect(wanted().camera).toBe(false)
  })
})

describe('what the engine knows besides', () => {
  test('how many people a call may have', async () => {
    const made = await createTestCall({ state: 'idle', maxMembers: 7 })
    simulator = made.simulator
    expect(made.ann.engine.store.getState().maxMembers).toBe(7)
    await made.ann.engine.logout()
    expect(made.ann.engine.store.getState().maxMembers).toBeUndefined()
  })

  test('the time of its clock', async () => {
    const { ann, clock } = await start('idle')
    expect(ann.engine.now()).toBe(clock.now())
    await clock.advance(5_000)
    expect(ann.engine.now()).toBe(clock.now())
  })

  test('how loud I am while muted', async () => {
    const { ann, clock } = await start('connected')
    const heard: number[] = []
    const off = ann.engine.onMutedVolume((volume) => heard.push(volume))
    ann.talks(60)
    await clock.advance(200)
    expect(heard).toEqual([])
    await ann.engine.setMicrophone(false)
    await clock.advance(200)
    expect(heard.length).toBeGreaterThan(3)
    expect(new Set(heard)).toEqual(new Set([60]))
    await ann.engine.hangup()
    expect(heard.at(-1)).toBe(0)
    off()
  })
})

describe('effects', () => {
  test('are in the state once they are on, in and outside a call', async () => {
    const { ann } = await start('idle')
    const effects = () => ann.engine.store.getState().effects
    expect(effects()).toEqual({ background: { kind: 'none' }, noiseSuppression: true })
    await ann.engine.setBackground({ kind: 'image', url: '/office.jpg' })
    await ann.engine.setNoiseSuppression(false)
    expect(effects()).toEqual({ background: { kind: 'image', url: '/office.jpg' }, noiseSuppression: false })
    await ann.engine.logout()
    expect(effects().background.kind).toBe('image')
  })

  test.each([
    [{ kind: 'image' }, 'background.url'],
    [{ kind: 'image', url: ' ' }, 'background.url'],
    [{ kind: 'sepia' }, 'background.kind'],
    [undefined, 'background.kind'],
  ])('%j is refused and changes nothing', async (background, named) => {
    const { ann } = await start('idle')
    await ann.engine.setBackground({ kind: 'blur' })
    // What an app without types may hand over.
    const refused = ann.engine.setBackground(background as { kind: 'none' })
    await expect(refused).rejects.toMatchObject({ code: 'BAD_PARAMETER', message: expect.stringContaining(named) })
    expect(ann.engine.store.getState().effects.background).toEqual({ kind: 'blur' })
  })
})
