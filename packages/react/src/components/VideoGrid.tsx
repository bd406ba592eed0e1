'use client'
import { forwardRef, memo, useContext, useEffect, useId, useImperativeHandle, useRef, useState } from 'react'
import type { ComponentPropsWithoutRef, ReactNode, RefObject } from 'react'
import { useCall } from '../hooks/index.ts'
import { arrangeTiles, tilesPerStrip } from '../layout/arrangeTiles.ts'
import type { Floating } from '../layout/arrangeTiles.ts'
import type { Box, Rect } from '../layout/tileGrid.ts'
import type { TileOf } from '../layout/tileOrder.ts'
import { tileKey, tilePage, tilesPerPage } from '../layout/tilePages.ts'
import { cssVariables } from '../ui/cssVariables.ts'
import { cx } from '../ui/cx.ts'
import { useControlled } from '../ui/useControlled.ts'
import { CallViewContext } from './CallViewContext.ts'
import type { CallLayout } from './CallViewContext.ts'
import { FloatingTileHandle } from './FloatingTileHandle.tsx'
import { useGridTiles } from './useGridTiles.ts'
import { VideoGridPager, VideoTilePin } from './VideoGridParts.tsx'
import { VideoTile } from './VideoTile.tsx'

/** A tile that is pinned: somebody's camera, or the screen they share. */
export type PinnedTile = Pick<TileOf, 'userID' | 'source'>

export interface VideoGridProps extends ComponentPropsWithoutRef<'div'> {
  /** What a place shows. Default: a `VideoTile`. */
  renderTile?: (tile: TileOf) => ReactNode
  /** Default: that of the `CallView` around it, else `grid`. In a direct call both are the same. */
  layout?: CallLayout | undefined
  /**
   * How many tiles a page has, not counting those on stage. Default: 9, on a container as small as a phone 6; beside a stage as
   * many as the strip has room for.
   */
  maxTiles?: number | undefined
  /** The tile that takes the stage, `null` for none; without it the grid remembers that itself. */
  pinned?: PinnedTile | null | undefined
  /** Somebody pinned another tile, or none any more. */
  onPinnedChange?: ((pinned: PinnedTile | null) => void) | undefined
}

/**
 * A tile per person, as large as they get (contract §5): a grid; in a direct call the other one large with oneself small in a
 * corner, to be dragged and swapped; or a shared screen, a pinned tile or, with `layout="speaker"`, who speaks large with the
 * others in a strip. Beyond `maxTiles` there are pages; who speaks comes to the first one, and nobody else moves but the one who
 * gives way. Fills its container.
 */
export const VideoGrid = /* @__PURE__ */ forwardRef<HTMLDivElement, VideoGridProps>(function VideoGrid(
  { renderTile = defaultTile, layout: givenLayout, maxTiles, pinned, onPinnedChange, className, ...props },
  ref,
) {
  const grid = useRef<HTMLDivElement>(null)
  useImperativeHandle<HTMLDivElement | null, HTMLDivElement | null>(ref, () => grid.current, [])
  const id = useId()
  const box = useBox(grid)
  const [asked, turnTo] = useState(0)
  const [pinnedTile, pin] = useControlled(pinned, null, onPinnedChange)
  const isPinned = pinnedTile ? tileKey(pinnedTile) : undefined
  const isDirect = useCall((state) => state.call?.kind === 'direct')
  const [floating, float] = useState<Floating>({ corner: 'bottom-end', isSwapped: false })
  const view = useContext(CallViewContext)
  const showsSpeaker = !isDirect && (givenLayout ?? view?.layout) === 'speaker'
  const { all, perPage } = useGridTiles(isPinned, showsSpeaker, (isStaged) =>
    box && isStaged ? (maxTiles ?? tilesPerStrip(box)) : (maxTiles ?? tilesPerPage(box)),
  )
  const { tiles, page, pages } = tilePage(all, asked, perPage)
  const { layout, rects } = arrangeTiles(
    tiles.map(({ role }) => role),
    { width: box?.width ?? 0, height: Math.max(0, (box?.height ?? 0) - (pages > 1 ? PAGER : 0)) },
    isDirect ? floating : undefined,
  )
  const small = layout === 'duo' ? tiles.findIndex(({ role }) => (role === 'own') !== floating.isSwapped) : -1
  return (
    <div
      data-layout={layout}
      data-corner={layout === 'duo' ? floating.corner : undefined}
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
          data-floating={index === small || undefined}
          style={placeOf(rects[index])}
        >
          {renderTile(tile)}
          {(all.length > 2 || isPinned === tileKey(tile)) && (
            <GridPin tile={tile} isPinned={isPinned === tileKey(tile)} onPin={pin} />
          )}
        </div>
      ))}
      {box && small >= 0 && (
        <FloatingTileHandle frame={grid} floating={floating} onFloat={float} style={placeOf(rects[small])} />
      )}
      {pages > 1 && <VideoGridPager page={page} pages={pages} onPage={turnTo} controls={props.id ?? id} />}
    </div>
  )
})

/** What the pages' buttons take from the tiles, px: a press target and the gap above it. */
const PAGER = 52

// Who moves renders the grid, and with it nobody who stays.
const GridTile = /* @__PURE__ */ memo(VideoTile)
const GridPin = /* @__PURE__ */ memo(VideoTilePin)

function defaultTile({ userID, source }: TileOf): ReactNode {
  return <GridTile userID={userID} source={source} />
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
