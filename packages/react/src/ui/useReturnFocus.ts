'use client'
import { useMemo, useRef } from 'react'

export interface ReturnFocus {
  onOpenAutoFocus(): void
  onCloseAutoFocus(event: Event): void
}

/**
 * For a dialog without a trigger of its own: the focus goes back to what had it when the dialog opened, unless something
 * else has taken it meanwhile. Radix returns it to a trigger only.
 */
export function useReturnFocus(): ReturnFocus {
  const opener = useRef<Element | null>(null)
  return useMemo(
    () => ({
      onOpenAutoFocus() {
        opener.current = document.activeElement
      },
      onCloseAutoFocus(event) {
        event.preventDefault()
        const isFree = document.activeElement === null || document.activeElement === document.body
        if (isFree && opener.current instanceof HTMLElement) opener.current.focus({ preventScroll: true })
      },
    }),
    [],
  )
}
