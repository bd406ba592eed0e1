import { expect, test } from 'vitest'
import { reconnectPolicy } from './reconnectPolicy.ts'

/** The times of all attempts, when each fails at once. */
function attempts(random: number): number[] {
  const policy = reconnectPolicy(() => random)
  const times: number[] = []
  for (let elapsedMs = 0; ;) {
    const pause = policy.nextRetryDelayInMs({ retryCount: times.length, elapsedMs })
    if (pause === null) return times
    elapsedMs += pause
    times.push(elapsedMs)
  }
}

test.each([0, 0.5, 1])(
  'N9: whenever LiveKit is back within 40 s, the next attempt is at most 1.25 s away (%s)',
  (random) => {
    const times = attempts(random)
    expect(times[0]).toBeLessThanOrEqual(300)
    for (const [index, time] of times.entries()) expect(time - (times[index - 1] ?? 0)).toBeLessThanOrEqual(1250)
    expect(times.at(-1)).toBeGreaterThanOrEqual(40_000)
    expect(times.at(-1)).toBeLessThan(42_000)
    expect(times.length).toBeLessThan(60)
  },
)

test('clients do not all come at once', () => {
  expect(attempts(0).slice(0, 4)).toEqual([0, 225, 675, 1425])
  expect(attempts(1).slice(0, 4)).toEqual([300, 675, 1425, 2675])
})
