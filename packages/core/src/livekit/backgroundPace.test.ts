import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createBackgroundPace } from './backgroundPace.ts'

/** Frames come every 33 ms; each that is due is drawn. What one takes depends on its scale. */
function play(takes: (scale: number, drawn: number) => number, seconds = 30) {
  const pace = createBackgroundPace()
  let now = 0
  let busyMs = 0
  let drawn = 0
  for (let frameAt = 0; frameAt < seconds * 1000; frameAt += 33) {
    // A frame that comes while another is drawn waits for it.
    now = Math.max(now, frameAt)
    if (!pace.isDue(now)) continue
    const duration = takes(pace.scale, drawn)
    now += duration
    busyMs += duration
    drawn += 1
    if (pace.took(duration, now)) return { stoppedAfter: drawn, busy: busyMs / now, drawn, scale: pace.scale }
  }
  return { stoppedAfter: undefined, busy: busyMs / Math.max(now, seconds * 1000), drawn, scale: pace.scale }
}

test('a fast machine draws every picture in full', () => {
  const { drawn, scale, stoppedAfter } = play(() => 10, 10)
  expect(drawn).toBe(Math.ceil(10_000 / 33))
  expect(scale).toBe(1)
  expect(stoppedAfter).toBeUndefined()
})

test('a slow first picture is no reason for anything', () => {
  expect(play((_scale, drawn) => (drawn < 1 ? 8000 : 10))).toMatchObject({ scale: 1, stoppedAfter: undefined })
})

test('pictures that take long become smaller until they do not', () => {
  const { scale, stoppedAfter } = play((scale) => 120 * scale ** 2)
  expect(scale).toBeCloseTo(Math.sqrt(80 / 120))
  expect(stoppedAfter).toBeUndefined()
})

test('when even the smallest take too long, it stops', () => {
  expect(play(() => 2000).stoppedAfter).toBe(1 + 3 + 1 + 5)
})

test('one long picture among short ones stops nothing', () => {
  expect(play((_scale, drawn) => (drawn % 5 === 0 ? 3000 : 90), 120).stoppedAfter).toBeUndefined()
})

test('however long pictures take, a third of the time is left to the page', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 490 }), { minLength: 1, maxLength: 50 }), (durations) => {
      const { busy, scale } = play((_scale, drawn) => durations[drawn % durations.length] ?? 1)
      // The last picture's rest may lie behind the end.
      expect(busy).toBeLessThan(2 / 3 + 0.02)
      expect(scale).toBeGreaterThanOrEqual(0.25)
    }),
  )
})
