import type { Rect } from './tileGrid.ts'

export type Direction = 'up' | 'down' | 'left' | 'right'

/**
 * The tile that lies next to one of them in a direction, as an index; `undefined` where there is none. What is straight ahead
 * goes before what is aside, even when that is nearer. The places are as one sees them: x grows to the right. Pure.
 */
export function nextTile(rects: readonly Rect[], from: number, direction: Direction): number | undefined {
  const start = rects[from]
  if (!start) return undefined
  let best: { index: number; cost: number } | undefined
  for (const [index, rect] of rects.entries()) {
    const { ahead, aside } = distance(centre(start), centre(rect), direction)
    const cost = ahead + ASIDE * aside
    if (index !== from && ahead > NEARLY && (!best || cost < best.cost)) best = { index, cost }
  }
  return best?.index
}

/** How much a step aside counts, against one ahead. */
const ASIDE = 3
/** Less than this, px, is no step at all. */
const NEARLY = 1

interface Point {
  x: number
  y: number
}

function centre({ x, y, width, height }: Rect): Point {
  return { x: x + width / 2, y: y + height / 2 }
}

function distance(a: Point, b: Point, direction: Direction): { ahead: number; aside: number } {
  const [x, y] = [b.x - a.x, b.y - a.y]
  switch (direction) {
    case 'right':
      return { ahead: x, aside: Math.abs(y) }
    case 'left':
      return { ahead: -x, aside: Math.abs(y) }
    case 'down':
      return { ahead: y, aside: Math.abs(x) }
    case 'up':
      return { ahead: -y, aside: Math.abs(x) }
  }
}
