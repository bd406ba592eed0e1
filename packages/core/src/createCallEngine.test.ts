import { afterEach, describe, expect, test } from 'vitest'
import { createCallEngine, CallError, noMedia } from './index.ts'
import { createSimulator, type Simulator } from './simulator.ts'
import { eventLog, untilState } from './testing/eventLog.ts'

let simulator: Simulator | undefined
afterEach(() => simulator?.destroy())

const people = ['ann', 'bob', 'cid', 'dan'].map((userID) => ({ userID, name: userID.toUpperCase() }))

async function signedIn(...userIDs: string[]) {
  const made = (simulator = createSimulator({ people, ringTimeout: 30, reconnectGrace: 2 }))
  const all = userIDs.map((userID) => {
    const engine = made.createEngine(userID)
    return { engine, heard: eventLog(engine), status: () => engine.store.getState().status }
  })
  await Promise.all(all.map(({ engine }) => engine.login()))
  for (const { heard } of all) heard.clear()
  return { simulator: made, all }
}

async function two() {
  const { simulator: made, all } = await signedIn('ann', 'bob')
  const [ann, bob] = all
  if (!ann || !bob) throw new Error('two people')
  return { simulator: made, ann, bob }
}

async function connected(type: 'audio' | 'video' = 'video') {
  const both = await two()
  await both.ann.engine.call({ userIDList: ['bob'], type })
  await both.bob.heard.until('INVITED')
  await both.bob.engine.accept()
  await Promise.all([both.ann.heard.until('USER_ENTER'), both.bob.heard.until('USER_ENTER')])
  const isSending = ({ members }: ReturnType<typeof both.ann.engine.store.getState>) =>
    Object.values(members).every((member) => member.audioAvailable && (type === 'audio' || member.videoAvailable))
  await Promise.all([untilState(both.ann.engine, isSending), untilState(both.bob.engine, isSending)])
  return both
}

describe('login', () => {
  test('SDK_READY once; the promise resolves after it; a second login is the first', async () => {
    simulator = createSimulator({ people })
    const engine = simulator.createEngine('ann')
    const heard = eventLog(engine)
    expect(engine.store.getState().status).toBe('loggedOut')
    const first = engine.login()
    expect(engine.store.getState().status).toBe('connecting')
    await Promise.all([first, engine.login()])
    expect(heard.log).toEqual([{ event: 'SDK_READY', payload: { userID: 'ann' } }])
    expect(engine.store.getState()).toMatchObject({ status: 'idle', self: { userID: 'ann', name: 'ANN' } })
  })

  test('a refused token rejects with NOT_ALLOWED and leaves it logged out', async () => {
    simulator = createSimulator({ people })
    const engine = simulator.createEngine('ann', { token: 'nobody' })
    await expect(engine.login()).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
    expect(engine.store.getState().status).toBe('loggedOut')
  })

  test('commands before it reject with NOT_LOGGED_IN', async () => {
    simulator = createSimulator({ people })
    const engine = simulator.createEngine('ann')
    const commands = [
      () => engine.call({ userIDList: ['bob'], type: 'audio' }),
      () => engine.accept(),
      () => engine.reject(),
      () => engine.hangup(),
      () => engine.invite(['bob']),
      () => engine.join({ callID: 'x' }),
      () => engine.switchCallType('audio'),
      () => engine.getCalls(),
      () => engine.setCamera(true),
    ]
    for (const command of commands) await expect(command()).rejects.toMatchObject({ code: 'NOT_LOGGED_IN' })
  })

  test('bad options are refused by name', () => {
    const token = 'ann'
    const bad = [
      { url: '', token },
      { url: 'x', token: undefined },
      { url: 'x', token, deviceID: 'ä' },
      { url: 'x', token, volumeInterval: 1 },
    ]
    // Wrong on purpose: what plain JavaScript can pass.
    for (const options of bad) expect(() => createCallEngine(options as never)).toThrow(CallError)
  })
})

describe('a call', () => {
  test('rings, connects, shows who can be seen, ends: events in order, the state new when they are told', async () => {
    const { ann, bob } = await two()
    const states: string[] = []
    bob.engine.on('INVITED', () => states.push(bob.status()))
    bob.engine.on('CALL_BEGIN', () => states.push(bob.status()))
    bob.engine.on('CALLING_END', () => states.push(`${bob.status()} ${bob.engine.store.getState().call === undefined}`))
    const call = await ann.engine.call({ userIDList: ['bob'], type: 'video', userData: 'hello' })
    expect(ann.engine.store.getState()).toMatchObject({
      status: 'calling',
      call: { callID: call.callID, role: 'inviter' },
    })
    expect(await bob.heard.until('INVITED')).toMatchObject({ callID: call.callID, userID: 'ann', userData: 'hello' })
    await bob.engine.accept()
    await Promise.all([
      ann.heard.until('USER_VIDEO_AVAILABLE'),
      ann.heard.until('USER_AUDIO_AVAILABLE'),
      bob.heard.until('USER_VIDEO_AVAILABLE'),
      bob.heard.until('USER_AUDIO_AVAILABLE'),
    ])
    await bob.engine.hangup()
    await ann.heard.until('CALLING_END')
    const media = (event: string) =>
      event.endsWith('_AVAILABLE') || event === 'NETWORK_QUALITY' || event === 'DEVICED_UPDATED'
    expect(ann.heard.names().filter((event) => !media(event))).toEqual([
      'USER_ACCEPT',
      'CALL_BEGIN',
      'USER_ENTER',
      'USER_LEAVE',
      'CALLING_END',
    ])
    expect(bob.heard.names().filter((event) => !media(event))).toEqual([
      'INVITED',
      'CALL_BEGIN',
      'USER_ENTER',
      'CALLING_END',
    ])
    expect(states).toEqual(['ringing', 'connected', 'idle true'])
    const names = ann.heard.names()
    const available = names.flatMap((event, index) => (event.endsWith('_AVAILABLE') ? [index] : []))
    expect(Math.min(...available)).toBeGreaterThan(names.indexOf('USER_ENTER'))
    expect(Math.max(...available)).toBeLessThan(names.indexOf('USER_LEAVE'))
    expect(ann.engine.store.getState()).toMatchObject({ status: 'idle', members: {} })
  })

  test('nothing is captured before the accept, and all is off when the call ends', async () => {
    const { ann, bob } = await two()
    await ann.engine.call({ userIDList: ['bob'], type: 'video' })
    await bob.heard.until('INVITED')
    const isSending = () => Object.values(bob.engine.store.getState().members).some((member) => member.videoAvailable)
    expect(isSending()).toBe(false)
    await bob.engine.accept()
    await untilState(bob.engine, ({ members }) => members.bob?.videoAvailable === true)
    const hangup = bob.engine.hangup()
    // Off at once, not when the server has answered.
    expect(bob.engine.store.getState().members.bob?.videoAvailable ?? false).toBe(false)
    await hangup
  })

  test('who hangs up hears its CALLING_END, and of nobody’s camera before it', async () => {
    const { ann, bob } = await connected()
    ann.heard.clear()
    await ann.engine.hangup()
    expect(ann.heard.names()).toEqual(['CALLING_END'])
    const other = await bob.heard.until('CALLING_END')
    const last = bob.heard.names().slice(-4)
    expect(last.slice(0, 2).toSorted()).toEqual(['USER_AUDIO_AVAILABLE', 'USER_VIDEO_AVAILABLE'])
    expect(last.slice(2)).toEqual(['USER_LEAVE', 'CALLING_END'])
    expect(other).toEqual(ann.heard.of('CALLING_END')[0])
  })

  test('call to somebody busy resolves; LINE_BUSY and the terminal event follow', async () => {
    const { all } = await signedIn('ann', 'bob', 'cid')
    const [ann, bob, cid] = all
    if (!ann || !bob || !cid) throw new Error('three')
    await ann.engine.call({ userIDList: ['bob'], type: 'audio' })
    await bob.heard.until('INVITED')
    await cid.engine.call({ userIDList: ['bob'], type: 'audio' })
    expect(cid.heard.names()).toEqual([])
    await cid.heard.until('CALL_NOT_CONNECTED')
    expect(cid.heard.names()).toEqual(['LINE_BUSY', 'CALL_NOT_CONNECTED'])
    expect(cid.status()).toBe('idle')
  })

  test('two who call each other at once end up in one connected call', async () => {
    const { ann, bob } = await two()
    const calls = await Promise.all([
      ann.engine.call({ userIDList: ['bob'], type: 'video' }),
      bob.engine.call({ userIDList: ['ann'], type: 'video' }),
    ])
    expect(calls[0].callID).toBe(calls[1].callID)
    await Promise.all([ann.heard.until('USER_ENTER'), bob.heard.until('USER_ENTER')])
    expect([ann.status(), bob.status()]).toEqual(['connected', 'connected'])
    expect([...ann.heard.of('CALL_BEGIN'), ...bob.heard.of('CALL_BEGIN')].map(({ role }) => role).toSorted()).toEqual([
      'invitee',
      'inviter',
    ])
    expect([...ann.heard.names(), ...bob.heard.names()]).not.toContain('LINE_BUSY')
  })

  test('a second call is REPEATED_CALL, another command out of place WRONG_STATE, a bad one BAD_PARAMETER', async () => {
    const { ann, bob } = await two()
    await expect(ann.engine.accept()).rejects.toMatchObject({ code: 'WRONG_STATE' })
    await expect(ann.engine.hangup()).rejects.toMatchObject({ code: 'WRONG_STATE' })
    await expect(ann.engine.call({ userIDList: [], type: 'audio' })).rejects.toMatchObject({ code: 'BAD_PARAMETER' })
    await expect(ann.engine.call({ userIDList: ['ann'], type: 'audio' })).rejects.toMatchObject({
      code: 'BAD_PARAMETER',
    })
    await expect(ann.engine.call({ userIDList: ['bob'], type: 'audio', timeout: 0 })).rejects.toThrow(/timeout/)
    await ann.engine.call({ userIDList: ['bob'], type: 'audio' })
    await bob.heard.until('INVITED')
    await expect(ann.engine.call({ userIDList: ['cid'], type: 'audio' })).rejects.toMatchObject({
      code: 'REPEATED_CALL',
    })
    await expect(bob.engine.call({ userIDList: ['ann'], type: 'audio' })).rejects.toMatchObject({
      code: 'REPEATED_CALL',
    })
    await expect(bob.engine.hangup()).rejects.toMatchObject({ code: 'WRONG_STATE' })
    const [first, second] = await Promise.allSettled([bob.engine.accept(), bob.engine.accept()])
    expect([first.status, second.status].toSorted()).toEqual(['fulfilled', 'rejected'])
  })
})

describe('media in a call', () => {
  test('a denied camera never stops the call; ERROR says why', async () => {
    const { simulator: made, ann, bob } = await two()
    made.person('bob').denyCamera()
    await ann.engine.call({ userIDList: ['bob'], type: 'video' })
    await bob.heard.until('INVITED')
    await bob.engine.accept()
    expect(await bob.heard.until('ERROR')).toMatchObject({ code: 'PERMISSION_DENIED' })
    await ann.heard.until('USER_AUDIO_AVAILABLE')
    expect(bob.status()).toBe('connected')
    expect(ann.heard.names()).not.toContain('USER_VIDEO_AVAILABLE')
  })

  test('to audio all cameras go off; to video nobody’s goes on by itself', async () => {
    const { ann, bob } = await connected()
    await ann.engine.switchCallType('audio')
    await untilState(ann.engine, ({ members }) => members.bob?.videoAvailable === false)
    await untilState(bob.engine, ({ members }) => members.ann?.videoAvailable === false)
    await expect(bob.engine.setCamera(true)).rejects.toMatchObject({ code: 'WRONG_STATE' })
    await bob.engine.switchCallType('video')
    await ann.heard.until('CALL_TYPE_CHANGED', 2)
    expect(Object.values(ann.engine.store.getState().members).some((member) => member.videoAvailable)).toBe(false)
    await bob.engine.setCamera(true)
    await untilState(ann.engine, ({ members }) => members.bob?.videoAvailable === true)
  })

  test('the microphone, the screen, the devices', async () => {
    const { ann, bob } = await connected()
    await bob.engine.setMicrophone(false)
    await untilState(ann.engine, ({ members }) => members.bob?.audioAvailable === false)
    await bob.engine.setScreenShare(true)
    expect(await ann.heard.until('USER_SCREEN_AVAILABLE')).toEqual({ userID: 'bob', isScreenAvailable: true })
    const { cameraList, currentCameraID } = await bob.engine.getDevices()
    const other = cameraList.find(({ deviceID }) => deviceID !== currentCameraID)
    await bob.engine.switchDevice('camera', other?.deviceID ?? '')
    await untilState(bob.engine, ({ devices }) => devices.currentCameraID === other?.deviceID)
    await expect(bob.engine.switchDevice('camera', 'nowhere')).rejects.toMatchObject({ code: 'NO_DEVICE' })
  })

  test('volume reaches its event ten times a second and never the store', async () => {
    const { ann } = await connected()
    let changes = 0
    ann.engine.store.subscribe(() => (changes += 1))
    const volume = eventLog(ann.engine, { volume: true })
    const { volumeMap } = await volume.until('USER_VOICE_VOLUME', 5)
    expect(volumeMap.map(({ userID }) => userID).toSorted()).toEqual(['ann', 'bob'])
    expect(changes).toBe(0)
  })
})

describe('the network', () => {
  test('a short cut is told here and nowhere else, and the call goes on', async () => {
    const { simulator: made, ann, bob } = await connected()
    ann.heard.clear()
    bob.heard.clear()
    await made.person('bob').cutNetwork()
    expect(bob.engine.store.getState()).toMatchObject({ status: 'connected', reconnecting: { signalling: true } })
    made.person('bob').restoreNetwork()
    await bob.heard.until('RECONNECTED')
    expect(bob.heard.names()).toEqual(['RECONNECTING', 'RECONNECTED'])
    expect(ann.heard.names()).toEqual([])
    expect(bob.status()).toBe('connected')
  })

  test('a cut longer than the grace ends the call on both sides with offline', async () => {
    const { simulator: made, ann, bob } = await connected()
    await made.person('bob').cutNetwork()
    const end = await ann.heard.until('CALLING_END')
    expect(end).toMatchObject({ userID: 'bob', reason: 'offline' })
    made.person('bob').restoreNetwork()
    expect(await bob.heard.until('CALLING_END')).toEqual(end)
  })

  test('a room that is lost and found again is told here, and the call goes on', async () => {
    const { simulator: made, ann, bob } = await connected()
    bob.heard.clear()
    made.person('bob').cutMedia()
    expect(await bob.heard.until('RECONNECTING')).toEqual({ what: 'media' })
    made.person('bob').restoreMedia()
    expect(await bob.heard.until('RECONNECTED')).toEqual({ what: 'media' })
    expect(bob.engine.store.getState().reconnecting).toEqual({ signalling: false, media: false })
    expect([ann.status(), bob.status()]).toEqual(['connected', 'connected'])
  })

  test('a room that is being looked for when the call ends is not looked for in the next call', async () => {
    const { simulator: made, ann, bob } = await connected()
    made.person('bob').cutMedia()
    expect(await bob.heard.until('RECONNECTING')).toEqual({ what: 'media' })
    expect(bob.engine.store.getState().reconnecting).toEqual({ signalling: false, media: true })
    await ann.engine.hangup()
    await bob.heard.until('CALLING_END')
    expect(bob.engine.store.getState().reconnecting).toEqual({ signalling: false, media: false })
    expect(bob.heard.names()).not.toContain('RECONNECTED')
  })

  test('hanging up offline ends it here at once and there when it arrives', async () => {
    const { simulator: made, ann, bob } = await connected()
    await made.person('bob').cutNetwork()
    await bob.engine.hangup()
    expect(bob.heard.of('CALLING_END')).toMatchObject([{ userID: 'bob', reason: 'hangup' }])
    expect(bob.status()).toBe('idle')
    made.person('bob').restoreNetwork()
    expect(await ann.heard.until('CALLING_END')).toMatchObject({ userID: 'bob', reason: 'hangup' })
    expect(bob.heard.of('CALLING_END')).toHaveLength(1)
    expect(bob.heard.of('CALL_BEGIN')).toHaveLength(1)
  })

  test('a reload resumes the call: CALL_BEGIN again, with USER_ENTER for the others', async () => {
    const { simulator: made, ann, bob } = await connected()
    await made.person('bob').cutNetwork()
    made.person('bob').restoreNetwork()
    const reloaded = made.createEngine('bob', { deviceID: 'simulated-2' })
    const heard = eventLog(reloaded)
    ann.heard.clear()
    await reloaded.login()
    await heard.until('USER_ENTER')
    expect(heard.names().slice(0, 3)).toEqual(['SDK_READY', 'CALL_BEGIN', 'USER_ENTER'])
    expect(ann.heard.names()).not.toContain('USER_LEAVE')
    expect(bob.heard.names()).not.toContain('CALLING_END')
  })
})

describe('the end of a login', () => {
  test('logout in a call hangs up at once', async () => {
    const { ann, bob } = await connected()
    await bob.engine.logout()
    expect(bob.heard.names().at(-1)).toBe('CALLING_END')
    expect(await ann.heard.until('CALLING_END')).toMatchObject({ userID: 'bob', reason: 'hangup' })
    expect(bob.status()).toBe('loggedOut')
  })

  test('logout while ringing is no rejection; a new login rings again', async () => {
    const { ann, bob } = await two()
    await ann.engine.call({ userIDList: ['bob'], type: 'audio' })
    await bob.heard.until('INVITED')
    await bob.engine.logout()
    await bob.engine.login()
    await bob.heard.until('INVITED', 2)
    expect(ann.status()).toBe('calling')
    await bob.engine.accept()
    await ann.heard.until('CALL_BEGIN')
  })

  test('destroy hangs up, and nothing is told afterwards', async () => {
    const { ann, bob } = await connected()
    bob.engine.destroy()
    bob.engine.destroy()
    await ann.heard.until('CALLING_END')
    await expect(bob.engine.login()).rejects.toMatchObject({ code: 'NOT_LOGGED_IN' })
  })
})

describe('handlers', () => {
  test('one that throws breaks nothing and ends in ERROR; once and off do what they say', async () => {
    const { ann, bob } = await two()
    const seen: string[] = []
    bob.engine.on('INVITED', () => {
      throw new Error('mine')
    })
    bob.engine.once('INVITED', () => seen.push('once'))
    const off = () => seen.push('off')
    bob.engine.on('INVITED', off)
    bob.engine.off('INVITED', off)
    await ann.engine.call({ userIDList: ['bob'], type: 'audio' })
    await bob.heard.until('INVITED')
    expect(await bob.heard.until('ERROR')).toMatchObject({ code: 'INTERNAL', message: /mine/ })
    await ann.engine.hangup()
    await bob.heard.until('CALL_NOT_CONNECTED')
    await ann.engine.call({ userIDList: ['bob'], type: 'audio' })
    await bob.heard.until('INVITED', 2)
    expect(seen).toEqual(['once'])
  })
})

test('noMedia: joined at once, no tracks, nothing fails', async () => {
  simulator = createSimulator({ people })
  const [ann, bob] = [
    simulator.createEngine('ann', { media: noMedia() }),
    simulator.createEngine('bob', { media: noMedia() }),
  ]
  const heard = eventLog(ann)
  await Promise.all([ann.login(), bob.login()])
  await ann.call({ userIDList: ['bob'], type: 'video' })
  await untilState(bob, ({ status }) => status === 'ringing')
  await bob.accept()
  await heard.until('USER_ENTER')
  await ann.setCamera(true)
  await ann.setMicrophone(false)
  expect(heard.names()).toEqual(['SDK_READY', 'USER_ACCEPT', 'CALL_BEGIN', 'USER_ENTER'])
})
