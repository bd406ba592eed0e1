import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hearTalk, silence, TALK_HOLD_MS, TALK_LEVEL, TALK_START_MS } from './mutedTalk.ts'
import type { Talk } from './mutedTalk.ts'

const STEP_MS = 33

/** Hears one sample after the other, every 33 ms. */
function heard(volumes: readonly number[], talk: Talk = silence): Talk {
  const from = talk.at === -Infinity ? 0 : talk.at + STEP_MS
  return volumes.reduce((known, volume, index) => hearTalk(known, volume, from + index * STEP_MS), talk)
}
const during = (ms: number, volume: number): number[] => Array(Math.ceil(ms / STEP_MS) + 1).fill(volume)
const repeated = (times: number, volumes: readonly number[]) => Array.from({ length: times }, () => volumes).flat()

test.each([
  ['half a second of speech', during(TALK_START_MS, 70), true],
  ['a cough', during(300, 90), false],
  ['the noise of a room', during(60_000, TALK_LEVEL - 1), false],
  ['syllables with short gaps', repeated(10, [...during(150, 70), ...during(60, 5)]), true],
  ['a key every half second', repeated(60, [...during(60, 80), ...during(440, 0)]), false],
])('%s: %j', (_what, volumes, isTalking) => expect(heard(volumes).isTalking).toBe(isTalking))

test('a pause is part of talking, a long silence ends it', () => {
  const talking = heard(during(1000, 70))
  expect(heard(during(TALK_HOLD_MS - 200, 0), talking).isTalking).toBe(true)
  expect(heard(during(TALK_HOLD_MS + 200, 0), talking).isTalking).toBe(false)
})

test('after a silence it takes as long as at first', () => {
  const over = heard(during(TALK_HOLD_MS + 200, 0), heard(during(5000, 70)))
  expect(heard(during(TALK_START_MS - 200, 70), over).isTalking).toBe(false)
})

test('samples that are far apart are no talk, and one that comes late changes nothing', () => {
  const rare = [0, 5000, 10_000, 15_000].reduce((talk, at) => hearTalk(talk, 100, at), silence)
  expect(rare.isTalking).toBe(false)
  expect(hearTalk(rare, 100, 14_000)).toBe(rare)
})

test('nobody talks who was never loud, and nobody for longer than the hold after the last loud sample', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 400 }))), (samples) => {
      let [talk, at, loudAt] = [silence, 0, -Infinity]
      for (const [volume, passed] of samples) {
        at += passed
        if (volume >= TALK_LEVEL) loudAt = at
        talk = hearTalk(talk, volume, at)
        if (at - loudAt >= TALK_HOLD_MS) expect(talk.isTalking).toBe(false)
      }
    }),
  )
})
