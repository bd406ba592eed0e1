import fc from 'fast-check'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { noMedia } from '../index.ts'
import { createSimulator, createTestCall, type Simulator } from '../simulator.ts'
import { expectedQuality, median } from './networkCheck.ts'

// The first command fetches what checks it, which takes a time of its own: a check that a call interrupts must not be over by then.
beforeAll(() => import('./wellFormed.ts'))

let simulator: Simulator | undefined
afterEach(() => simulator?.destroy())

async function idle() {
  const made = await createTestCall({ state: 'idle' })
  simulator = made.simulator
  return made
}

/** What it rejects with, looked at from the start: it may reject before anybody waits for it. */
const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'it resolved',
    (error: unknown) => error,
  )

describe('checkNetwork', () => {
  test('finds both ways, and leaves nothing behind', async () => {
    const { ann } = await idle()
    const check = await ann.engine.checkNetwork()
    expect(check).toEqual({
      signalling: { roundTripMs: 0 },
      media: { canConnect: true, roundTripMs: 40 },
      quality: 'excellent',
    })
    expect(await ann.engine.checkNetwork()).toEqual(check)
    expect(ann.engine.store.getState().status).toBe('idle')
  })

  test.each(['excellent', 'good', 'poor', 'lost'] as const)('a network that is %s is told as such', async (quality) => {
    const { ann } = await idle()
    ann.setQuality(quality)
    expect((await ann.engine.checkNetwork()).quality).toBe(quality)
  })

  test('media that does not get through is lost, with the call server there', async () => {
    const { ann } = await idle()
    ann.cutMedia()
    const { media, quality } = await ann.engine.checkNetwork()
    expect({ media, quality }).toEqual({ media: { canConnect: false }, quality: 'lost' })
  })

  test('without a network everything is lost, and how long was waited is told', async () => {
    const { ann, clock } = await idle()
    ann.losesNetwork()
    const checking = ann.engine.checkNetwork()
    await clock.advance(6_000)
    const { signalling, media, quality } = await checking
    expect(signalling.roundTripMs).toBeGreaterThanOrEqual(5_000)
    expect({ media, quality }).toEqual({ media: { canConnect: false }, quality: 'lost' })
  })

  test('noMedia() has nothing to look into', async () => {
    simulator = createSimulator({ people: ['bot'], clock: 'manual' })
    const bot = simulator.createEngine('bot', { media: noMedia() })
    await bot.login()
    expect(await bot.checkNetwork()).toMatchObject({ media: { canConnect: true }, quality: 'excellent' })
  })

  test('is refused when not signed in, in a call, while ringing and twice at once', async () => {
    const { ann, bob, simulator: made } = await idle()
    await expect(made.createEngine('dave').checkNetwork()).rejects.toMatchObject({ code: 'NOT_LOGGED_IN' })
    const first = ann.engine.checkNetwork()
    await expect(ann.engine.checkNetwork()).rejects.toMatchObject({ code: 'WRONG_STATE' })
    await first
    await ann.calls('bob')
    await bob.untilState('ringing')
    for (const { engine } of [ann, bob]) {
      await expect(engine.checkNetwork()).rejects.toMatchObject({ code: 'WRONG_STATE' })
    }
  })

  test('ends with a call that comes meanwhile, and with the login', async () => {
    const { ann, bob } = await idle()
    const interrupted = failure(ann.engine.checkNetwork())
    await bob.calls('ann')
    await ann.untilState('ringing')
    expect(await interrupted).toMatchObject({ code: 'WRONG_STATE' })
    await bob.engine.hangup()
    await ann.untilState('idle')
    const leaving = failure(ann.engine.checkNetwork())
    await ann.engine.logout()
    expect(await leaving).toMatchObject({ code: 'NOT_LOGGED_IN' })
  })
})

test('the median is a value that was measured, with as many below as above', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(10_000), { minLength: 1 }), (values) => {
      const middle = median(values)
      expect(values).toContain(middle)
      const below = values.filter((value) => value < middle).length
      const above = values.filter((value) => value > middle).length
      expect(Math.max(below, above)).toBeLessThanOrEqual(Math.floor(values.length / 2))
    }),
  )
  expect(median([])).toBe(0)
})

test('a longer way never makes a better quality', () => {
  const order = ['excellent', 'good', 'poor', 'lost']
  const rank = (signallingMs: number, roundTripMs: number, canConnect = true) =>
    order.indexOf(expectedQuality(signallingMs, { canConnect, roundTripMs }))
  fc.assert(
    fc.property(fc.nat(2_000), fc.nat(2_000), fc.nat(500), (signalling, media, more) => {
      expect(rank(signalling + more, media)).toBeGreaterThanOrEqual(rank(signalling, media))
      expect(rank(signalling, media + more)).toBeGreaterThanOrEqual(rank(signalling, media))
      expect(rank(signalling, media, false)).toBe(3)
    }),
  )
})
