import type { FloatingCorner } from './snapToCorner.ts'
import { TILE_GAP, tileGrid } from './tileGrid.ts'
import type { Box, Rect, TileShape } from './tileGrid.ts'

/** `stage`: what is large, such as a shared screen; `own`: my own camera; `person`: anybody else's. */
export type TileRole = 'stage' | 'person' | 'own'

/** `duo`: two people, the small picture floats; `stage`: a screen or a person large, the others in a strip; else `grid`. */
export type Layout = 'grid' | 'duo' | 'stage'

export interface Arrangement {
  layout: Layout
  /** One per tile, in the order they were given. */
  rects: Rect[]
}

/** A screen is shown whole, whatever its shape. */
const screenShape: TileShape = { gap: TILE_GAP, minAspect: 1 / 4, maxAspect: 8 }

/** The small picture of a call between two. */
export interface Floating {
  corner: FloatingCorner
  /** The other one is small, oneself large. */
  isSwapped: boolean
}

/** Where each tile goes in the box; of two people one floats over the other where `floating` says how. Pure. */
export function arrangeTiles(roles: readonly TileRole[], box: Box, floating?: Floating): Arrangement {
  if (roles.includes('stage')) return { layout: 'stage', rects: staged(roles, box) }
  if (floating && roles.length === 2 && roles.includes('own')) {
    return { layout: 'duo', rects: duo(roles, box, floating) }
  }
  return { layout: 'grid', rects: tileGrid(roles.length, box) }
}

/** One fills the box, the other one floats in a corner of it. */
function duo(roles: readonly TileRole[], box: Box, { corner, isSwapped }: Floating): Rect[] {
  const margin = clamp(box.width * 0.02, 8, 20)
  const isUpright = box.height > box.width
  const width = clamp(box.width * (isUpright ? 0.28 : 0.2), Math.min(88, box.width / 3), 260)
  const height = Math.min(isUpright ? (width * 4) / 3 : (width * 9) / 16, box.height / 3)
  const x = corner.endsWith('end') ? box.width - width - margin : margin
  const y = corner.startsWith('bottom') ? box.height - height - margin : margin
  const small = { width, height, x, y }
  return roles.map((role) => ((role === 'own') === isSwapped ? { ...box, x: 0, y: 0 } : small))
}

/** Screens beside (on a wide box) or above the strip of people. */
function staged(roles: readonly TileRole[], box: Box): Rect[] {
  const people = roles.filter((role) => role !== 'stage').length
  const { stage, strip } = divide(box, people > 0)
  const screens = tileGrid(roles.length - people, stage, screenShape)
  const cameras = tileGrid(people, strip).map((rect) => ({ ...rect, x: rect.x + strip.x, y: rect.y + strip.y }))
  return roles.map((role) => (role === 'stage' ? screens : cameras).shift() ?? { x: 0, y: 0, width: 0, height: 0 })
}

/** How many tiles the strip beside a stage has room for: in a column beside it on a wide box, else in a row below. Pure. */
export function tilesPerStrip(box: Box): number {
  const { strip } = divide(box, true)
  const isColumn = strip.y === 0
  const fitting = isColumn ? box.height / STRIP_TILE.height : box.width / STRIP_TILE.width
  return clamp(Math.floor(fitting), 2, 9)
}

/** The least a tile of the strip should have, with its gap, px. */
const STRIP_TILE: Box = { width: 104, height: 92 }

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
