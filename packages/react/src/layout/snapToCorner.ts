import type { Direction } from './nextTile.ts'
import type { Box } from './tileGrid.ts'

/** As one sees it, in either direction of writing. */
export type Corner = 'top-left' | 'top-right' | 'bottom-left' | 'bottom-right'

/** The corner of a box that a point is nearest to. Pure. */
export function snapToCorner(point: { x: number; y: number }, box: Box): Corner {
  return cornerOf(point.y > box.height / 2, point.x > box.width / 2)
}

/** The corner beside another one; the same where there is none on that side. Pure. */
export function cornerBeside(corner: Corner, direction: Direction): Corner {
  const isLow = direction === 'down' || (direction !== 'up' && corner.startsWith('bottom'))
  const isRight = direction === 'right' || (direction !== 'left' && corner.endsWith('right'))
  return cornerOf(isLow, isRight)
}

function cornerOf(isLow: boolean, isRight: boolean): Corner {
  if (isLow) return isRight ? 'bottom-right' : 'bottom-left'
  return isRight ? 'top-right' : 'top-left'
}

/** A corner by the direction of writing: `end` is right in a page from left to right. */
export type FloatingCorner = 'top-start' | 'top-end' | 'bottom-start' | 'bottom-end'

/** The corner as one sees it. Pure. */
export function seenCorner(corner: FloatingCorner, direction: 'ltr' | 'rtl'): Corner {
  return cornerOf(corner.startsWith('bottom'), corner.endsWith('end') === (direction === 'ltr'))
}

/** The corner as it is written. Pure. */
export function writtenCorner(corner: Corner, direction: 'ltr' | 'rtl'): FloatingCorner {
  const isEnd = corner.endsWith('right') === (direction === 'ltr')
  if (corner.startsWith('bottom')) return isEnd ? 'bottom-end' : 'bottom-start'
  return isEnd ? 'top-end' : 'top-start'
}
