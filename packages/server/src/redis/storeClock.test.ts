import { afterEach, expect, test, vi } from 'vitest'
import type { RedisConnection } from './redisConnection.ts'
import { createStoreClock } from './storeClock.ts'

afterEach(() => void vi.useRealTimers())

/** A Redis whose clock is right, and that reads it so long after the question; the answer takes as long again. */
function clockOf(way: { ms: number }) {
  vi.useFakeTimers({ now: 1_000_000, toFake: ['Date', 'performance', 'setTimeout'] })
  const connection: Pick<RedisConnection, 'run'> = {
    async run(_script, _keys, _parameters, _patienceMs, onTry) {
      onTry?.()
      vi.advanceTimersByTime(way.ms)
      const time = Date.now()
      vi.advanceTimersByTime(way.ms)
      return [String(Math.floor(time / 1000)), String((time % 1000) * 1000)]
    },
  }
  // All that the clock asks of a connection.
  return createStoreClock(connection as RedisConnection, 'key')
}

test('half of the way is reckoned with', async () => {
  const clock = clockOf({ ms: 20 })
  expect(await clock.now()).toBe(Date.now())
})

test('a Redis that stood still does not put the clock ahead: the last reading stands', async () => {
  const clock = clockOf({ ms: 1 })
  await clock.now()
  const asked = performance.now()
  vi.advanceTimersByTime(1500)
  // It read its clock when it went on.
  clock.note(Date.now(), asked)
  expect(await clock.now()).toBe(Date.now())
})

test('a node that stood still hears late, and the clock does not fall behind', async () => {
  const clock = clockOf({ ms: 1 })
  await clock.now()
  const asked = performance.now()
  const read = Date.now()
  vi.advanceTimersByTime(1500)
  clock.note(read, asked)
  expect(await clock.now()).toBe(Date.now())
})

test('the first answer counts, however slow, and is never ahead', async () => {
  const clock = clockOf({ ms: 400 })
  expect(await clock.now()).toBe(Date.now() - 400)
})
