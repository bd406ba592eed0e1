import fc from 'fast-check'
import { expect, test } from 'vitest'
import { amplitudeOfSamples, levelOfAmplitude, loudestDecibels, quietestDecibels } from './levels.ts'

const amplitudeAt = (decibels: number) => 10 ** (decibels / 20)

test('silence is 0, the quietest 0, the loudest 100, halfway in decibels 50', () => {
  expect(levelOfAmplitude(0)).toBe(0)
  expect(levelOfAmplitude(amplitudeAt(quietestDecibels))).toBe(0)
  expect(levelOfAmplitude(amplitudeAt(loudestDecibels))).toBe(100)
  expect(levelOfAmplitude(amplitudeAt((quietestDecibels + loudestDecibels) / 2))).toBe(50)
})

test('speech after gain control moves the upper half of a meter', () => {
  expect(levelOfAmplitude(amplitudeAt(-30))).toBe(60)
  expect(levelOfAmplitude(amplitudeAt(-18))).toBe(84)
})

test('a level is a whole number 0..100, whatever comes in', () => {
  fc.assert(
    fc.property(fc.double(), (amplitude) => {
      const level = levelOfAmplitude(amplitude)
      expect(Number.isInteger(level) && level >= 0 && level <= 100).toBe(true)
    }),
  )
})

test('louder never shows less', () => {
  const amplitude = fc.double({ min: 0, max: 1, noNaN: true })
  fc.assert(
    fc.property(amplitude, amplitude, (a, b) => {
      expect(levelOfAmplitude(Math.min(a, b))).toBeLessThanOrEqual(levelOfAmplitude(Math.max(a, b)))
    }),
  )
})

test('the amplitude of samples lies between none and their peak, and does not depend on their sign or order', () => {
  const samples = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 64 })
  fc.assert(
    fc.property(samples, (values) => {
      const amplitude = amplitudeOfSamples(values)
      expect(amplitude).toBeGreaterThanOrEqual(0)
      expect(amplitude).toBeLessThanOrEqual(Math.max(...values.map(Math.abs)) + 1e-9)
      expect(amplitudeOfSamples(values.map((value) => -value).toReversed())).toBeCloseTo(amplitude, 9)
    }),
  )
  expect(amplitudeOfSamples([])).toBe(0)
  expect(amplitudeOfSamples([0.5, -0.5, 0.5])).toBeCloseTo(0.5)
})
