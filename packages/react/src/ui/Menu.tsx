'use client'
import * as Popover from '@radix-ui/react-popover'
import { forwardRef, useState } from 'react'
import type { ReactNode } from 'react'
import { cx } from './cx.ts'

export interface MenuProps extends Popover.PopoverContentProps {
  /** Its accessible name. */
  label: string
  /** The button that opens it; one element that takes a ref. */
  trigger: ReactNode
  /** With `onOpenChange`: controlled. */
  open?: boolean | undefined
  /** Default: false. */
  defaultOpen?: boolean | undefined
  onOpenChange?: ((open: boolean) => void) | undefined
}

/**
 * Something small that opens beside a button and leaves the page in use. It stands over everything, on a full screen and in a
 * picture-in-picture window too, and moves nothing when it opens. Escape and a press elsewhere close it.
 */
export const Menu = /* @__PURE__ */ forwardRef<HTMLDivElement, MenuProps>(function Menu(
  { label, trigger, open, defaultOpen = false, onOpenChange, className, ...props },
  ref,
) {
  const [isOpen, setOpen] = useState(defaultOpen)
  const [anchor, setAnchor] = useState<HTMLButtonElement | null>(null)
  const change = (next: boolean): void => {
    setOpen(next)
    onOpenChange?.(next)
  }
  return (
    <Popover.Root open={open ?? isOpen} onOpenChange={change}>
      <Popover.Trigger asChild ref={setAnchor}>
        {trigger}
      </Popover.Trigger>
      <Popover.Portal container={topLayer(anchor)}>
        <Popover.Content
          aria-label={label}
          side="top"
          sideOffset={10}
          collisionPadding={8}
          {...props}
          ref={ref}
          className={cx('rk rk-menu', className)}
        />
      </Popover.Portal>
    </Popover.Root>
  )
})

/** The part of a document that nothing can stand over: what fills the screen, else the body. */
export function topLayer(element: Element | null): HTMLElement | undefined {
  const full = element?.ownerDocument.fullscreenElement
  // Another window's elements are not instances of this one's classes; what is full screen and holds ours is of HTML.
  return full?.contains(element) ? (full as HTMLElement) : element?.ownerDocument.body
}
