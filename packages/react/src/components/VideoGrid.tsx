'use client'
import { forwardRef, useEffect, useId, useImperativeHandle, useMemo, useRef, useState } from 'react'
import type { ComponentPropsWithoutRef, ReactNode, RefObject } from 'react'
import { useCall, useMembers } from '../hooks/index.ts'
import { arrangeTiles } from '../layout/arrangeTiles.ts'
import type { Box, Rect } from '../layout/tileGrid.ts'
import { tileOrder } from '../layout/tileOrder.ts'
import type { TileOf } from '../layout/tileOrder.ts'
import { stagePinned, tileKey, tilePage, tilesPerPage } from '../layout/tilePages.ts'
import { cssVariables } from '../ui/cssVariables.ts'
import { cx } from '../ui/cx.ts'
import { useSpeakerOrder } from './useSpeakerOrder.ts'
import { VideoGridPager, VideoTilePin } from './VideoGridParts.tsx'
import { VideoTile } from './VideoTile.tsx'

/** A tile that is pinned: somebody's camera, or the screen they share. */
export type PinnedTile = Pick<TileOf, 'userID' | 'source'>

export interface VideoGridProps extends ComponentPropsWithoutRef<'div'> {
  /** What a place shows. Default: a `VideoTile`. */
  renderTile?: (tile: TileOf) => ReactNode
  /** How many tiles a page has, not counting those on stage. Default: 9, on a container as small as a phone 6. */
  maxTiles?: number | undefined
  /** The tile that takes the stage, `null` for none; without it the grid remembers that itself. */
  pinned?: PinnedTile | null | undefined
  /** Somebody pinned another tile, or none any more. */
  onPinnedChange?: ((pinned: PinnedTile | null) => void) | undefined
}

/**
 * A tile per person, as large as they get: a grid, the other one large with oneself in a corner (two people), or a shared
 * screen or a pinned tile with people beside it (contract §5). Beyond `maxTiles` there are pages; who speaks comes to the
 * first one, and nobody else moves but the one who gives way. Fills its container.
 */
export const VideoGrid = /* @__PURE__ */ forwardRef<HTMLDivElement, VideoGridProps>(function VideoGrid(
  { renderTile = defaultTile, maxTiles, pinned, onPinnedChange, className, ...props },
  ref,
) {
  const grid = useRef<HTMLDivElement>(null)
  useImperativeHandle<HTMLDivElement | null, HTMLDivElement | null>(ref, () => grid.current, [])
  const id = useId()
  const box = useBox(grid)
  const [asked, turnTo] = useState(0)
  const [isPinned, pin] = usePinned(pinned, onPinnedChange)
  const all = useTiles(isPinned, maxTiles ?? tilesPerPage(box))
  const { tiles, page, pages } = tilePage(all, asked, maxTiles ?? tilesPerPage(box))
  const { layout, rects } = arrangeTiles(
    tiles.map(({ role }) => role),
    { width: box?.width ?? 0, height: Math.max(0, (box?.height ?? 0) - (pages > 1 ? PAGER : 0)) },
  )
  return (
    <div
      data-layout={layout}
      data-measured={box ? '' : undefined}
      data-count={all.length}
      data-pages={pages}
      {...props}
      ref={grid}
      id={props.id ?? id}
      className={cx('rk rk-video-grid', className)}
    >
      {tiles.map((tile, index) => (
        <div
          key={tileKey(tile)}
          className="rk-video-grid-place"
          data-role={tile.role}
          data-pinned={isPinned === tileKey(tile) || undefined}
          style={placeOf(rects[index])}
        >
          {renderTile(tile)}
          {(all.length > 2 || isPinned === tileKey(tile)) && (
            <VideoTilePin tile={tile} isPinned={isPinned === tileKey(tile)} onPin={pin} />
          )}
        </div>
      ))}
      {pages > 1 && <VideoGridPager page={page} pages={pages} onPage={turnTo} controls={props.id ?? id} />}
    </div>
  )
})

/** What the pages' buttons take from the tiles, px: a press target and the gap above it. */
const PAGER = 52

/** The key of the pinned tile, remembered here unless the app does. */
function usePinned(
  given: PinnedTile | null | undefined,
  onChange: VideoGridProps['onPinnedChange'],
): [string | undefined, (tile: PinnedTile | null) => void] {
  const [remembered, remember] = useState<PinnedTile | null>(null)
  const pinned = given === undefined ? remembered : given
  return [
    pinned ? tileKey(pinned) : undefined,
    (tile) => {
      remember(tile)
      onChange?.(tile)
    },
  ]
}

/** Every tile of the call, the pinned one on stage, whoever speaks among those of the first page. */
function useTiles(pinned: string | undefined, perPage: number): readonly TileOf[] {
  const self = useCall((state) => state.self?.userID)
  const members = useMembers()
  const tiles = useMemo(() => stagePinned(tileOrder(members, self), pinned), [members, self, pinned])
  const people = useMemo(() => tiles.filter(isOther).map(({ userID }) => userID), [tiles])
  // Before them stand small screens, and oneself has a place there.
  const taken = tiles.filter((tile) => tile.role !== 'stage' && !isOther(tile)).length
  const order = useSpeakerOrder(people, Math.max(0, perPage - taken))
  return useMemo(() => {
    const placed = order.flatMap((userID) => tiles.filter((tile) => isOther(tile) && tile.userID === userID))
    return [...tiles.filter((tile) => tile.role !== 'own' && !isOther(tile)), ...placed, ...tiles.filter(isOwn)]
  }, [tiles, order])
}

function isOther({ role, source }: TileOf): boolean {
  return role === 'person' && source === 'camera'
}

function isOwn({ role }: TileOf): boolean {
  return role === 'own'
}

function defaultTile({ userID, source }: TileOf): ReactNode {
  return <VideoTile userID={userID} source={source} />
}

function placeOf(rect: Rect | undefined): ReturnType<typeof cssVariables> {
  const { x, y, width, height } = rect ?? { x: 0, y: 0, width: 0, height: 0 }
  return cssVariables({
    '--rk-place-x': `${x}px`,
    '--rk-place-y': `${y}px`,
    '--rk-place-width': `${width}px`,
    '--rk-place-height': `${height}px`,
  })
}

/** The size of an element, once it is known; CSS lays the tiles out until then. */
function useBox(element: RefObject<HTMLElement | null>): Box | undefined {
  const [box, setBox] = useState<Box>()
  useEffect(
    function measure() {
      const target = element.current
      if (!target || typeof ResizeObserver === 'undefined') return undefined
      const observer = new ResizeObserver(([entry]) => {
        if (entry) setBox({ width: entry.contentRect.width, height: entry.contentRect.height })
      })
      observer.observe(target)
      return () => observer.disconnect()
    },
    [element],
  )
  return box
}
