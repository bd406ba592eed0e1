import fc from 'fast-check'
import type { TrackEvent } from 'livekit-client'
import { expect, test } from 'vitest'
import { CallError } from '../protocol/errors.ts'
import { LocalSource, type HeldTrack } from './localSource.ts'

type Later = <T>(value: T) => Promise<T>

/** A camera as LiveKit holds it: what takes time does so by `later`; muting turns it off, unmuting captures again. */
class FakeTrack implements HeldTrack {
  isLive = true
  isMuted = false
  #isStopped = false
  #lock: Promise<unknown> = Promise.resolve()
  readonly #later: Later

  constructor(later: Later) {
    this.#later = later
  }

  get mediaStreamTrack() {
    return { readyState: this.isLive ? ('live' as const) : ('ended' as const), getSettings: () => ({}) }
  }

  stop(): void {
    this.#isStopped = true
    this.isLive = false
  }

  mute(): Promise<void> {
    return this.#locked(async () => {
      this.isLive = false
      this.isMuted = true
    })
  }

  unmute(): Promise<void> {
    return this.#locked(async () => {
      if (!this.isMuted) return
      // As LiveKit does: a stop before the capture starts is forgotten, one while it starts is heeded.
      this.#isStopped = false
      await this.#later('captured')
      this.isLive = !this.#isStopped
      this.isMuted = false
    })
  }

  async setDeviceId(): Promise<boolean> {
    return true
  }

  on(_event: TrackEvent, _listener: () => void): void {}

  #locked(step: () => Promise<void>): Promise<void> {
    const done = this.#lock.then(step)
    this.#lock = done.catch(() => {})
    return done
  }
}

/** `wait`: the browser or LiveKit gets one thing done. `settle`: only what is done already takes effect. */
type Step = 'on' | 'off' | 'end' | 'wait' | 'settle'
const pauses: readonly Step[][] = [[], ['settle'], ['wait'], ['wait', 'wait'], ['wait', 'wait', 'wait']]
const wish = fc.tuple(fc.constantFrom<Step>('on', 'off'), fc.constantFrom(...pauses))
const steps = fc.array(wish, { maxLength: 8 }).map((wishes) => wishes.flatMap(([step, pause]) => [step, ...pause]))
const outcomes = fc.infiniteStream(fc.constantFrom('works', 'works', 'works', 'refused'))

/** Runs what follows from promises that are settled already. */
const promisesSettle = () => new Promise<void>((resolve) => setImmediate(resolve))

async function play(script: readonly Step[], scheduler: fc.Scheduler, capturing: Iterator<string>, canPause: boolean) {
  const later: Later = (value) => scheduler.schedule(Promise.resolve(value))
  const tracks: FakeTrack[] = []
  const published = new Set<FakeTrack>()
  const source = new LocalSource<FakeTrack>({
    canPause,
    async capture() {
      await later('prompt')
      if (capturing.next().value === 'refused') throw new CallError('PERMISSION_DENIED')
      const track = new FakeTrack(later)
      tracks.push(track)
      return [track]
    },
    async publish([track]) {
      await later('publish')
      if (track) published.add(track)
    },
    async unpublish([track]) {
      await later('unpublish')
      if (track) published.delete(track)
    },
    isPublished: (track) => published.has(track),
    changed() {},
    failed() {},
  })
  const asked: Promise<unknown>[] = []
  for (const step of script) {
    if (step === 'end') {
      source.end()
      expect(tracks.filter(({ isLive }) => isLive)).toEqual([])
    } else if (step === 'settle') {
      await promisesSettle()
    } else if (step === 'wait') {
      await promisesSettle()
      if (scheduler.count() > 0) await scheduler.waitOne()
      await promisesSettle()
    } else {
      const isOn = step === 'on'
      const done = source.set(isOn).then(() => {
        // Off is off when the promise settles; a light may come on once more when a prompt is answered late, and goes off.
        if (!isOn && !source.isWanted) expect(tracks.filter(({ isLive }) => isLive)).toEqual([])
      })
      asked.push(done.catch((error: unknown) => error))
    }
  }
  await scheduler.waitIdle()
  const results = await Promise.all(asked)
  await scheduler.waitIdle()
  await promisesSettle()
  return { source, tracks, published, results }
}

test('however wishes and the browser interleave: nothing is left on after the end', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      steps,
      fc.nat(24),
      outcomes,
      fc.boolean(),
      async (scheduler, script, cut, capturing, canPause) => {
        const { source, tracks, results } = await play(
          [...script.slice(0, cut), 'end', ...script.slice(cut)],
          scheduler,
          capturing,
          canPause,
        )
        expect(source.isOn).toBe(false)
        expect(tracks.filter(({ isLive }) => isLive)).toEqual([])
        expect(results.filter((result) => result instanceof Error && !(result instanceof CallError))).toEqual([])
      },
    ),
    { numRuns: 1_000 },
  )
})

test('however wishes and the browser interleave: the last wish holds, with one capture at most', async () => {
  const works = fc.infiniteStream(fc.constant('works'))
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), steps, works, fc.boolean(), async (scheduler, script, capturing, canPause) => {
      const { source, tracks, published, results } = await play(script, scheduler, capturing, canPause)
      const isWanted = script.findLast((step) => step === 'on' || step === 'off') === 'on'
      expect(source.isOn).toBe(isWanted)
      expect(tracks.filter(({ isLive }) => isLive)).toEqual(isWanted ? [...published] : [])
      expect(published.size).toBeLessThanOrEqual(1)
      expect(results.filter((result) => result instanceof Error)).toEqual([])
    }),
    { numRuns: 1_000 },
  )
})

test('a refused capture rejects, and the next wish tries again', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const outcomes = ['refused', 'works'].values()
      const { source, results } = await play(['on', 'wait', 'on'], scheduler, outcomes, true)
      expect(results[0]).toMatchObject({ code: 'PERMISSION_DENIED' })
      expect(source.isOn).toBe(true)
    }),
  )
})
