import { describe, expect, it } from 'vitest'
import { seedOf } from './chance.ts'
import { syntheticVoice } from './syntheticVoice.ts'

const stepMs = 10
const minuteOf = (seed: number) => {
  const voice = syntheticVoice(seed)
  return Array.from({ length: 6000 }, (_, step) => voice(step * stepMs))
}

/** How long it is loud, and how long silent, in milliseconds, without the two runs at the ends. */
function runs(levels: readonly number[]): { isLoud: boolean; ms: number }[] {
  const found: { isLoud: boolean; ms: number }[] = []
  for (const level of levels) {
    const last = found.at(-1)
    if (last && last.isLoud === level > 0) last.ms += stepMs
    else found.push({ isLoud: level > 0, ms: stepMs })
  }
  return found.slice(1, -1)
}

describe('syntheticVoice', () => {
  it('sounds the same in every run, and differently for everybody', () => {
    const [ann, bob] = [seedOf('ann', 1), seedOf('bob', 1)]
    expect(minuteOf(ann)).toEqual(minuteOf(ann))
    expect(minuteOf(ann)).not.toEqual(minuteOf(bob))
    expect(minuteOf(ann)).not.toEqual(minuteOf(seedOf('ann', 2)))
  })

  it.each(['ann', 'bob', 'carl', 'dave'])(
    'talks in phrases of 1 to 3 s with pauses, between 0 and 100: %s',
    (userID) => {
      const levels = minuteOf(seedOf(userID, 1))
      expect(levels.every((level) => Number.isInteger(level) && level >= 0 && level <= 100)).toBe(true)
      expect(Math.max(...levels)).toBeGreaterThan(50)
      const found = runs(levels)
      expect(found.length).toBeGreaterThan(20)
      for (const { isLoud, ms } of found) {
        expect(ms).toBeGreaterThanOrEqual(isLoud ? 950 : 480)
        expect(ms).toBeLessThanOrEqual(isLoud ? 3000 : 2600)
      }
    },
  )

  it('goes on the same way after its minute, and before its start', () => {
    const voice = syntheticVoice(seedOf('ann', 1))
    const hour = Array.from({ length: 100 }, (_, step) => voice(3_600_000 + step * 100))
    expect(Math.max(...hour)).toBeGreaterThan(20)
    expect(voice(-5000)).toBeGreaterThanOrEqual(0)
  })
})
