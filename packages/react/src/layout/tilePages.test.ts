import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { admitSpeakers, keepOrder } from './speakerOrder.ts'
import type { TileOf } from './tileOrder.ts'
import { stagePinned, tileKey, tilePage, tilesPerPage } from './tilePages.ts'

const person = (userID: string): TileOf => ({ userID, source: 'camera', role: 'person' })
const own: TileOf = { userID: 'me', source: 'camera', role: 'own' }
const screen: TileOf = { userID: 'a', source: 'screen', role: 'stage' }
const names = (tiles: readonly TileOf[]) => tiles.map(({ userID, source }) => (source === 'screen' ? '#' : '') + userID)

describe('tilePage', () => {
  const tiles = [...'abcdefg'].map(person)

  test('oneself is last on the first page', () => {
    const seen = [0, 1, 2].map((page) => names(tilePage([...tiles, own], page, 3).tiles))
    expect(seen).toEqual([
      ['a', 'b', 'me'],
      ['c', 'd', 'e'],
      ['f', 'g'],
    ])
  })

  test('what is on stage is on every page', () => {
    expect(names(tilePage([screen, ...tiles, own], 1, 4).tiles)).toEqual(['#a', 'd', 'e', 'f', 'g'])
  })

  test.each([
    [7, 2],
    [-1, 0],
    [1.5, 1],
  ])('page %d of three is page %i', (asked, page) =>
    expect(tilePage([...tiles, own], asked, 3)).toMatchObject({ page, pages: 3 }),
  )

  test('nobody is one page, and a page has room for one at least', () => {
    expect(tilePage([], 0, 9)).toEqual({ tiles: [], page: 0, pages: 1 })
    expect(tilePage([person('a'), own], 0, 0)).toMatchObject({ pages: 2 })
  })

  test('each tile is on exactly one page', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 1, max: 12 }),
        fc.boolean(),
        (count, size, isIn) => {
          const all = [...Array.from({ length: count }, (_, index) => person(`p${index}`)), ...(isIn ? [own] : [])]
          const { pages } = tilePage(all, 0, size)
          const shown = Array.from({ length: pages }, (_, page) => tilePage(all, page, size).tiles)
          expect(names(shown.flat()).toSorted()).toEqual(names(all).toSorted())
          expect(shown.every((page) => page.length <= size)).toBe(true)
        },
      ),
    )
  })
})

test.each([
  [undefined, 9],
  [{ width: 1280, height: 700 }, 9],
  [{ width: 390, height: 700 }, 6],
  [{ width: 800, height: 340 }, 6],
])('a page of %o has %i tiles', (box, count) => expect(tilesPerPage(box)).toBe(count))

describe('stagePinned', () => {
  const tiles = [screen, person('a'), person('b'), own]

  test('the pinned one takes the stage, alone', () => {
    const pinned = stagePinned(tiles, tileKey(person('b')))
    expect(names(pinned)).toEqual(['b', '#a', 'a', 'me'])
    expect(pinned.map(({ role }) => role)).toEqual(['stage', 'person', 'person', 'own'])
  })

  test.each([undefined, 'camera gone'])('%s pins nothing', (pinned) => expect(stagePinned(tiles, pinned)).toBe(tiles))
})

test('who is there keeps the place, who is new comes last, who left is gone', () => {
  expect(keepOrder(['c', 'a', 'x'], ['a', 'b', 'c', 'd'])).toEqual(['c', 'a', 'b', 'd'])
})

describe('admitSpeakers', () => {
  const order = [...'abcdef']

  test('a speaker changes places with the last silent one of the first page', () => {
    expect(admitSpeakers(order, ['e'], 3).join('')).toBe('abedcf')
  })

  test('who spoke longest ago gives way, who never spoke before that', () => {
    const spoke = new Map(Object.entries({ a: 5, b: 1, c: 9 }))
    expect(admitSpeakers(order, ['e'], 3, spoke).join('')).toBe('aecdbf')
    expect(admitSpeakers(order, ['e'], 4, spoke).join('')).toBe('abcedf')
  })

  test('nobody who speaks gives way', () => {
    expect(admitSpeakers(order, ['e', 'a', 'b', 'c'], 3)).toEqual(order)
    expect(admitSpeakers(order, ['c', 'e'], 3).join('')).toBe('aecdbf')
  })

  test('nothing moves for who is on the first page, or not there at all', () => {
    expect(admitSpeakers(order, ['b', 'nobody'], 3)).toEqual(order)
  })

  test('at most one swap a speaker, nobody else moves, and speakers are on the first page as far as it goes', () => {
    const people = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 40 })
    const calls = people.chain((everybody) =>
      fc.record({
        everybody: fc.constant(everybody),
        speakers: fc.subarray(everybody, { maxLength: Math.min(12, everybody.length) }),
        places: fc.integer({ min: 0, max: 12 }),
        times: fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 40, maxLength: 40 }),
      }),
    )
    fc.assert(
      fc.property(calls, ({ everybody, speakers, places, times }) => {
        const spokeAt = new Map(everybody.map((userID, index) => [userID, times[index] ?? 0]))
        const admitted = admitSpeakers(everybody, speakers, places, spokeAt)
        const first = admitted.slice(0, places)
        const newcomers = first.filter((userID) => !everybody.slice(0, places).includes(userID))
        const moved = everybody.filter((userID, index) => admitted[index] !== userID)
        expect(admitted.toSorted()).toEqual(everybody.toSorted())
        expect(moved).toHaveLength(2 * newcomers.length)
        expect(newcomers.every((userID) => speakers.includes(userID))).toBe(true)
        const expected = Math.min(speakers.length, places, everybody.length)
        expect(first.filter((userID) => speakers.includes(userID))).toHaveLength(expected)
      }),
    )
  })
})
