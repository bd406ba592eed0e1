import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nextTile } from './nextTile.ts'
import type { Direction } from './nextTile.ts'
import { tileGrid } from './tileGrid.ts'

const desk = { width: 1280, height: 640 }

describe('nextTile', () => {
  // 0 1 2 over 3 4, the last row centred
  test.each<[number, Direction, number | undefined]>([
    [0, 'right', 1],
    [1, 'right', 2],
    [2, 'right', undefined],
    [2, 'left', 1],
    [0, 'left', undefined],
    [3, 'right', 4],
    [4, 'up', 1],
    [0, 'up', undefined],
    [0, 'down', 3],
    [2, 'down', 4],
    [4, 'down', undefined],
  ])('of five, from %i %s: %s', (from, direction, next) =>
    expect(nextTile(tileGrid(5, desk), from, direction)).toBe(next),
  )

  test('no tile, no next one', () => {
    expect(nextTile([], 0, 'right')).toBeUndefined()
    expect(nextTile(tileGrid(1, desk), 0, 'down')).toBeUndefined()
  })

  test('every tile can be reached from the first', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 25 }), fc.integer({ min: 200, max: 2000 }), (count, width) => {
        const rects = tileGrid(count, { width, height: 700 })
        const reached = new Set([0])
        for (const index of reached) {
          for (const direction of ['up', 'down', 'left', 'right'] as const) {
            const next = nextTile(rects, index, direction)
            if (next !== undefined) reached.add(next)
          }
        }
        expect(reached.size).toBe(count)
      }),
    )
  })
})
