import { describe, expect, test } from 'vitest'
import { arrangeTiles } from './arrangeTiles.ts'
import type { Layout, TileRole } from './arrangeTiles.ts'
import { tileOrder } from './tileOrder.ts'

const desk = { width: 1280, height: 720 }
const phone = { width: 390, height: 700 }

describe('arrangeTiles', () => {
  test.each<[TileRole[], Layout]>([
    [['own'], 'grid'],
    [['person', 'own'], 'duo'],
    [['person', 'person'], 'grid'],
    [['person', 'person', 'own'], 'grid'],
    [['stage', 'person', 'own'], 'stage'],
    [['stage', 'stage', 'own'], 'stage'],
  ])('%j is a %s', (roles, layout) => {
    const arrangement = arrangeTiles(roles, desk)
    expect(arrangement.layout).toBe(layout)
    expect(arrangement.rects).toHaveLength(roles.length)
  })

  test.each([desk, phone])('two people: the other one fills %o, oneself floats in the lower end corner', (box) => {
    const [other, own] = arrangeTiles(['person', 'own'], box).rects
    expect(other).toEqual({ ...box, x: 0, y: 0 })
    expect(own && own.x + own.width < box.width && own.y + own.height < box.height).toBe(true)
    expect(own && own.x > box.width / 2 && own.y > box.height / 2).toBe(true)
  })

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
