'use client'
import { forwardRef } from 'react'
import type { ComponentPropsWithoutRef, KeyboardEvent, RefObject } from 'react'
import type { Floating } from '../layout/arrangeTiles.ts'
import { cornerBeside, seenCorner, writtenCorner } from '../layout/snapToCorner.ts'
import type { Corner } from '../layout/snapToCorner.ts'
import { useLanguageAttributes, useMessages } from '../messages/useMessages.ts'
import { cx } from '../ui/cx.ts'
import { onPress } from '../ui/onPress.ts'
import { directionOf } from './shortcutKeys.ts'
import { useCornerDrag } from './useCornerDrag.ts'

export interface FloatingTileHandleProps extends ComponentPropsWithoutRef<'button'> {
  /** What it floats in. */
  frame: RefObject<HTMLElement | null>
  floating: Floating
  onFloat: (floating: Floating) => void
}

/**
 * Lies over the small picture of a call between two: dragged, or by the arrow keys, the picture goes to another corner; a press
 * swaps the two.
 */
export const FloatingTileHandle = /* @__PURE__ */ forwardRef<HTMLButtonElement, FloatingTileHandleProps>(
  function FloatingTileHandle({ frame, floating, onFloat, className, ...props }, ref) {
    const { inCall } = useMessages()
    const language = useLanguageAttributes()
    const directionOfText = (): 'ltr' | 'rtl' =>
      frame.current && getComputedStyle(frame.current).direction === 'rtl' ? 'rtl' : 'ltr'
    const moveTo = (corner: Corner): void => onFloat({ ...floating, corner: writtenCorner(corner, directionOfText()) })
    const move = (event: KeyboardEvent): void => {
      const { key, code, ctrlKey, metaKey, altKey, shiftKey, nativeEvent } = event
      const { isComposing } = nativeEvent
      const direction = directionOf({ key, code, ctrlKey, metaKey, altKey, shiftKey, isComposing })
      if (!direction) return
      event.preventDefault()
      moveTo(cornerBeside(seenCorner(floating.corner, directionOfText()), direction))
    }
    const drag = useCornerDrag(moveTo, frame)
    return (
      <button
        {...language}
        type="button"
        data-drag=""
        data-state={floating.isSwapped ? 'swapped' : 'own'}
        aria-label={inCall.swapPictures}
        title={inCall.swapPictures}
        aria-keyshortcuts="ArrowUp ArrowDown ArrowLeft ArrowRight"
        onKeyDown={move}
        {...props}
        {...drag}
        ref={ref}
        className={cx('rk rk-floating-tile-handle', className)}
        onClick={onPress(props.onClick, () => onFloat({ ...floating, isSwapped: !floating.isSwapped }))}
      />
    )
  },
)
