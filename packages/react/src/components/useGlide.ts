'use client'
import { useCallback, useLayoutEffect, useRef } from 'react'
import type { RefObject } from 'react'

/** As long as the small picture of a call takes to its corner, ms. */
const GLIDE_MS = 300

/**
 * Lets an element glide to the place that another `place` has in the style sheet, from where it is. Call what it returns just
 * before the place changes. At once for people who asked for less motion.
 */
export function useGlide(element: RefObject<HTMLElement | null>, place: string): () => void {
  const from = useRef<DOMRect | undefined>(undefined)
  useLayoutEffect(
    function glide() {
      const start = from.current
      from.current = undefined
      if (!start || !element.current?.animate || matchMedia('(prefers-reduced-motion: reduce)').matches) return
      // Its place without what it was dragged by.
      const { offsetLeft, offsetTop } = element.current
      const translate = [`${start.x - offsetLeft}px ${start.y - offsetTop}px`, '0 0']
      element.current.animate({ translate }, { duration: GLIDE_MS, easing: 'ease' })
    },
    [element, place],
  )
  return useCallback(() => {
    from.current = element.current?.getBoundingClientRect()
  }, [element])
}
