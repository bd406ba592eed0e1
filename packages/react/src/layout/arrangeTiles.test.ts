import { describe, expect, test } from 'vitest'
import { arrangeTiles, tilesPerStrip } from './arrangeTiles.ts'
import type { Floating, Layout, TileRole } from './arrangeTiles.ts'
import { tileOrder } from './tileOrder.ts'

const desk = { width: 1280, height: 720 }
const phone = { width: 390, height: 700 }
const floating: Floating = { corner: 'bottom-end', isSwapped: false }

describe('arrangeTiles', () => {
  test.each<[TileRole[], Layout]>([
    [['own'], 'grid'],
    [['person', 'own'], 'duo'],
    [['person', 'person'], 'grid'],
    [['person', 'person', 'own'], 'grid'],
    [['stage', 'person', 'own'], 'stage'],
    [['stage', 'stage', 'own'], 'stage'],
  ])('%j is a %s', (roles, layout) => {
    const arrangement = arrangeTiles(roles, desk, floating)
    expect(arrangement.layout).toBe(layout)
    expect(arrangement.rects).toHaveLength(roles.length)
  })

  test.each([desk, phone])('two people: the other one fills %o, oneself floats in the lower end corner', (box) => {
    const [other, own] = arrangeTiles(['person', 'own'], box, floating).rects
    expect(other).toEqual({ ...box, x: 0, y: 0 })
    expect(own && own.x + own.width < box.width && own.y + own.height < box.height).toBe(true)
    expect(own && own.x > box.width / 2 && own.y > box.height / 2).toBe(true)
  })

  test.each([desk, phone])(
    'the small picture of %o has the corner it is told, inside, and gives it up when swapped',
    (box) => {
      const corners = ['top-start', 'top-end', 'bottom-start', 'bottom-end'] as const
      const places = corners.map((corner) => {
        const [other, own] = arrangeTiles(['person', 'own'], box, { corner, isSwapped: false }).rects
        const swapped = arrangeTiles(['person', 'own'], box, { corner, isSwapped: true }).rects
        expect(swapped).toEqual([own, other])
        return own
      })
      const sides = places.map((own) => own && [own.y * 2 > box.height, own.x * 2 > box.width - own.width])
      expect(sides).toEqual([
        [false, false],
        [false, true],
        [true, false],
        [true, true],
      ])
      for (const own of places) {
        expect(own && own.x >= 8 && own.y >= 8 && own.x + own.width <= box.width - 8).toBe(true)
        expect(own && own.y + own.height <= box.height - 8).toBe(true)
      }
    },
  )

  test('two people in a group have a grid', () => expect(arrangeTiles(['person', 'own'], desk).layout).toBe('grid'))

  test.each([
    [desk, 7],
    [phone, 3],
    [{ width: 320, height: 420 }, 3],
    [{ width: 800, height: 150 }, 2],
    [{ width: 3000, height: 2000 }, 9],
  ])('the strip beside a stage in %o has room for %i', (box, count) => expect(tilesPerStrip(box)).toBe(count))

  test('a shared screen stands beside the people on a desk, above them on a phone', () => {
    const [wide, person] = arrangeTiles(['stage', 'person', 'own'], desk).rects
    expect(wide && person && person.x >= wide.x + wide.width).toBe(true)
    const [tall, below] = arrangeTiles(['stage', 'person', 'own'], phone).rects
    expect(tall && below && below.y >= tall.y + tall.height).toBe(true)
  })

  test('a shared screen alone has the whole box', () => {
    expect(arrangeTiles(['stage'], desk).rects).toEqual([{ ...desk, x: 0, y: 0 }])
  })

  test('a box of no size is no error', () => {
    expect(arrangeTiles(['stage', 'person', 'own'], { width: 0, height: 0 }).rects).toHaveLength(3)
  })
})

describe('tileOrder', () => {
  const seat = (userID: string, status: string, screenAvailable = false) => ({ userID, status, screenAvailable })

  test('screens first, then the others as invited, oneself last', () => {
    const tiles = tileOrder([seat('ann', 'connected'), seat('bob', 'connected', true), seat('carol', 'ringing')], 'ann')
    expect(tiles.map(({ userID, source }) => `${userID} ${source}`)).toEqual([
      'bob screen',
      'bob camera',
      'carol camera',
      'ann camera',
    ])
  })

  test.each(['rejected', 'noResponse', 'busy', 'cancelled', 'left', 'ended'])('somebody %s has no tile', (status) => {
    expect(tileOrder([seat('bob', status)], 'ann')).toEqual([])
  })
})
