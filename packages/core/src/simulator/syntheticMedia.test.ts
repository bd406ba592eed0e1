import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Media, MediaFact } from '../ports/media.ts'
import { mediaConformance } from '../ports/media.conformance.ts'
import { createSyntheticStage, type SyntheticStage } from './syntheticMedia.ts'

/** A page with canvases that can be filmed, as far as the pictures need one. */
function stubPage() {
  const live = new Set<object>()
  let painted = 0
  const frames = new Map<number, (at: number) => void>()
  let frame = 0
  class FakeCanvas {
    getContext() {
      const gradient = { addColorStop() {} }
      // Whatever is called is a stroke; only rectangles are counted.
      return new Proxy(
        {},
        { get: (_, key) => (key === 'fillRect' ? () => (painted += 1) : () => gradient), set: () => true },
      )
    }
    captureStream() {
      const track = { stop: () => live.delete(track) }
      live.add(track)
      return {
        getTracks: () => [track],
        get active() {
          return live.has(track)
        },
      }
    }
  }
  vi.stubGlobal('HTMLCanvasElement', FakeCanvas)
  vi.stubGlobal('document', { createElement: () => new FakeCanvas() })
  vi.stubGlobal('requestAnimationFrame', (run: (at: number) => void) => {
    frame += 1
    frames.set(frame, run)
    return frame
  })
  vi.stubGlobal('cancelAnimationFrame', (handle: number) => frames.delete(handle))
  return {
    captures: () => live.size,
    painted: () => painted,
    /** Is anybody waiting for a display frame? */
    isPainting: () => frames.size > 0,
    display(at: number) {
      const due = [...frames.values()]
      frames.clear()
      for (const run of due) run(at)
    },
  }
}

/** As much of an element as a picture touches. */
function element(): HTMLVideoElement {
  // Node has no video element, and a picture sets properties only.
  return { srcObject: null } as HTMLVideoElement
}

const access = (userID: string, room = 'room-1', device = 'laptop') => ({
  url: 'simulator',
  token: `${room}|${userID}|${device}`,
})

function enter(media: Media, userID: string, room?: string, device?: string): Promise<void> {
  media.setMembers(['ann', 'bob', 'carl'])
  return media.connect(access(userID, room, device), { self: userID, type: 'video' })
}

function record(media: Media, ...kinds: MediaFact['kind'][]): MediaFact[] {
  const facts: MediaFact[] = []
  media.onFact((fact) => {
    if (kinds.includes(fact.kind)) facts.push(fact)
  })
  return facts
}

afterEach(() => {
  vi.unstubAllGlobals()
})

mediaConformance('createSyntheticStage', async () => {
  const page = stubPage()
  const stage = createSyntheticStage()
  return {
    // Loud throughout: no test waits for a pause in the talking to end.
    ann: stage.media('ann', { voice: () => 40 })({ volumeIntervalMs: 20 }),
    bob: stage.media('bob', { voice: () => 50 })({ volumeIntervalMs: 20 }),
    access: async (userID) => access(userID),
    captures: page.captures,
    element,
    end: async () => stage.destroy(),
  }
})

describe('synthetic media', () => {
  let stage: SyntheticStage
  let ann: Media
  let bob: Media

  beforeEach(() => {
    vi.useFakeTimers()
    stage = createSyntheticStage()
    ann = stage.media('ann')({ volumeIntervalMs: 100 })
    bob = stage.media('bob')({ volumeIntervalMs: 100 })
  })
  afterEach(() => {
    stage.destroy()
    vi.useRealTimers()
  })

  it('works without a page, and leaves the elements alone', async () => {
    await enter(ann, 'ann')
    await enter(bob, 'bob')
    const shown = element()
    ann.attach('bob', 'camera', shown)
    const preview = await ann.preview({ camera: true, microphone: true })
    preview.attach(shown)
    await bob.setCamera(true)
    await bob.setScreenShare(true)
    expect(shown).toEqual({ srcObject: null })
  })

  it('does not touch a canvas that cannot be filmed, as in jsdom', async () => {
    class DullCanvas {
      getContext() {
        throw new Error('Not implemented')
      }
    }
    vi.stubGlobal('HTMLCanvasElement', DullCanvas)
    vi.stubGlobal('document', { createElement: () => new DullCanvas() })
    await enter(ann, 'ann')
    await ann.setCamera(true)
    expect(ann.attach('ann', 'camera', element())).toBeTypeOf('function')
  })

  it('paints only what is shown, about 15 times a second', async () => {
    const page = stubPage()
    await enter(ann, 'ann')
    await enter(bob, 'bob')
    await bob.setCamera(true)
    expect(page.isPainting()).toBe(false)
    const [first, second] = [element(), element()]
    const detachFirst = ann.attach('bob', 'camera', first)
    const detachSecond = bob.attach('bob', 'camera', second)
    expect(first.srcObject).toBe(second.srcObject)
    const start = performance.now()
    const before = page.painted()
    for (let frame = 1; frame <= 60; frame += 1) page.display(start + (frame * 1000) / 60)
    expect(page.painted() - before).toBe(15)
    detachFirst()
    expect(page.isPainting()).toBe(true)
    detachSecond()
    expect(page.isPainting()).toBe(false)
    expect(page.captures()).toBe(1)
  })

  it('shares one picture between preview and room, and keeps it for who is left', async () => {
    const page = stubPage()
    await enter(ann, 'ann')
    const preview = await ann.preview({ camera: true, microphone: false })
    await ann.setCamera(true)
    expect(page.captures()).toBe(1)
    preview.stop()
    expect(page.captures()).toBe(1)
    await ann.setCamera(false)
    expect(page.captures()).toBe(0)
  })

  it('takes nothing out of an element that shows something else by now', async () => {
    stubPage()
    await enter(ann, 'ann')
    await ann.setCamera(true)
    await ann.setScreenShare(true)
    const shown = element()
    const detachCamera = ann.attach('ann', 'camera', shown)
    ann.attach('ann', 'screen', shown)
    const { srcObject } = shown
    detachCamera()
    expect(shown.srcObject).toBe(srcObject)
    expect(srcObject).not.toBeNull()
  })

  it('tells rooms apart by the name before the first bar', async () => {
    const carl = stage.media('carl')({ volumeIntervalMs: 100 })
    const [atAnn, atCarl] = [record(ann, 'remoteTrack'), record(carl, 'remoteTrack')]
    await enter(ann, 'ann', 'room-1')
    await enter(carl, 'carl', 'room-2')
    await enter(bob, 'bob', 'room-1', 'tablet|2')
    await bob.setCamera(true)
    expect(atAnn).toHaveLength(1)
    expect(atCarl).toEqual([])
  })

  it('refuses a token without a room', async () => {
    await expect(enter(ann, 'ann', '')).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
    await expect(enter(ann, 'ann')).resolves.toBeUndefined()
  })

  it('makes one person of two devices', async () => {
    const tablet = stage.media('bob')({ volumeIntervalMs: 100 })
    const [atAnn, atTablet] = [record(ann, 'remoteTrack'), record(tablet, 'remoteTrack', 'localTrack')]
    await enter(ann, 'ann')
    await enter(bob, 'bob')
    await enter(tablet, 'bob', 'room-1', 'tablet')
    await bob.setCamera(true)
    await tablet.setCamera(true)
    await bob.setCamera(false)
    expect(atAnn).toHaveLength(1)
    await tablet.disconnect()
    expect(atAnn).toHaveLength(2)
    expect(atTablet.map(({ kind }) => kind)).toEqual(['localTrack', 'localTrack'])
  })

  it('has timers in a room and for the meters of a preview only', async () => {
    await ann.getDevices()
    const preview = await ann.preview({ camera: true, microphone: true })
    expect(vi.getTimerCount()).toBe(0)
    preview.onVolume(() => {})
    expect(vi.getTimerCount()).toBe(1)
    preview.stop()
    expect(vi.getTimerCount()).toBe(0)
    await enter(ann, 'ann')
    expect(vi.getTimerCount()).toBeGreaterThan(0)
    await ann.disconnect()
    expect(vi.getTimerCount()).toBe(0)
    const crossed = enter(ann, 'ann')
    void ann.disconnect()
    await expect(crossed).rejects.toMatchObject({ code: 'WRONG_STATE' })
    expect(vi.getTimerCount()).toBe(0)
  })

  it('takes its time from the clock it is given', async () => {
    const due: (() => void)[] = []
    let isLoud = false
    const clock = { now: () => 7000, setTimeout: (run: () => void) => due.push(run), clearTimeout: () => {} }
    const own = createSyntheticStage({ clock })
    const media = own.media('dave', { voice: (elapsedMs) => (isLoud ? 100 : elapsedMs) })({ volumeIntervalMs: 100 })
    const facts = record(media, 'volume')
    await enter(media, 'dave')
    await media.setMicrophone(true)
    for (const run of due.splice(0)) run()
    isLoud = true
    for (const run of due.splice(0)) run()
    expect(facts).toEqual([0, 100].map((level) => ({ kind: 'volume', levels: new Map([['dave', level]]) })))
    expect(vi.getTimerCount()).toBe(0)
  })

  it('tells volumes at the interval asked for and meters 30 times a second', async () => {
    await enter(ann, 'ann')
    await ann.setMicrophone(true)
    const facts = record(ann, 'volume')
    const levels: number[] = []
    ann.onVolume('ann', (level) => levels.push(level))
    vi.advanceTimersByTime(1000)
    expect(facts).toHaveLength(10)
    expect(levels).toHaveLength(30)
  })

  it('is silent while muted, and obeys a volume that is set', async () => {
    await enter(ann, 'ann')
    await enter(bob, 'bob')
    stage.person('bob').setVolume(64)
    const levels: number[] = []
    ann.onVolume('bob', (level) => levels.push(level))
    vi.advanceTimersByTime(40)
    await bob.setMicrophone(true)
    vi.advanceTimersByTime(30)
    await bob.setMicrophone(false)
    vi.advanceTimersByTime(30)
    expect(levels).toEqual([0, 64, 0])
  })

  it.each([
    ['camera', 'denyCamera', 'allowCamera', 'PERMISSION_DENIED'],
    ['microphone', 'denyMicrophone', 'allowMicrophone', 'PERMISSION_DENIED'],
    ['camera', 'unplugCamera', 'plugCamera', 'NO_DEVICE'],
    ['microphone', 'unplugMicrophone', 'plugMicrophone', 'NO_DEVICE'],
  ] as const)('refuses a %s after %s, until %s', async (source, takeAway, giveBack, code) => {
    const set = (isOn: boolean) => (source === 'camera' ? ann.setCamera(isOn) : ann.setMicrophone(isOn))
    await enter(ann, 'ann')
    stage.person('ann')[takeAway]()
    await expect(set(true)).rejects.toMatchObject({ code })
    await expect(ann.preview({ camera: source === 'camera', microphone: true })).rejects.toMatchObject({ code })
    stage.person('ann')[giveBack]()
    const facts = record(ann, 'localTrack', 'error')
    await set(true)
    stage.person('ann')[takeAway]()
    expect(facts).toEqual([
      { kind: 'localTrack', source, isOn: true },
      { kind: 'localTrack', source, isOn: false },
      { kind: 'error', error: expect.objectContaining({ code }) },
    ])
  })

  it('rejects a capture that is under way when permission is refused', async () => {
    await enter(ann, 'ann')
    const underWay = ann.setCamera(true)
    stage.person('ann').denyCamera()
    await expect(underWay).rejects.toMatchObject({ code: 'PERMISSION_DENIED' })
  })

  it('ends the previews of a device that is gone', async () => {
    const page = stubPage()
    const shown = element()
    const preview = await ann.preview({ camera: true, microphone: true })
    preview.attach(shown)
    const levels: number[] = []
    stage.person('ann').setVolume(30)
    preview.onVolume((level) => levels.push(level))
    vi.advanceTimersByTime(40)
    stage.person('ann').unplugCamera()
    stage.person('ann').denyMicrophone()
    vi.advanceTimersByTime(30)
    expect(shown.srcObject).toBeNull()
    expect(page.captures()).toBe(0)
    expect(levels).toEqual([30, 0])
  })

  it('has two cameras, two microphones and a speaker, the first of each in use', async () => {
    const devices = await ann.getDevices()
    expect([devices.cameraList.length, devices.microphoneList.length, devices.speakerList.length]).toEqual([2, 2, 1])
    expect(devices.currentCameraID).toBe(devices.cameraList[0]?.deviceID)
    const facts = record(ann, 'devices')
    await ann.switchDevice('microphone', 'microphone-2')
    await ann.switchDevice('microphone', 'microphone-2')
    expect(facts).toEqual([{ kind: 'devices', devices: { ...devices, currentMicrophoneID: 'microphone-2' } }])
  })

  it('goes on with another device when one is unplugged, and stops with the last', async () => {
    await enter(ann, 'ann')
    await ann.setMicrophone(true)
    const facts = record(ann, 'localTrack', 'devices', 'error')
    stage.person('ann').unplugMicrophone('microphone-1')
    expect(facts).toEqual([
      { kind: 'devices', devices: expect.objectContaining({ currentMicrophoneID: 'microphone-2' }) },
    ])
    stage.person('ann').unplugMicrophone()
    expect(facts.slice(1)).toEqual([
      { kind: 'devices', devices: expect.objectContaining({ microphoneList: [], currentMicrophoneID: '' }) },
      { kind: 'localTrack', source: 'microphone', isOn: false },
      { kind: 'error', error: expect.objectContaining({ code: 'NO_DEVICE' }) },
    ])
    stage.person('ann').plugMicrophone()
    expect(facts[4]).toMatchObject({ devices: { currentMicrophoneID: 'microphone-1' } })
  })

  it('tells a screen share that the browser ends, without an error', async () => {
    await enter(ann, 'ann')
    await ann.setScreenShare(true)
    const facts = record(ann, 'localTrack', 'error')
    stage.person('ann').endScreenShare()
    stage.person('ann').endScreenShare()
    expect(facts).toEqual([{ kind: 'localTrack', source: 'screen', isOn: false }])
    await ann.setScreenShare(true)
    expect(facts).toHaveLength(2)
  })

  it('tells everybody the quality of everybody, on change', async () => {
    const facts = record(ann, 'quality')
    stage.person('bob').setQuality('good')
    await enter(ann, 'ann')
    await enter(bob, 'bob')
    stage.person('bob').setQuality('poor')
    stage.person('bob').setQuality('poor')
    expect(facts).toEqual([
      { kind: 'quality', userID: 'ann', quality: 'excellent' },
      { kind: 'quality', userID: 'bob', quality: 'good' },
      { kind: 'quality', userID: 'bob', quality: 'poor' },
    ])
  })

  it('hears nothing while its link is cut, and what has changed when it is back', async () => {
    await enter(ann, 'ann')
    await enter(bob, 'bob')
    await bob.setCamera(true)
    await bob.setMicrophone(true)
    await ann.setMicrophone(true)
    const [atAnn, atBob] = [record(ann, 'connection', 'remoteTrack', 'quality'), record(bob, 'remoteTrack', 'quality')]
    stage.person('ann').cutMedia()
    stage.person('ann').cutMedia()
    await bob.setMicrophone(false)
    await bob.setMicrophone(true)
    await bob.setCamera(false)
    await ann.setMicrophone(false)
    const loud = record(bob, 'volume')
    stage.person('ann').setVolume(50)
    vi.advanceTimersByTime(100)
    expect(loud).toMatchObject([
      {
        levels: new Map([
          ['ann', 0],
          ['bob', expect.any(Number)],
        ]),
      },
    ])
    expect(atAnn).toEqual([{ kind: 'connection', state: 'reconnecting' }])
    expect(atBob).toEqual([{ kind: 'quality', userID: 'ann', quality: 'lost' }])
    stage.person('ann').restoreMedia()
    expect(atAnn.slice(1)).toEqual([
      { kind: 'connection', state: 'connected' },
      { kind: 'remoteTrack', userID: 'bob', source: 'camera', isAvailable: false },
    ])
    expect(atBob.slice(1)).toEqual([
      { kind: 'remoteTrack', userID: 'ann', source: 'microphone', isAvailable: false },
      { kind: 'quality', userID: 'ann', quality: 'excellent' },
    ])
  })

  it('cannot connect while the link is cut, and can afterwards', async () => {
    stage.person('ann').cutMedia()
    await expect(enter(ann, 'ann')).rejects.toMatchObject({ code: 'MEDIA_FAILED' })
    stage.person('ann').restoreMedia()
    await expect(enter(ann, 'ann')).resolves.toBeUndefined()
  })

  it('is out of the room when it is lost', async () => {
    await enter(ann, 'ann')
    await enter(bob, 'bob')
    await ann.setCamera(true)
    const atAnn = record(ann, 'connection', 'localTrack', 'remoteTrack')
    const atBob = record(bob, 'remoteTrack')
    stage.person('ann').loseMedia()
    await bob.setCamera(true)
    expect(atAnn).toEqual([
      { kind: 'connection', state: 'lost', cause: expect.objectContaining({ code: 'MEDIA_FAILED' }) },
    ])
    expect(atBob).toEqual([{ kind: 'remoteTrack', userID: 'ann', source: 'camera', isAvailable: false }])
    await enter(ann, 'ann')
    expect(atAnn.slice(1)).toMatchObject([
      { state: 'connected' },
      { userID: 'bob', source: 'camera', isAvailable: true },
    ])
  })

  it('holds sound back until startAudio()', async () => {
    const facts = record(ann, 'audioBlocked')
    stage.person('ann').blockAudio()
    expect(facts).toEqual([])
    await enter(ann, 'ann')
    await ann.startAudio()
    await ann.startAudio()
    stage.person('ann').blockAudio()
    expect(facts.map((fact) => fact.kind === 'audioBlocked' && fact.isBlocked)).toEqual([true, false, true])
  })

  it('tells in order what a listener causes while it is told', async () => {
    await enter(bob, 'bob')
    await bob.setMicrophone(true)
    await bob.setCamera(true)
    ann.onFact((fact) => {
      if (fact.kind === 'remoteTrack' && fact.source === 'microphone') void bob.setCamera(false)
    })
    const facts = record(ann, 'remoteTrack')
    await enter(ann, 'ann')
    expect(facts).toMatchObject([
      { source: 'microphone', isAvailable: true },
      { source: 'camera', isAvailable: true },
      { source: 'camera', isAvailable: false },
    ])
  })

  it('tells nothing of the room to a listener that has just left it', async () => {
    await enter(bob, 'bob')
    await bob.setMicrophone(true)
    await bob.setCamera(true)
    ann.onFact((fact) => {
      if (fact.kind === 'remoteTrack') void ann.disconnect()
    })
    const facts = record(ann, 'remoteTrack', 'quality')
    await expect(enter(ann, 'ann')).rejects.toMatchObject({ code: 'WRONG_STATE' })
    expect(facts).toHaveLength(1)
  })

  it('tells nothing from destroy() on, not even what it ends', async () => {
    await enter(ann, 'ann')
    await ann.setCamera(true)
    const facts = record(ann, 'localTrack', 'devices', 'connection')
    await ann.destroy()
    stage.person('ann').unplugCamera()
    expect(facts).toEqual([])
  })

  it('ends everything with the stage', async () => {
    const page = stubPage()
    await enter(ann, 'ann')
    await ann.setCamera(true)
    const preview = await bob.preview({ camera: true, microphone: true })
    preview.onVolume(() => {})
    stage.destroy()
    expect(page.captures()).toBe(0)
    expect(vi.getTimerCount()).toBe(0)
    await expect(enter(bob, 'bob')).rejects.toMatchObject({ code: 'WRONG_STATE' })
  })
})
