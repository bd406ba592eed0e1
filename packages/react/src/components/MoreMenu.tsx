'use client'
import { Ellipsis } from 'lucide-react'
import { forwardRef, useRef, useState } from 'react'
import type { MouseEvent, ReactNode } from 'react'
import { useLanguageAttributes, useMessages } from '../messages/useMessages.ts'
import { ControlButton } from '../ui/ControlButton.tsx'
import { Menu } from '../ui/Menu.tsx'

/** "More": what had no room beside it. A press on one of its buttons closes it; a choice of a device does not. */
export const MoreMenu = /* @__PURE__ */ forwardRef<HTMLDivElement, { children: ReactNode }>(function MoreMenu(
  { children },
  ref,
) {
  const { devices } = useMessages()
  const [isOpen, setOpen] = useState(false)
  const trigger = useRef<HTMLButtonElement>(null)
  const isLine = ({ target }: MouseEvent): boolean =>
    target instanceof Element && target.closest('.rk-control-button') !== null
  return (
    <Menu
      {...useLanguageAttributes()}
      ref={ref}
      label={devices.more}
      open={isOpen}
      onOpenChange={setOpen}
      className="rk-more"
      trigger={<ControlButton label={devices.more} icon={<Ellipsis />} ref={trigger} />}
      // Before the button acts: a dialog that it opens gives the focus back to "More", for the button is gone by then.
      onClickCapture={(event) => isLine(event) && trigger.current?.focus({ preventScroll: true })}
      onClick={(event) => isLine(event) && setOpen(false)}
    >
      {children}
    </Menu>
  )
})
