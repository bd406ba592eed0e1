'use client'
import * as Popover from '@radix-ui/react-popover'
import { forwardRef, useContext, useState } from 'react'
import type { ReactNode } from 'react'
import { ContainerContext, topLayer } from './container.ts'
import { cx } from './cx.ts'
import { useNoticeRoom } from './noticeRoom.ts'

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
  { label, trigger, open, defaultOpen = false, onOpenChange, style, className, ...props },
  ref,
) {
  const [isOpen, setOpen] = useState(defaultOpen)
  const container = useContext(ContainerContext)
  const noticeRoom = useNoticeRoom()
  const [anchor, setAnchor] = useState<HTMLButtonElement | null>(null)
  const layer = topLayer(anchor, container)
  const change = (next: boolean): void => {
    setOpen(next)
    onOpenChange?.(next)
  }
  return (
    <Popover.Root open={open ?? isOpen} onOpenChange={change}>
      <Popover.Trigger asChild ref={setAnchor}>
        {trigger}
      </Popover.Trigger>
      <Popover.Portal container={layer}>
        <Popover.Content
          aria-label={label}
          side="top"
          sideOffset={10}
          collisionPadding={8}
          {...(container && layer === container && { collisionBoundary: container })}
          {...props}
          ref={ref}
          style={{ ...noticeRoom, ...style }}
          className={cx('rk rk-menu', className)}
        />
      </Popover.Portal>
    </Popover.Root>
  )
})
