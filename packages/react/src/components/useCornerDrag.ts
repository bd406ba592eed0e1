'use client'
import { useRef } from 'react'
import type { PointerEvent } from 'react'
import { snapToCorner } from '../layout/snapToCorner.ts'
import type { Corner } from '../layout/snapToCorner.ts'

/** What an element needs to be dragged. */
export interface CornerDrag {
  onPointerDown: (event: PointerEvent<HTMLElement>) => void
  onPointerMove: (event: PointerEvent<HTMLElement>) => void
  onPointerUp: (event: PointerEvent<HTMLElement>) => void
  onPointerCancel: (event: PointerEvent<HTMLElement>) => void
}

/**
 * Drags an element past React, by `--rk-drag-x` and `--rk-drag-y`; let go, it tells the corner of the window it is nearest to.
 * A press on a button in it is no drag, but for one that has `data-drag`.
 */
export function useCornerDrag(onCorner: (corner: Corner) => void): CornerDrag {
  const start = useRef<{ x: number; y: number; pointer: number } | null>(null)
  const end = (element: HTMLElement): void => {
    start.current = null
    element.removeAttribute('data-dragging')
    element.style.removeProperty('--rk-drag-x')
    element.style.removeProperty('--rk-drag-y')
  }
  return {
    onPointerDown(event) {
      const button = event.target instanceof Element ? event.target.closest('button') : null
      if (event.button !== 0 || start.current || (button && !button.hasAttribute('data-drag'))) return
      start.current = { x: event.clientX, y: event.clientY, pointer: event.pointerId }
      event.currentTarget.setPointerCapture(event.pointerId)
    },
    onPointerMove({ currentTarget, clientX, clientY, pointerId }) {
      if (start.current?.pointer !== pointerId) return
      currentTarget.setAttribute('data-dragging', '')
      currentTarget.style.setProperty('--rk-drag-x', `${clientX - start.current.x}px`)
      currentTarget.style.setProperty('--rk-drag-y', `${clientY - start.current.y}px`)
    },
    onPointerUp({ currentTarget, pointerId }) {
      if (start.current?.pointer !== pointerId) return
      const { x, y, width, height } = currentTarget.getBoundingClientRect()
      const isDragged = currentTarget.hasAttribute('data-dragging')
      end(currentTarget)
      const { clientWidth, clientHeight } = document.documentElement
      const centre = { x: x + width / 2, y: y + height / 2 }
      if (isDragged) onCorner(snapToCorner(centre, { width: clientWidth, height: clientHeight }))
    },
    onPointerCancel({ currentTarget, pointerId }) {
      if (start.current?.pointer === pointerId) end(currentTarget)
    },
  }
}
