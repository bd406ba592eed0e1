import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { TILE_GAP, cameraShape, tileGrid } from './tileGrid.ts'
import type { Box, Rect } from './tileGrid.ts'

/** How many columns and rows the places make. */
function shapeOf(rects: readonly Rect[]): string {
  const rows = new Set(rects.map(({ y }) => Math.round(y))).size
  const first = rects[0]?.y ?? 0
  return `${rects.filter(({ y }) => Math.abs(y - first) < 0.01).length}×${rows}`
}

const desk = { width: 1280, height: 640 }
const phone = { width: 390, height: 700 }
const ribbon = { width: 1600, height: 180 }

describe('tileGrid', () => {
  test.each<[number, Box, string]>([
    [1, desk, '1×1'],
    [2, desk, '2×1'],
    [3, desk, '2×2'],
    [4, desk, '2×2'],
    [5, desk, '3×2'],
    [6, desk, '3×2'],
    [7, desk, '3×3'],
    [9, desk, '3×3'],
    [12, desk, '4×3'],
    [1, phone, '1×1'],
    [2, phone, '1×2'],
    [3, phone, '1×3'],
    [6, phone, '2×3'],
    [4, ribbon, '4×1'],
    [6, { width: 200, height: 1600 }, '1×6'],
  ])('%i tiles in %o: %s', (count, box, shape) => expect(shapeOf(tileGrid(count, box))).toBe(shape))

  test('no tile, no places', () => expect(tileGrid(0, desk)).toEqual([]))

  test('a box without room gives places without size, one per tile', () => {
    expect(tileGrid(3, { width: 0, height: 0 }).map(({ width, height }) => width * height)).toEqual([0, 0, 0])
  })

  test('the last row is centred', () => {
    const [first, second, last] = tileGrid(3, desk)
    expect(last && first && last.x > first.x && second && last.x < second.x).toBe(true)
  })

  const boxes = fc.record({ width: fc.integer({ min: 200, max: 4000 }), height: fc.integer({ min: 200, max: 4000 }) })

  test('tiles lie in the box, apart from each other, in shape', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), boxes, (count, box) => {
        const rects = tileGrid(count, box)
        const { minAspect, maxAspect } = cameraShape(box)
        const isInside = ({ x, y, width, height }: Rect): boolean =>
          x >= -0.01 && y >= -0.01 && x + width <= box.width + 0.01 && y + height <= box.height + 0.01
        const isInShape = ({ width, height }: Rect): boolean =>
          width * height === 0 || (width / height >= minAspect - 0.001 && width / height <= maxAspect + 0.001)
        expect(rects).toHaveLength(count)
        expect(rects.filter((rect) => !isInside(rect) || !isInShape(rect))).toEqual([])
        expect(rects.filter((a, index) => rects.slice(index + 1).some((b) => !areApart(a, b)))).toEqual([])
      }),
    )
  })

  test('more room never makes tiles smaller', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), boxes, fc.integer({ min: 0, max: 500 }), (count, box, more) => {
        const area = (size: Box): number => {
          const [tile] = tileGrid(count, size, { gap: TILE_GAP, minAspect: 1, maxAspect: 2 })
          return tile ? tile.width * tile.height : 0
        }
        expect(area({ width: box.width + more, height: box.height })).toBeGreaterThanOrEqual(area(box) - 1)
      }),
    )
  })
})

function areApart(a: Rect, b: Rect): boolean {
  const gap = TILE_GAP - 0.01
  return (
    a.x + a.width + gap <= b.x ||
    b.x + b.width + gap <= a.x ||
    a.y + a.height + gap <= b.y ||
    b.y + b.height + gap <= a.y
  )
}
