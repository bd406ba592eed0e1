import { expect, test } from 'vitest'
import type { Direction } from './nextTile.ts'
import { cornerBeside, seenCorner, snapToCorner, writtenCorner } from './snapToCorner.ts'
import type { Corner, FloatingCorner } from './snapToCorner.ts'

test.each<[number, number, Corner]>([
  [10, 10, 'top-left'],
  [500, 10, 'top-left'],
  [501, 10, 'top-right'],
  [10, 401, 'bottom-left'],
  [990, 790, 'bottom-right'],
  // Dragged out of the window
  [-50, 900, 'bottom-left'],
])('%i, %i: %s', (x, y, corner) => expect(snapToCorner({ x, y }, { width: 1000, height: 800 })).toBe(corner))

test.each<[Corner, Direction, Corner]>([
  ['bottom-right', 'left', 'bottom-left'],
  ['bottom-right', 'up', 'top-right'],
  ['bottom-right', 'down', 'bottom-right'],
  ['bottom-right', 'right', 'bottom-right'],
  ['top-left', 'right', 'top-right'],
  ['top-left', 'down', 'bottom-left'],
])('from %s %s: %s', (from, direction, to) => expect(cornerBeside(from, direction)).toBe(to))

test.each<[FloatingCorner, Corner, Corner]>([
  ['top-start', 'top-left', 'top-right'],
  ['top-end', 'top-right', 'top-left'],
  ['bottom-start', 'bottom-left', 'bottom-right'],
  ['bottom-end', 'bottom-right', 'bottom-left'],
])('%s is %s, in a page from right to left %s', (corner, left, right) => {
  expect([seenCorner(corner, 'ltr'), seenCorner(corner, 'rtl')]).toEqual([left, right])
  expect([writtenCorner(left, 'ltr'), writtenCorner(right, 'rtl')]).toEqual([corner, corner])
})
