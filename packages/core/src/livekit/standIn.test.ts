import fc from 'fast-check'
import type { LocalTrack, Room } from 'livekit-client'
import { expect, test } from 'vitest'
import { StandIn } from './standIn.ts'

/** What a browser gives: it is live until it is stopped, and so are its copies. */
class FakeMedia {
  readyState: 'live' | 'ended' = 'live'
  readonly all: FakeMedia[]

  constructor(all: FakeMedia[]) {
    this.all = all
    all.push(this)
  }

  stop(): void {
    this.readyState = 'ended'
  }

  clone(): FakeMedia {
    return new FakeMedia(this.all)
  }
}

/** As much of LiveKit's tracks as standing in takes. */
class FakeTrack {
  isMuted = false
  isUserProvided: boolean
  mediaStreamTrack: FakeMedia
  /** Whether the others were ever let see it. */
  wasSeen = false
  readonly #later: () => Promise<void>

  constructor(media: FakeMedia, isUserProvided: boolean, later: () => Promise<void>) {
    this.mediaStreamTrack = media
    this.isUserProvided = isUserProvided
    this.#later = later
  }

  stop(): void {
    this.mediaStreamTrack.stop()
  }

  async mute(): Promise<void> {
    this.isMuted = true
  }

  async unmute(): Promise<void> {
    if (!this.isUserProvided) throw new Error('LiveKit may open a microphone of its own again.')
    this.isMuted = false
    this.wasSeen = true
  }

  async replaceTrack(media: FakeMedia, isUserProvided: boolean): Promise<void> {
    if (media !== this.mediaStreamTrack) await this.#later()
    this.mediaStreamTrack = media
    this.isUserProvided = isUserProvided
  }
}

/** A room, and devices that open when the test says so. */
function lab(later: (what: string) => Promise<void> = async () => {}) {
  const captured: FakeMedia[] = []
  const made: FakeTrack[] = []
  let stopped = 0
  const published = new Set<FakeTrack>()
  const order: string[] = []
  const over = new AbortController()
  let publishing: (track: FakeTrack) => Promise<void> = async () => {}
  const localParticipant = {
    async publishTrack(track: FakeTrack) {
      order.push(`publish ${track.isMuted ? 'muted' : 'unmuted'}`)
      await later('publish')
      await publishing(track)
      published.add(track)
    },
    async unpublishTrack(track: FakeTrack) {
      published.delete(track)
      track.stop()
    },
  }
  const standIn = new StandIn({ localParticipant } as unknown as Room, {
    silent() {
      const track = new FakeTrack(new FakeMedia([]), true, () => later('replace'))
      made.push(track)
      return { track: track as unknown as LocalTrack, stop: () => void (stopped += 1) }
    },
    allowed: () => later('allowed'),
    over: over.signal,
  })
  const capture = async (isRefused = false) => {
    await later('capture')
    if (isRefused) throw new Error('refused')
    return [new FakeTrack(new FakeMedia(captured), false, () => later('replace')) as unknown as LocalTrack]
  }
  const live = () => captured.filter(({ readyState }) => readyState === 'live')
  const publishBy = (act: typeof publishing) => (publishing = act)
  return { standIn, live, made, stops: () => stopped, published, order, capture, publishBy }
}

function gate(): { promise: Promise<void>; open: () => void } {
  let open = () => {}
  const promise = new Promise<void>((resolve) => (open = resolve))
  return { promise, open }
}
const settle = () => new Promise<void>((resolve) => setImmediate(resolve))
const wanted = () => new AbortController().signal

test('while the device opens a muted track is published; filled, it is shown, and LiveKit’s own from then on', async () => {
  const opens = gate()
  const { standIn, live, made, stops, published, order, capture } = lab((what) =>
    what === 'capture' ? opens.promise : Promise.resolve(),
  )
  const filling = standIn.fill(capture(), wanted())
  await settle()
  expect([order, made[0]?.isMuted, published.size]).toEqual([['publish muted'], true, 1])
  opens.open()
  const [track] = await filling
  expect(track).toBe(made[0])
  expect([made[0]?.wasSeen, live().length, stops()]).toEqual([false, 1, 1])
  expect(live()[0]).toBe(made[0]?.mediaStreamTrack)
  if (!track) throw new Error('There is one track.')
  expect(await standIn.show(track)).toBe(true)
  expect([made[0]?.wasSeen, made[0]?.isUserProvided]).toEqual([true, false])
  expect(await standIn.show(track)).toBe(false)
})

test('a device that is on before the room takes it needs none, and does not wait', async () => {
  const { standIn, made, live, capture } = lab((what) =>
    what === 'allowed' ? new Promise(() => {}) : Promise.resolve(),
  )
  const [track] = await standIn.fill(capture(), wanted())
  expect([made, live().length]).toEqual([[], 1])
  if (!track) throw new Error('There is one track.')
  expect(await standIn.show(track)).toBe(false)
})

test('where none can be published the capture is handed on as it is', async () => {
  const opens = gate()
  const { standIn, live, stops, capture, publishBy } = lab((what) =>
    what === 'capture' ? opens.promise : Promise.resolve(),
  )
  publishBy(() => Promise.reject(new Error('no')))
  const wish = new AbortController()
  const filling = standIn.fill(capture(), wish.signal)
  await settle()
  opens.open()
  await filling
  expect([live().length, stops()]).toEqual([1, 1])
  // From here on it is its source's: a later wish does not stop it behind its back.
  wish.abort()
  expect(live()).toHaveLength(1)
})

test('a refused device rejects, and takes back what stood in', async () => {
  const opens = gate()
  const { standIn, stops, published, capture } = lab((what) => (what === 'capture' ? opens.promise : Promise.resolve()))
  const filling = standIn.fill(capture(true), wanted())
  await settle()
  expect(published.size).toBe(1)
  opens.open()
  await expect(filling).rejects.toThrow('refused')
  await settle()
  expect([published.size, stops()]).toEqual([0, 1])
})

test('after it was shown a wish that ends leaves it to its source', async () => {
  const opens = gate()
  const { standIn, live, published, capture } = lab((what) => (what === 'capture' ? opens.promise : Promise.resolve()))
  const wish = new AbortController()
  const filling = standIn.fill(capture(), wish.signal)
  await settle()
  opens.open()
  const [track] = await filling
  if (track) await standIn.show(track)
  wish.abort()
  await settle()
  expect([live().length, published.size]).toEqual([1, 1])
})

test('however LiveKit, the browser and a withdrawn wish interleave: nothing is on, published or unmuted', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.nat(6), fc.boolean(), async (scheduler, cut, isRefused) => {
      const later = (what: string) => scheduler.schedule(Promise.resolve(), what)
      const { standIn, live, made, published, stops, capture } = lab(later)
      const wish = new AbortController()
      const filling = standIn.fill(capture(isRefused), wish.signal)
      // As the source does: what was handed on as it was captured is its own, and what comes too late goes off.
      const own: LocalTrack[] = []
      const isStoodIn = (track: LocalTrack) => made.some((each) => each === (track as unknown))
      const filled = filling.then(
        (tracks) => {
          if (wish.signal.aborted) for (const track of tracks) track.stop()
          else own.push(...tracks.filter((track) => !isStoodIn(track)))
        },
        () => {},
      )
      for (let step = 0; step < cut; step += 1) {
        await settle()
        if (scheduler.count() > 0) await scheduler.waitOne()
      }
      await settle()
      for (const track of own) track.stop()
      wish.abort()
      expect(live()).toEqual([])
      await scheduler.waitIdle()
      await filled
      await scheduler.waitIdle()
      await settle()
      expect([live(), published.size, made.some(({ wasSeen }) => wasSeen)]).toEqual([[], 0, false])
      expect(stops()).toBeGreaterThanOrEqual(made.length)
    }),
    { numRuns: 500 },
  )
})
