import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HOLD_MS, SILENCE_MS, SPEECH_MS, mainSpeaker } from './mainSpeaker.ts'
import type { MainSpeaker } from './mainSpeaker.ts'
import { comeFirst } from './speakerOrder.ts'
import { heard } from './voice.ts'
import type { Voice } from './voice.ts'

const people = ['a', 'b', 'c']
const TICK_MS = 50

interface Switch {
  at: number
  from: string | undefined
  to: string | undefined
}

/** Plays who speaks at each tick, and tells who became large when, and who spoke when. */
function play(ticks: readonly (readonly string[])[], presentAt: (tick: number) => readonly string[] = () => people) {
  const voices = new Map<string, Voice>()
  const switches: Switch[] = []
  let current = mainSpeaker(undefined, presentAt(0), voices, 0)
  for (const [tick, speakers] of ticks.entries()) {
    const now = tick * TICK_MS
    for (const userID of speakers) voices.set(userID, heard(voices.get(userID), now))
    const next = mainSpeaker(current, presentAt(tick), voices, now)
    if (next?.userID !== current?.userID) switches.push({ at: now, from: current?.userID, to: next?.userID })
    current = next
  }
  return { switches, current }
}

const speech = (ms: number, ...speakers: string[]) => Array.from({ length: ms / TICK_MS }, () => speakers)

describe('mainSpeaker', () => {
  test('nobody has spoken: the first one', () => expect(play([[]]).current?.userID).toBe('a'))

  test('nobody is there: nobody', () => expect(mainSpeaker(undefined, [], new Map(), 0)).toBeUndefined())

  test('who speaks for a second becomes large, the first time at once', () => {
    expect(play(speech(5000, 'b')).switches.map(({ at, to }) => [to, at])).toEqual([['b', SPEECH_MS]])
  })

  test('a cough changes nothing', () => {
    expect(play([...speech(600, 'b'), ...speech(5000)]).current?.userID).toBe('a')
  })

  test('pauses between words end no speech', () => {
    const words = [...speech(300, 'c'), ...speech(300), ...speech(300, 'c'), ...speech(300), ...speech(300, 'c')]
    expect(play(words).current?.userID).toBe('c')
  })

  test('an interruption does not take over while the large one goes on', () => {
    expect(play([...speech(2000, 'b'), ...speech(10_000, 'b', 'c')]).current?.userID).toBe('b')
  })

  test('after the large one has ended, who speaks is next, and of two the one who began first', () => {
    const ticks = [...speech(4000, 'b'), ...speech(500, 'b', 'c'), ...speech(3000, 'a', 'c')]
    expect(play(ticks).switches.map(({ to }) => to)).toEqual(['b', 'c'])
  })

  test('is the large one gone, who spoke last is next', () => {
    const ticks = [...speech(2000, 'b'), ...speech(300, 'c'), ...speech(300)]
    const { current } = play(ticks, (tick) => (tick < ticks.length - 1 ? people : ['a', 'c']))
    expect(current?.userID).toBe('c')
  })

  const talk = fc.array(fc.record({ ms: fc.integer({ min: 1, max: 60 }), speakers: fc.subarray([...people]) }), {
    minLength: 1,
    maxLength: 30,
  })
  const played = (parts: readonly { ms: number; speakers: string[] }[]) =>
    parts.flatMap(({ ms, speakers }) => speech(ms * TICK_MS, ...speakers))

  test('nobody gives way before they have been large for a while, nor while they speak', () => {
    fc.assert(
      fc.property(talk, (parts) => {
        const ticks = played(parts)
        const { switches } = play(ticks)
        for (const [index, { at, from }] of switches.entries()) {
          if (from === undefined) continue
          const silent = ticks.slice(Math.max(0, (at - SILENCE_MS) / TICK_MS + 1), at / TICK_MS + 1)
          expect(silent.some((speakers) => speakers.includes(from))).toBe(false)
          // The first one was large without having spoken, and gives way at once.
          if (index > 0) expect(at - (switches[index - 1]?.at ?? 0)).toBeGreaterThanOrEqual(HOLD_MS)
        }
      }),
    )
  })

  test('who speaks alone for long enough is always large in the end', () => {
    fc.assert(
      fc.property(talk, fc.constantFrom(...people), (parts, last) => {
        const { current } = play([...played(parts), ...speech(HOLD_MS + SPEECH_MS + TICK_MS, last)])
        expect(current?.userID).toBe(last)
      }),
    )
  })

  test('the large one is always somebody who is there', () => {
    fc.assert(
      fc.property(talk, fc.array(fc.subarray([...people]), { minLength: 1, maxLength: 8 }), (parts, presences) => {
        const ticks = played(parts)
        const voices = new Map<string, Voice>()
        let current: MainSpeaker | undefined
        for (const [tick, speakers] of ticks.entries()) {
          const present = presences[tick % presences.length] ?? []
          for (const userID of speakers) voices.set(userID, heard(voices.get(userID), tick * TICK_MS))
          current = mainSpeaker(current, present, voices, tick * TICK_MS)
          expect(current ? present.includes(current.userID) : present.length === 0).toBe(true)
        }
      }),
    )
  })
})

describe('comeFirst', () => {
  test('changes places with the first one', () => expect(comeFirst([...'abcd'], 'c').join('')).toBe('cbad'))

  test.each(['a', 'nobody'])('%s moves nobody', (userID) => {
    const order = [...'abcd']
    expect(comeFirst(order, userID)).toBe(order)
  })

  test('two move at most, and nobody is lost', () => {
    const orders = fc.uniqueArray(fc.string(), { minLength: 1 })
    fc.assert(
      fc.property(orders, fc.nat(), (order, at) => {
        const userID = order[at % order.length] ?? ''
        const next = comeFirst(order, userID)
        expect(next[0]).toBe(userID)
        expect(next.toSorted()).toEqual(order.toSorted())
        expect(next.filter((each, index) => order[index] !== each).length).toBeLessThanOrEqual(2)
      }),
    )
  })
})
