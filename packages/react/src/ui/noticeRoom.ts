'use client'
import { useEffect, useSyncExternalStore } from 'react'
import type { CSSProperties, RefObject } from 'react'
import { cssVariables } from './cssVariables.ts'

let height = 0
const listeners = new Set<() => void>()

function take(next: number): void {
  if (next === height) return
  height = next
  for (const listener of listeners) listener()
}

function subscribe(onChange: () => void): () => void {
  listeners.add(onChange)
  return () => listeners.delete(onChange)
}

/** Has dialogs and menus leave as much room at the top as `notices` takes there, while `isOn`. */
export function useRoomForNotices(notices: RefObject<HTMLElement | null>, isOn: boolean): void {
  useEffect(
    function follow() {
      const { current: element } = notices
      if (!isOn || !element || typeof ResizeObserver === 'undefined') return undefined
      let frame = 0
      const observer = new ResizeObserver(() => {
        cancelAnimationFrame(frame)
        const next = element.offsetHeight
        // Of a dialog that changes its own size in this frame, the browser says that it could not be told.
        if (next !== height) frame = requestAnimationFrame(() => take(next))
      })
      observer.observe(element)
      return () => {
        cancelAnimationFrame(frame)
        observer.disconnect()
        take(0)
      }
    },
    [notices, isOn],
  )
}

/** For the `style` of a dialog or a menu: how high the notices above it are, as `--rk-notices`. */
export function useNoticeRoom(): CSSProperties {
  const now = useSyncExternalStore(
    subscribe,
    () => height,
    () => 0,
  )
  return cssVariables({ '--rk-notices': `${now}px` })
}
