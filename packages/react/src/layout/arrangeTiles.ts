import { TILE_GAP, tileGrid } from './tileGrid.ts'
import type { Box, Rect, TileShape } from './tileGrid.ts'

/** `stage`: a shared screen; `own`: my own camera; `person`: anybody else's. */
export type TileRole = 'stage' | 'person' | 'own'

/** `duo`: two people, one's own picture floats; `stage`: screens large, people in a strip; else `grid`. */
export type Layout = 'grid' | 'duo' | 'stage'

export interface Arrangement {
  layout: Layout
  /** One per tile, in the order they were given. */
  rects: Rect[]
}

/** A screen is shown whole, whatever its shape. */
const screenShape: TileShape = { gap: TILE_GAP, minAspect: 1 / 4, maxAspect: 8 }

/** Where each tile goes in the box. Pure. */
export function arrangeTiles(roles: readonly TileRole[], box: Box): Arrangement {
  if (roles.includes('stage')) return { layout: 'stage', rects: staged(roles, box) }
  if (roles.length === 2 && roles.includes('own')) return { layout: 'duo', rects: duo(roles, box) }
  return { layout: 'grid', rects: tileGrid(roles.length, box) }
}

/** The other one fills the box, one's own picture floats in its lower end corner. */
function duo(roles: readonly TileRole[], box: Box): Rect[] {
  const margin = clamp(box.width * 0.02, 8, 20)
  const isUpright = box.height > box.width
  const width = clamp(box.width * (isUpright ? 0.28 : 0.2), Math.min(88, box.width / 3), 260)
  const height = Math.min(isUpright ? (width * 4) / 3 : (width * 9) / 16, box.height / 3)
  const own = { width, height, x: box.width - width - margin, y: box.height - height - margin }
  return roles.map((role) => (role === 'own' ? own : { ...box, x: 0, y: 0 }))
}

/** Screens beside (on a wide box) or above the strip of people. */
function staged(roles: readonly TileRole[], box: Box): Rect[] {
  const people = roles.filter((role) => role !== 'stage').length
  const { stage, strip } = divide(box, people > 0)
  const screens = tileGrid(roles.length - people, stage, screenShape)
  const cameras = tileGrid(people, strip).map((rect) => ({ ...rect, x: rect.x + strip.x, y: rect.y + strip.y }))
  return roles.map((role) => (role === 'stage' ? screens : cameras).shift() ?? { x: 0, y: 0, width: 0, height: 0 })
}

function divide(box: Box, hasStrip: boolean): { stage: Box; strip: Rect } {
  if (!hasStrip) return { stage: box, strip: { x: 0, y: 0, width: 0, height: 0 } }
  if (box.width > box.height * 1.2) {
    const width = clamp(box.width * 0.2, Math.min(120, box.width / 3), 260)
    const x = box.width - width
    return { stage: { width: x - TILE_GAP, height: box.height }, strip: { x, y: 0, width, height: box.height } }
  }
  const height = clamp(box.height * 0.22, Math.min(90, box.height / 3), 180)
  const y = box.height - height
  return { stage: { width: box.width, height: y - TILE_GAP }, strip: { x: 0, y, width: box.width, height } }
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value))
}
