'use client'
import { forwardRef, useEffect, useMemo, useImperativeHandle, useRef, useState } from 'react'
import type { ComponentPropsWithoutRef, ReactNode, RefObject } from 'react'
import { useCall, useMembers } from '../hooks/index.ts'
import { arrangeTiles } from '../layout/arrangeTiles.ts'
import type { Box, Rect } from '../layout/tileGrid.ts'
import { tileOrder } from '../layout/tileOrder.ts'
import type { TileOf } from '../layout/tileOrder.ts'
import { cssVariables } from '../ui/cssVariables.ts'
import { cx } from '../ui/cx.ts'
import { VideoTile } from './VideoTile.tsx'

export interface VideoGridProps extends ComponentPropsWithoutRef<'div'> {
  /** What a place shows. Default: a `VideoTile`. */
  renderTile?: (tile: TileOf) => ReactNode
}

/**
 * A tile per person, as large as they get: a grid, the other one large with oneself in a corner (two people), or a shared
 * screen with people beside it (contract §5). Fills its container.
 */
export const VideoGrid = /* @__PURE__ */ forwardRef<HTMLDivElement, VideoGridProps>(function VideoGrid(
  { renderTile = defaultTile, className, ...props },
  ref,
) {
  const grid = useRef<HTMLDivElement>(null)
  useImperativeHandle<HTMLDivElement | null, HTMLDivElement | null>(ref, () => grid.current, [])
  const box = useBox(grid)
  const self = useCall((state) => state.self?.userID)
  const members = useMembers()
  const tiles = useMemo(() => tileOrder(members, self), [members, self])
  const { layout, rects } = arrangeTiles(
    tiles.map(({ role }) => role),
    box ?? { width: 0, height: 0 },
  )
  return (
    <div
      data-layout={layout}
      data-measured={box ? '' : undefined}
      data-count={tiles.length}
      {...props}
      ref={grid}
      className={cx('rk rk-video-grid', className)}
    >
      {tiles.map((tile, index) => (
        <div
          key={`${tile.source} ${tile.userID}`}
          className="rk-video-grid-place"
          data-role={tile.role}
          style={placeOf(rects[index])}
        >
          {renderTile(tile)}
        </div>
      ))}
    </div>
  )
})

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
