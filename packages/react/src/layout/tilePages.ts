import type { Box } from './tileGrid.ts'
import type { TileOf } from './tileOrder.ts'

/** How many tiles fit on a page: 9, on a box as narrow or as low as a phone 6. */
export function tilesPerPage(box: Box | undefined): number {
  return box && Math.min(box.width, box.height) < PHONE ? 6 : 9
}

/** The shorter side of a phone's screen, px, in either position. */
const PHONE = 480

/** Which tile it is, also in lists: a person may have two. */
export function tileKey({ source, userID }: Pick<TileOf, 'source' | 'userID'>): string {
  return `${source} ${userID}`
}

/** The tiles with one of them large, and shared screens small beside it; the same when it is not among them. Pure. */
export function stagePinned(tiles: readonly TileOf[], pinned: string | undefined): readonly TileOf[] {
  const large = tiles.find((tile) => tileKey(tile) === pinned)
  if (!large) return tiles
  const others = tiles.filter((tile) => tile !== large)
  return [
    { ...large, role: 'stage' },
    ...others.map((tile): TileOf => (tile.role === 'stage' ? { ...tile, role: 'person' } : tile)),
  ]
}

export interface TilePage {
  tiles: readonly TileOf[]
  /** From 0, and never beyond the last one. */
  page: number
  pages: number
}

/**
 * The tiles of a page (contract §5). What is on stage is on every page and counts on none; one's own tile is the last of the
 * first page, so that nobody has to look for themselves. Pure.
 */
export function tilePage(tiles: readonly TileOf[], page: number, perPage: number): TilePage {
  const size = Math.max(1, Math.floor(perPage))
  const stage = tiles.filter(({ role }) => role === 'stage')
  const own = tiles.filter(({ role }) => role === 'own')
  const others = tiles.filter(({ role }) => role === 'person')
  const first = Math.max(0, size - own.length)
  const paged = [...others.slice(0, first), ...own, ...others.slice(first)]
  const pages = Math.max(1, Math.ceil(paged.length / size))
  const shown = Math.max(0, Math.min(Math.floor(page), pages - 1))
  return { tiles: [...stage, ...paged.slice(shown * size, (shown + 1) * size)], page: shown, pages }
}
