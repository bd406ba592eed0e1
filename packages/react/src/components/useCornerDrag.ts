'use client'
import { useRef } from 'react'
import type { MouseEvent, PointerEvent, RefObject } from 'react'
import { snapToCorner } from '../layout/snapToCorner.ts'
import type { Corner } from '../layout/snapToCorner.ts'

/** What an element needs to be dragged. */
export interface CornerDrag {
  onPointerDown: (event: PointerEvent<HTMLElement>) => void
  onPointerMove: (event: PointerEvent<HTMLElement>) => void
  onPointerUp: (event: PointerEvent<HTMLElement>) => void
  onPointerCancel: (event: PointerEvent<HTMLElement>) => void
  onClickCapture: (event: MouseEvent<HTMLElement>) => void
}

/** What a hand may tremble while it presses, px. */
const TREMOR = 4

interface Start {
  pointer: number
  x: number
  y: number
  /** How far it may be dragged to each side, px: it stays inside its frame. */
  room: { left: number; right: number; top: number; bottom: number }
}

/**
 * Drags an element past React, by `--rk-drag-x` and `--rk-drag-y`, inside its frame; let go, it tells the corner of the frame it
 * is nearest to. `frame`: an element, which has the variables and `data-dragging` then; without it the window, and the dragged
 * element has them. A press on a button in it is no drag, but for one that has `data-drag`; a drag is no press.
 */
export function useCornerDrag(onCorner: (corner: Corner) => void, frame?: RefObject<HTMLElement | null>): CornerDrag {
  const start = useRef<Start | null>(null)
  const wasDragged = useRef(false)
  const marked = (element: HTMLElement): HTMLElement => frame?.current ?? element
  const end = (element: HTMLElement): void => {
    start.current = null
    marked(element).removeAttribute('data-dragging')
    marked(element).style.removeProperty('--rk-drag-x')
    marked(element).style.removeProperty('--rk-drag-y')
  }
  return {
    onPointerDown(event) {
      wasDragged.current = false
      const button = event.target instanceof Element ? event.target.closest('button') : null
      if (event.button !== 0 || start.current || (button && !button.hasAttribute('data-drag'))) return
      const [outer, inner] = [frameOf(frame?.current), event.currentTarget.getBoundingClientRect()]
      const room = {
        left: Math.min(0, outer.left - inner.left),
        right: Math.max(0, outer.right - inner.right),
        top: Math.min(0, outer.top - inner.top),
        bottom: Math.max(0, outer.bottom - inner.bottom),
      }
      start.current = { x: event.clientX, y: event.clientY, pointer: event.pointerId, room }
      event.currentTarget.setPointerCapture(event.pointerId)
    },
    onPointerMove({ currentTarget, clientX, clientY, pointerId }) {
      if (start.current?.pointer !== pointerId) return
      const { x, y, room } = start.current
      if (!wasDragged.current && Math.hypot(clientX - x, clientY - y) < TREMOR) return
      wasDragged.current = true
      const { style } = marked(currentTarget)
      marked(currentTarget).setAttribute('data-dragging', '')
      style.setProperty('--rk-drag-x', `${Math.max(room.left, Math.min(room.right, clientX - x))}px`)
      style.setProperty('--rk-drag-y', `${Math.max(room.top, Math.min(room.bottom, clientY - y))}px`)
    },
    onPointerUp({ currentTarget, pointerId }) {
      if (start.current?.pointer !== pointerId) return
      const { x, y, width, height } = currentTarget.getBoundingClientRect()
      end(currentTarget)
      if (!wasDragged.current) return
      const outer = frameOf(frame?.current)
      const centre = { x: x + width / 2 - outer.left, y: y + height / 2 - outer.top }
      onCorner(snapToCorner(centre, { width: outer.right - outer.left, height: outer.bottom - outer.top }))
    },
    onPointerCancel({ currentTarget, pointerId }) {
      wasDragged.current = false
      if (start.current?.pointer === pointerId) end(currentTarget)
    },
    onClickCapture(event) {
      // The click that ends a drag; one by a key has no `detail`.
      if (!wasDragged.current || event.detail === 0) return
      wasDragged.current = false
      event.preventDefault()
      event.stopPropagation()
    },
  }
}

function frameOf(frame: HTMLElement | null | undefined): { left: number; right: number; top: number; bottom: number } {
  if (frame) return frame.getBoundingClientRect()
  const { clientWidth, clientHeight } = document.documentElement
  return { left: 0, top: 0, right: clientWidth, bottom: clientHeight }
}
