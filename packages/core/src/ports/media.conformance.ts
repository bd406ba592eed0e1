import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CallError, type CallErrorCode } from '../protocol/errors.ts'
import type { ConnectOptions, Media, MediaAccess, MediaFact, TrackSource } from './media.ts'

/** The media of two people who may enter one room, neither of them there yet. Volumes come every 100 ms at most. */
export interface MediaPair {
  ann: Media
  bob: Media
  /** Fresh access to the room the two share, for the person of that userID. */
  access(userID: 'ann' | 'bob'): Promise<MediaAccess>
  /** How many cameras, screens and (where that can be seen) microphones are being captured on this machine. */
  captures(): number
  /** An element to show a picture in. */
  element(): HTMLVideoElement
  /** Called after each test, when both media have been destroyed. */
  end(): Promise<void>
}

type FactOf<K extends MediaFact['kind']> = Extract<MediaFact, { kind: K }>

/** Writes down every fact, and waits for one. */
interface Heard {
  readonly facts: readonly MediaFact[]
  of<K extends MediaFact['kind']>(kind: K): FactOf<K>[]
  /** Resolves with the first fact like that: one already heard, or one to come. */
  first<K extends MediaFact['kind']>(kind: K, isIt?: (fact: FactOf<K>) => boolean): Promise<FactOf<K>>
  /** The same, only of facts still to come. */
  next<K extends MediaFact['kind']>(kind: K, isIt?: (fact: FactOf<K>) => boolean): Promise<FactOf<K>>
  stop(): void
}

const sources: readonly TrackSource[] = ['camera', 'microphone', 'screen']

const send: Record<TrackSource, (media: Media, isOn: boolean) => Promise<void>> = {
  camera: (media, isOn) => media.setCamera(isOn),
  microphone: (media, isOn) => media.setMicrophone(isOn),
  screen: (media, isOn) => media.setScreenShare(isOn),
}

/** Pictures over a network on a busy machine may take longer than a second. */
const patience = { timeout: 4000 }

function isKind<K extends MediaFact['kind']>(kind: K) {
  return (fact: MediaFact): fact is FactOf<K> => fact.kind === kind
}

function hear(media: Media): Heard {
  const facts: MediaFact[] = []
  const waiting = new Set<(fact: MediaFact) => void>()
  const stop = media.onFact((fact) => {
    facts.push(fact)
    for (const hand of waiting) hand(fact)
  })
  const next: Heard['next'] = (kind, isIt = () => true) =>
    new Promise((resolve) => {
      const hand = (fact: MediaFact) => {
        if (!isKind(kind)(fact) || !isIt(fact)) return
        waiting.delete(hand)
        resolve(fact)
      }
      waiting.add(hand)
    })
  return {
    facts,
    of: (kind) => facts.filter(isKind(kind)),
    first: async (kind, isIt = () => true) => facts.filter(isKind(kind)).find(isIt) ?? next(kind, isIt),
    next,
    stop,
  }
}

/** What was told last about a track of one's own. */
function lastLocal(heard: Heard, source: TrackSource): boolean | undefined {
  return heard.of('localTrack').findLast((fact) => fact.source === source)?.isOn
}

function remote(userID: string, source: TrackSource, isAvailable: boolean) {
  return (fact: FactOf<'remoteTrack'>) =>
    fact.userID === userID && fact.source === source && fact.isAvailable === isAvailable
}

/** Settled either way, within the test's time. */
async function outcome(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => 'resolved',
    (error: unknown) => error,
  )
}

async function expectRefusal(promise: Promise<unknown>, code?: CallErrorCode): Promise<void> {
  const error = await outcome(promise)
  expect(error).toBeInstanceOf(CallError)
  expect(error).toMatchObject(code ? { code } : {})
}

/**
 * What every implementation of the `Media` port with a room keeps. `makeTwo` is called for each test.
 *
 * @example
 * mediaConformance('LiveKit', makeTwoOnLiveKit)
 */
export function mediaConformance(name: string, makeTwo: () => Promise<MediaPair>): void {
  describe(`${name} keeps the promises of the Media port`, () => {
    let pair: MediaPair
    let ann: Media
    let bob: Media

    beforeEach(async () => {
      pair = await makeTwo()
      ann = pair.ann
      bob = pair.bob
      for (const media of [ann, bob]) media.setMembers(['ann', 'bob'])
    })
    afterEach(async () => {
      await Promise.all([ann.destroy(), bob.destroy()])
      await pair.end()
    })

    const options = (self: string): ConnectOptions => ({ self, type: 'video' })
    const enterAnn = async () => ann.connect(await pair.access('ann'), options('ann'))
    const enterBob = async () => bob.connect(await pair.access('bob'), options('bob'))
    const enterBoth = async () => {
      await enterAnn()
      await enterBob()
    }

    it('says that it has a room', () => {
      expect(ann.hasRoom).toBe(true)
    })

    it('captures nothing before it is asked to', async () => {
      await ann.preload()
      await ann.getDevices()
      await ann.setNoiseSuppression(false)
      ann.attach('ann', 'camera', pair.element())
      ann.onVolume('ann', () => {})
      await enterBoth()
      await bob.startAudio()
      expect(pair.captures()).toBe(0)
    })

    it('tells "connected" before connect resolves', async () => {
      const heard = hear(ann)
      await enterAnn()
      expect(heard.of('connection')).toEqual([{ kind: 'connection', state: 'connected' }])
    })

    it('refuses a second connect in a room', async () => {
      await enterAnn()
      await expect(enterAnn()).rejects.toMatchObject({ code: 'WRONG_STATE' })
    })

    it.each(sources)('tells both sides of a %s that goes on and off, each change once', async (source) => {
      await enterBoth()
      const [atAnn, atBob] = [hear(ann), hear(bob)]
      await send[source](bob, true)
      expect(lastLocal(atBob, source)).toBe(true)
      await atAnn.first('remoteTrack', remote('bob', source, true))
      await send[source](bob, true)
      await send[source](bob, false)
      expect(lastLocal(atBob, source)).toBe(false)
      await atAnn.first('remoteTrack', remote('bob', source, false))
      await send[source](bob, false)
      expect(atBob.of('localTrack').map(({ isOn }) => isOn)).toEqual([true, false])
      expect(atAnn.of('remoteTrack').map(({ isAvailable }) => isAvailable)).toEqual([true, false])
      expect(atBob.of('remoteTrack')).toEqual([])
    })

    it('captures while it sends and no longer', async () => {
      await enterBoth()
      await bob.setCamera(true)
      expect(pair.captures()).toBe(1)
      await bob.setCamera(false)
      expect(pair.captures()).toBe(0)
    })

    it('tells a newcomer what is there already', async () => {
      await enterAnn()
      await ann.setMicrophone(true)
      await ann.setCamera(true)
      const atBob = hear(bob)
      await enterBob()
      await atBob.first('remoteTrack', remote('ann', 'microphone', true))
      await atBob.first('remoteTrack', remote('ann', 'camera', true))
      expect(atBob.facts[0]).toEqual({ kind: 'connection', state: 'connected' })
    })

    it('is dark and silent when disconnect() has returned, and tells both sides', async () => {
      await enterBoth()
      await bob.setCamera(true)
      await bob.setMicrophone(true)
      const [atAnn, atBob] = [hear(ann), hear(bob)]
      await Promise.all([
        atAnn.first('remoteTrack', remote('bob', 'camera', false)),
        atAnn.first('remoteTrack', remote('bob', 'microphone', false)),
        leave(bob, pair),
      ])
      expect(lastLocal(atBob, 'camera')).toBe(false)
      expect(lastLocal(atBob, 'microphone')).toBe(false)
    })

    it('tells nothing of a room it has left', async () => {
      await enterBoth()
      await ann.disconnect()
      const atAnn = hear(ann)
      const atBob = hear(bob)
      await bob.setMicrophone(true)
      await atBob.next('volume')
      await atBob.next('volume')
      await enterAnn()
      // The first thing heard since is the way back in.
      expect(atAnn.facts.filter(({ kind }) => kind !== 'devices')[0]).toEqual({
        kind: 'connection',
        state: 'connected',
      })
      await atAnn.first('remoteTrack', remote('bob', 'microphone', true))
    })

    it('rejects a connect that disconnect() crosses, and can connect again', async () => {
      await enterBob()
      const [atAnn, atBob] = [hear(ann), hear(bob)]
      const access = await pair.access('ann')
      const connecting = ann.connect(access, options('ann'))
      const microphone = outcome(ann.setMicrophone(true))
      await Promise.all([ann.disconnect(), expectRefusal(connecting, 'WRONG_STATE')])
      expect(await microphone).toBeInstanceOf(CallError)
      expect(atAnn.of('connection')).toEqual([])
      await enterAnn()
      await ann.setCamera(true)
      await atBob.first('remoteTrack', remote('ann', 'camera', true))
      expect(atBob.of('remoteTrack').map(({ source }) => source)).toEqual(['camera'])
    })

    it('sends with the room what was switched on while connecting', async () => {
      await enterBob()
      const [atAnn, atBob] = [hear(ann), hear(bob)]
      const access = await pair.access('ann')
      await Promise.all([ann.connect(access, options('ann')), ann.setCamera(true)])
      expect(lastLocal(atAnn, 'camera')).toBe(true)
      await atBob.first('remoteTrack', remote('ann', 'camera', true))
    })

    it('keeps for the next room what is asked for between two rooms', async () => {
      await enterBob()
      const [atAnn, atBob] = [hear(ann), hear(bob)]
      await expectRefusal(ann.connect({ ...(await pair.access('ann')), token: '' }, options('ann')))
      await ann.setCamera(true)
      await ann.setMicrophone(true)
      await ann.setMicrophone(false)
      await expectRefusal(ann.setScreenShare(true), 'WRONG_STATE')
      expect(pair.captures()).toBe(0)
      expect(atAnn.of('localTrack')).toEqual([])
      await enterAnn()
      await atBob.first('remoteTrack', remote('ann', 'camera', true))
      expect(atAnn.of('localTrack')).toEqual([{ kind: 'localTrack', source: 'camera', isOn: true }])
      expect(atBob.of('remoteTrack')).toHaveLength(1)
      await ann.disconnect()
      await expectRefusal(ann.setCamera(true), 'WRONG_STATE')
    })

    it('carries into the next room a wish that a failed connect crosses', async () => {
      await enterBob()
      const atBob = hear(bob)
      const refused = expectRefusal(ann.connect({ ...(await pair.access('ann')), token: '' }, options('ann')))
      const camera = outcome(ann.setCamera(true))
      await refused
      expect(await camera).toBe('resolved')
      expect(pair.captures()).toBe(0)
      await enterAnn()
      await atBob.first('remoteTrack', remote('ann', 'camera', true))
    })

    it('shows, plays and tells nothing of who is in the room and no member, also from now on', async () => {
      const atAnn = hear(ann)
      const ofBob = ({ facts }: Heard) => facts.filter((fact) => fact.kind === 'remoteTrack' && fact.userID === 'bob')
      const element = pair.element()
      ann.attach('bob', 'camera', element)
      ann.setMembers(['ann', 'carl'])
      await enterBoth()
      await bob.setMicrophone(true)
      await bob.setCamera(true)
      let loudest = 0
      const stop = ann.onVolume('bob', (volume) => (loudest = Math.max(loudest, volume)))
      const atBob = hear(bob)
      await atBob.next('volume')
      await atAnn.next('volume')
      expect(ofBob(atAnn)).toEqual([])
      expect(atAnn.of('volume').filter(({ levels }) => levels.has('bob'))).toEqual([])
      expect(loudest).toBe(0)
      expect(element.srcObject ?? null).toBeNull()
      stop()

      const count = atAnn.facts.length
      ann.setMembers(['ann', 'bob'])
      expect(atAnn.facts.length).toBe(count)
      await atAnn.first('remoteTrack', remote('bob', 'camera', true))
      await atAnn.first('remoteTrack', remote('bob', 'microphone', true))
      await expect.poll(() => element.srcObject, patience).toBeTruthy()
      const level = meterOf(ann, 'bob')
      await level.first((volume) => volume > 0)
      level.stop()

      ann.setMembers([])
      await atAnn.first('remoteTrack', remote('bob', 'camera', false))
      await atAnn.first('remoteTrack', remote('bob', 'microphone', false))
      await expect.poll(() => element.srcObject, patience).toBeNull()
      await atAnn.next('volume', ({ levels }) => !levels.has('bob'))
    })

    const warmOptions = (self: string) => ({ ...options(self), isCaller: self === 'ann', isEarly: false })
    const warmUp = async (media: Media, self: 'ann' | 'bob', over = new AbortController()) => {
      await media.warm(await pair.access(self), warmOptions(self), over.signal)
      return over
    }
    const ofCall = ({ facts }: Heard) => facts.filter(({ kind }) => kind !== 'devices')

    it('tells and shows nothing of a warm room, and everything once it is open', async () => {
      const [atAnn, atBob] = [hear(ann), hear(bob)]
      const element = pair.element()
      bob.attach('ann', 'camera', element)
      await warmUp(bob, 'bob')
      expect(pair.captures()).toBe(0)
      await warmUp(ann, 'ann')
      await ann.setMicrophone(true)
      await ann.setCamera(true)
      expect(pair.captures()).toBeGreaterThan(0)
      expect([ofCall(atAnn), ofCall(atBob)]).toEqual([[], []])
      expect(element.srcObject ?? null).toBeNull()
      await Promise.all([ann.open(), bob.open()])
      await atBob.first('remoteTrack', remote('ann', 'camera', true))
      await atBob.first('remoteTrack', remote('ann', 'microphone', true))
      await expect.poll(() => element.srcObject, patience).toBeTruthy()
      expect(ofCall(atBob)[0]).toEqual({ kind: 'connection', state: 'connected' })
      expect(ofCall(atAnn)[0]).toEqual({ kind: 'connection', state: 'connected' })
      expect([lastLocal(atAnn, 'camera'), lastLocal(atAnn, 'microphone')]).toEqual([true, true])
      await ann.setCamera(false)
      await atBob.first('remoteTrack', remote('ann', 'camera', false))
    })

    it("shows in a warm room one's own picture, and the same after that", async () => {
      const element = pair.element()
      ann.attach('ann', 'camera', element)
      await warmUp(ann, 'ann')
      await ann.setCamera(true)
      await expect.poll(() => element.srcObject, patience).toBeTruthy()
      const before = element.srcObject
      await ann.open()
      expect(element.srcObject).toBe(before)
      expect(pair.captures()).toBe(1)
    })

    it('goes dark and out of a warm room when its signal aborts, before that returns', async () => {
      const atAnn = hear(ann)
      const over = await warmUp(ann, 'ann')
      await ann.setCamera(true)
      expect(pair.captures()).toBe(1)
      over.abort()
      expect(pair.captures()).toBe(0)
      await expectRefusal(ann.open(), 'WRONG_STATE')
      await expectRefusal(ann.setCamera(true), 'WRONG_STATE')
      expect(ofCall(atAnn)).toEqual([])
      await enterAnn()
    })

    it('leaves nothing open when a warm room is given up on the way, fails, or is left by disconnect()', async () => {
      const over = new AbortController()
      const entering = warmUp(ann, 'ann', over)
      const microphone = outcome(entering.then(() => ann.setMicrophone(true)))
      queueMicrotask(() => over.abort())
      await outcome(entering)
      await microphone
      await expectRefusal(ann.open(), 'WRONG_STATE')
      const { signal } = new AbortController()
      await expectRefusal(ann.warm({ ...(await pair.access('ann')), token: '' }, warmOptions('ann'), signal))
      await expectRefusal(ann.open(), 'WRONG_STATE')
      await warmUp(ann, 'ann')
      await ann.setCamera(true)
      await leave(ann, pair)
      await expectRefusal(ann.open(), 'WRONG_STATE')
      await enterAnn()
    })

    it('keeps previews when a warm room is left', async () => {
      const preview = await ann.preview({ camera: true, microphone: false })
      const over = await warmUp(ann, 'ann')
      over.abort()
      expect(pair.captures()).toBe(1)
      preview.stop()
      expect(pair.captures()).toBe(0)
    })

    it('has one room at a time, warm or not', async () => {
      await warmUp(ann, 'ann')
      await expectRefusal(enterAnn(), 'WRONG_STATE')
      await expectRefusal(warmUp(ann, 'ann'), 'WRONG_STATE')
      await expectRefusal(ann.checkRoom(await pair.access('ann'), new AbortController().signal), 'WRONG_STATE')
      await ann.open()
      await expectRefusal(warmUp(ann, 'ann'), 'WRONG_STATE')
      await expectRefusal(ann.open(), 'WRONG_STATE')
    })

    it('lets early media be seen, and tells nothing of it', async () => {
      const { signal } = new AbortController()
      const atBob = hear(bob)
      const element = pair.element()
      bob.attach('ann', 'camera', element)
      await bob.warm(await pair.access('bob'), { ...warmOptions('bob'), isEarly: true }, signal)
      await ann.warm(await pair.access('ann'), { ...warmOptions('ann'), isEarly: true }, signal)
      await ann.setCamera(true)
      await expect.poll(() => element.srcObject, patience).toBeTruthy()
      expect(ofCall(atBob)).toEqual([])
      await bob.open()
      await atBob.first('remoteTrack', remote('ann', 'camera', true))
    })

    it.each(sources)('sends no %s without a room', async (source) => {
      const heard = hear(ann)
      await expectRefusal(send[source](ann, true))
      expect(await outcome(send[source](ann, false))).toBe('resolved')
      expect(pair.captures()).toBe(0)
      expect(heard.of('localTrack')).toEqual([])
    })

    it('leaves nothing on when a capture completes after the room was left', async () => {
      await enterBoth()
      const heard = hear(ann)
      const all = Promise.all(sources.map(async (source) => outcome(send[source](ann, true))))
      await ann.disconnect()
      for (const result of await all) expect(result).toBeInstanceOf(CallError)
      expect(pair.captures()).toBe(0)
      for (const source of sources) expect(lastLocal(heard, source) ?? false).toBe(false)
    })

    it('is off when "off" settles that crosses an "on"', async () => {
      await enterBoth()
      const heard = hear(ann)
      const on = outcome(ann.setCamera(true))
      await ann.setCamera(false)
      expect(lastLocal(heard, 'camera') ?? false).toBe(false)
      expect(pair.captures()).toBe(0)
      await on
      expect(lastLocal(heard, 'camera') ?? false).toBe(false)
      expect(pair.captures()).toBe(0)
    })

    it('is on when "on" settles that was said twice', async () => {
      await enterBoth()
      const heard = hear(ann)
      const second = ann.setCamera(true).then(() => lastLocal(heard, 'camera'))
      const third = ann.setCamera(true).then(() => lastLocal(heard, 'camera'))
      expect(await Promise.all([second, third])).toEqual([true, true])
      expect(pair.captures()).toBe(1)
    })

    it('tells the levels of everybody with a microphone on, self included, 0 to 100', async () => {
      await enterBoth()
      const atAnn = hear(ann)
      await ann.setMicrophone(true)
      await bob.setMicrophone(true)
      const { levels } = await atAnn.next('volume', (fact) => fact.levels.size === 2)
      expect([...levels.keys()].toSorted()).toEqual(['ann', 'bob'])
      for (const level of levels.values()) {
        expect(level).toBeGreaterThanOrEqual(0)
        expect(level).toBeLessThanOrEqual(100)
      }
      await atAnn.next('volume', (fact) => (fact.levels.get('bob') ?? 0) > 0)
      await bob.setMicrophone(false)
      await atAnn.next('volume', (fact) => fact.levels.size === 1)
    })

    it('moves a meter while somebody talks, and lays it to rest when they mute', async () => {
      await enterBoth()
      await bob.setMicrophone(true)
      const level = meterOf(ann, 'bob')
      await level.first((volume) => volume > 0)
      await bob.setMicrophone(false)
      await level.first((volume) => volume === 0)
      level.stop()
      const count = level.count()
      // Another one, added later, hears the next beat after it.
      await meterOf(ann, 'bob').first(() => true)
      expect(level.count()).toBe(count)
    })

    it('tells how loud a microphone is that is muted and yet captured, and no other', async () => {
      await enterBoth()
      const muted = mutedMeterOf(bob)
      const beats = async () => {
        const atBob = hear(bob)
        await atBob.next('volume')
        await atBob.next('volume')
      }
      await beats()
      await bob.setMicrophone(true)
      await beats()
      expect(muted.count()).toBe(0)
      const isLoud = muted.first((volume) => volume > 0)
      await bob.setMicrophone(false)
      await isLoud
      const isOver = muted.first((volume) => volume === 0)
      await bob.setMicrophone(true)
      await isOver
      const count = muted.count()
      await beats()
      expect(muted.count()).toBe(count)
    })

    it('listens to a muted microphone in the room only', async () => {
      await enterBoth()
      await bob.setMicrophone(true)
      const muted = mutedMeterOf(bob)
      const isLoud = muted.first((volume) => volume > 0)
      await bob.setMicrophone(false)
      await isLoud
      const left = leave(bob, pair)
      const count = muted.count()
      await left
      await enterBob()
      const atBob = hear(bob)
      await atBob.next('volume')
      await atBob.next('volume')
      expect(muted.count()).toBe(count)
    })

    it('takes a background at any time, and captures nothing for it', async () => {
      await ann.setBackground({ kind: 'blur' })
      await enterBoth()
      await ann.setBackground({
        kind: 'image',
        url: 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw==',
      })
      expect(pair.captures()).toBe(0)
      await ann.setCamera(true)
      await ann.setBackground({ kind: 'none' })
      expect(pair.captures()).toBe(1)
    })

    it('looks into a room, and leaves nothing behind', async () => {
      await enterBob()
      const [atAnn, atBob] = [hear(ann), hear(bob)]
      const { signal } = new AbortController()
      expect(await ann.checkRoom(await pair.access('ann'), signal)).toMatchObject({ canConnect: true })
      expect(pair.captures()).toBe(0)
      expect(atAnn.of('connection')).toEqual([])
      expect(atBob.of('remoteTrack')).toEqual([])
      await enterAnn()
      await expectRefusal(ann.checkRoom(await pair.access('ann'), signal), 'WRONG_STATE')
    })

    it('looks into no room that nobody asks about any more', async () => {
      const over = new AbortController()
      const looking = ann.checkRoom(await pair.access('ann'), over.signal)
      over.abort()
      await expectRefusal(looking, 'WRONG_STATE')
      await expectRefusal(ann.checkRoom(await pair.access('ann'), over.signal), 'WRONG_STATE')
      await enterAnn()
    })

    it('chooses devices it has and no others', async () => {
      const { cameraList } = await ann.getDevices()
      const chosen = cameraList.at(-1)?.deviceID ?? ''
      expect(chosen).not.toBe('')
      await ann.switchDevice('camera', chosen)
      const before = await ann.getDevices()
      expect(before.currentCameraID).toBe(chosen)
      const heard = hear(ann)
      await expectRefusal(ann.switchDevice('camera', 'no such camera'), 'NO_DEVICE')
      expect(await ann.getDevices()).toEqual(before)
      expect(heard.of('devices')).toEqual([])
    })

    it('shows a picture whenever there is one', async () => {
      await enterBoth()
      const element = pair.element()
      const detach = ann.attach('bob', 'camera', element)
      expect(element.srcObject ?? null).toBeNull()
      await bob.setCamera(true)
      await expect.poll(() => element.srcObject, patience).toBeTruthy()
      await bob.setCamera(false)
      await expect.poll(() => element.srcObject, patience).toBeNull()
      await bob.setCamera(true)
      await expect.poll(() => element.srcObject, patience).toBeTruthy()
      detach()
      expect(element.srcObject).toBeNull()
    })

    it('shows nothing of a room it has left', async () => {
      await enterBoth()
      const element = pair.element()
      ann.attach('bob', 'camera', element)
      await bob.setCamera(true)
      await expect.poll(() => element.srcObject, patience).toBeTruthy()
      await ann.disconnect()
      await expect.poll(() => element.srcObject, patience).toBeNull()
    })

    it("shows one's own camera while it is sent", async () => {
      await enterAnn()
      const element = pair.element()
      ann.attach('ann', 'camera', element)
      await ann.setCamera(true)
      await expect.poll(() => element.srcObject, patience).toBeTruthy()
      await ann.disconnect()
      expect(element.srcObject).toBeNull()
    })

    it('shows a preview to its owner only', async () => {
      await enterBoth()
      const [atAnn, atBob] = [hear(ann), hear(bob)]
      const element = pair.element()
      const preview = await ann.preview({ camera: true, microphone: true })
      expect(pair.captures()).toBeGreaterThan(0)
      const detach = preview.attach(element)
      expect(element.srcObject).toBeTruthy()
      await new Promise<void>((resolve) => {
        preview.onVolume((volume) => volume > 0 && resolve())
      })
      detach()
      expect(element.srcObject ?? null).toBeNull()
      preview.stop()
      preview.stop()
      expect(pair.captures()).toBe(0)
      await bob.setMicrophone(true)
      await atAnn.first('remoteTrack', remote('bob', 'microphone', true))
      expect(atAnn.of('localTrack')).toEqual([])
      expect(atBob.of('remoteTrack')).toEqual([])
    })

    it('ends previews with disconnect(), those under way too', async () => {
      const preview = await ann.preview({ camera: true, microphone: false })
      const late = ann.preview({ camera: true, microphone: false })
      const refused = expectRefusal(late, 'WRONG_STATE')
      await leave(ann, pair)
      await refused
      expect(pair.captures()).toBe(0)
      preview.stop()
    })

    it('tells nothing more to a listener that was taken off', async () => {
      const [stays, goes] = [hear(ann), hear(ann)]
      goes.stop()
      await enterAnn()
      expect(stays.of('connection')).toHaveLength(1)
      expect(goes.facts).toEqual([])
    })

    it('tells nothing after destroy()', async () => {
      await enterBoth()
      const atBob = hear(bob)
      await ann.setCamera(true)
      const atAnn = hear(ann)
      const level = meterOf(ann, 'bob')
      await atBob.first('remoteTrack', remote('ann', 'camera', true))
      const destroyed = ann.destroy()
      const [count, levels] = [atAnn.facts.length, level.count()]
      expect(pair.captures()).toBe(0)
      await destroyed
      await bob.setMicrophone(true)
      await atBob.first('remoteTrack', remote('ann', 'camera', false))
      await atBob.next('volume')
      await atBob.next('volume')
      expect(atAnn.facts).toHaveLength(count)
      expect(level.count()).toBe(levels)
    })

    it('is of no more use after destroy(), and harmless', async () => {
      const access = await pair.access('ann')
      const connecting = expectRefusal(ann.connect(access, options('ann')), 'WRONG_STATE')
      await ann.destroy()
      await connecting
      await expectRefusal(ann.connect(access, options('ann')))
      await expectRefusal(ann.setCamera(true))
      await expectRefusal(ann.preview({ camera: true, microphone: true }))
      await expectRefusal(ann.checkRoom(access, new AbortController().signal), 'WRONG_STATE')
      await ann.disconnect()
      await ann.destroy()
      expect(pair.captures()).toBe(0)
    })
  })
}

/** Leaves, and sees that captures have ended by the time the promise is there. */
async function leave(media: Media, pair: MediaPair): Promise<void> {
  const left = media.disconnect()
  expect(pair.captures()).toBe(0)
  await left
}

const meterOf = (media: Media, userID: string) => counted((listener) => media.onVolume(userID, listener))
const mutedMeterOf = (media: Media) => counted((listener) => media.onMutedVolume(listener))

/** Counts what a meter hears and waits for a level to come. */
function counted(listen: (listener: (volume: number) => void) => () => void) {
  let count = 0
  let hand: (volume: number) => void = () => {}
  const stop = listen((volume) => {
    count += 1
    hand(volume)
  })
  return {
    stop,
    count: () => count,
    first: (isIt: (volume: number) => boolean) =>
      new Promise<void>((resolve) => {
        hand = (volume) => isIt(volume) && resolve()
      }),
  }
}
