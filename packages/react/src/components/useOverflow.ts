'use client'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { RefObject } from 'react'
import { fitControls } from '../layout/fitControls.ts'

/** One of a row of controls; its element in the row carries `data-control` with the id. */
export interface RowControl {
  id: string
  /** 0 stays always; of the others the highest goes first. */
  rank: number
  /** Stands at the one before it without a gap. */
  isJoined?: boolean
}

const none: readonly string[] = []
/** React 18 complains of layout effects on a server, where nothing is laid out. */
const useBeforePaint = typeof document === 'undefined' ? useEffect : useLayoutEffect

/**
 * The ids of those controls of `row` that have no room in it, by their measured widths. All are tried once; what does not fit
 * is known before the first paint, and again before the next one when the room changes.
 */
export function useOverflow(row: RefObject<HTMLElement | null>, controls: readonly RowControl[]): readonly string[] {
  const [out, setOut] = useState(none)
  const widths = useRef(new Map<string, number>())
  const key = controls.map(({ id, rank, isJoined }) => `${id} ${rank} ${isJoined}`).join()
  const latest = useRef(controls)
  useBeforePaint(() => {
    latest.current = controls
  })
  useBeforePaint(
    function fit() {
      const element = row.current
      if (!element) return undefined
      const measure = (): void => {
        const next = overflowOf(element, latest.current, widths.current)
        setOut((before) => (before.join() === next.join() ? before : next))
      }
      measure()
      if (typeof ResizeObserver === 'undefined') return undefined
      const observer = new ResizeObserver(measure)
      observer.observe(element)
      // A control may come to show something, as the choice of layouts does when a third person comes.
      for (const slot of element.querySelectorAll('[data-control]')) observer.observe(slot)
      return () => observer.disconnect()
    },
    [row, key, out],
  )
  return out
}

/** What is not in the row now has the width it had when it was; what shows nothing takes no room. */
function overflowOf(row: HTMLElement, controls: readonly RowControl[], widths: Map<string, number>): string[] {
  for (const slot of row.querySelectorAll<HTMLElement>('[data-control]')) {
    widths.set(slot.dataset.control ?? '', slot.firstElementChild?.getBoundingClientRect().width ?? 0)
  }
  const measured = controls.map((control) => ({ ...control, width: widths.get(control.id) ?? 0 }))
  const gap = Number.parseFloat(getComputedStyle(row).columnGap) || 0
  const more = widths.get('more') ?? widths.get('microphone') ?? 0
  const visible = measured.filter(({ width }) => width > 0)
  // Half a pixel is a rounding, not a want of room.
  return fitControls(visible, { available: row.clientWidth + 0.5, gap, more })
}
