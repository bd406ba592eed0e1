export interface Box {
  width: number
  height: number
}

/** A tile's place, px, from the start corner (right in a right-to-left page). */
export interface Rect extends Box {
  x: number
  y: number
}

export interface TileShape {
  /** Between tiles, px. */
  gap: number
  /** Width by height: a tile is never narrower … */
  minAspect: number
  /** … and never wider than this. */
  maxAspect: number
}

/** Between tiles, px. */
export const TILE_GAP = 8

/** A camera may be cropped to upright on an upright phone, a little on a desk, and is never wider than it films. */
export function cameraShape(box: Box): TileShape {
  return { gap: TILE_GAP, minAspect: box.height > box.width ? 3 / 4 : 4 / 3, maxAspect: 16 / 9 }
}

/**
 * The places of `count` tiles of one size, as large as they get in the box: each number of columns is tried, and the one
 * with the largest tiles wins, on a tie the one with fewer empty places. The last row is centred, the whole too.
 *
 *   columns c → rows r = ⌈count / c⌉; a place is ((W − gap·(c−1)) / c) × ((H − gap·(r−1)) / r);
 *   the tile in it is the largest one between the two aspects.
 */
export function tileGrid(count: number, box: Box, shape: TileShape = cameraShape(box)): Rect[] {
  if (count <= 0) return []
  let best = { columns: 1, tile: { width: 0, height: 0 }, empty: 0 }
  for (let columns = 1; columns <= count; columns++) {
    const tile = tileIn(columns, Math.ceil(count / columns), box, shape)
    const empty = columns * Math.ceil(count / columns) - count
    const gain = tile.width * tile.height - best.tile.width * best.tile.height
    if (gain > EPSILON || (gain > -EPSILON && empty < best.empty)) best = { columns, tile, empty }
  }
  return places(count, best.columns, best.tile, box, shape.gap)
}

/** Square pixels that make no difference. */
const EPSILON = 0.5

function tileIn(columns: number, rows: number, box: Box, { gap, minAspect, maxAspect }: TileShape): Box {
  const width = Math.max(0, (box.width - gap * (columns - 1)) / columns)
  const height = Math.max(0, (box.height - gap * (rows - 1)) / rows)
  return { width: Math.min(width, height * maxAspect), height: Math.min(height, width / minAspect) }
}

function places(count: number, columns: number, tile: Box, box: Box, gap: number): Rect[] {
  const rows = Math.ceil(count / columns)
  const top = (box.height - rows * tile.height - gap * (rows - 1)) / 2
  return Array.from({ length: count }, (_, index) => {
    const row = Math.floor(index / columns)
    const inRow = row === rows - 1 ? count - row * columns : columns
    const start = (box.width - inRow * tile.width - gap * (inRow - 1)) / 2
    const column = index % columns
    return { ...tile, x: start + column * (tile.width + gap), y: top + row * (tile.height + gap) }
  })
}
