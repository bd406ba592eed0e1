'use client'
import { useComposedRefs } from '@radix-ui/react-compose-refs'
import * as Dialog from '@radix-ui/react-dialog'
import { forwardRef, useContext, useId, useState } from 'react'
import type { CSSProperties, ReactNode } from 'react'
import { ContainerContext, topLayer } from './container.ts'
import { cx } from './cx.ts'
import { useNoticeRoom } from './noticeRoom.ts'

export interface MenuProps extends Dialog.DialogContentProps {
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
 * picture-in-picture window too, and moves nothing when it opens. Escape and a press elsewhere close it. The browser itself
 * keeps it at its button (CSS anchor positioning); in one that cannot it stands at the bottom, as a sheet.
 */
export const Menu = /* @__PURE__ */ forwardRef<HTMLDivElement, MenuProps>(function Menu(
  { label, trigger, open, defaultOpen = false, onOpenChange, style, className, children, ...props },
  ref,
) {
  const [isOpen, setOpen] = useState(defaultOpen)
  const container = useContext(ContainerContext)
  const noticeRoom = useNoticeRoom()
  const anchorName = `--rk-menu${useId().replace(/\W/g, '_')}`
  const [button, setButton] = useState<HTMLButtonElement | null>(null)
  const layer = topLayer(button, container)
  // Where nothing of this call is: a container of menus beside it.
  const isApart = layer !== undefined && button !== null && !layer.contains(button)
  const content = useComposedRefs(ref, isApart ? raise : undefined)
  const change = (next: boolean): void => {
    setOpen(next)
    onOpenChange?.(next)
  }
  return (
    <Dialog.Root modal={false} open={open ?? isOpen} onOpenChange={change}>
      <Dialog.Trigger asChild ref={setButton} style={anchored({ anchorName })}>
        {trigger}
      </Dialog.Trigger>
      <Dialog.Portal container={layer}>
        <Dialog.Content
          aria-describedby={undefined}
          {...props}
          ref={content}
          style={{ ...noticeRoom, ...anchored({ positionAnchor: anchorName }), ...style }}
          className={cx('rk rk-card rk-dialog rk-menu', className)}
        >
          <Dialog.Title className="rk-visually-hidden">{label}</Dialog.Title>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
})

/**
 * Into the browser's top layer: only there may a menu that comes before its button in the document be placed by it. A container
 * that holds the button, too, keeps its menus inside.
 */
function raise(element: HTMLElement | null): void {
  if (!element?.isConnected || !('showPopover' in element)) return
  element.popover = 'manual'
  if (!element.matches(':popover-open')) element.showPopover()
}

/** The types of older Reacts do not know these. */
function anchored(style: { anchorName: string } | { positionAnchor: string }): CSSProperties {
  return style
}
