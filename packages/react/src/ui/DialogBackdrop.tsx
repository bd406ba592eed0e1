'use client'
import { forwardRef } from 'react'
import type { ComponentPropsWithoutRef } from 'react'
import { cx } from './cx.ts'
import { useAsDialog } from './openDialogs.ts'

/**
 * What lies between a dialog and the page. Not Radix's overlay, which takes the page's scrollbar away: everything that keeps to the
 * page's end, such as a fixed header, would jump at each ring. A wheel over it stays here all the same. While it is there the notices
 * leave its dialog room.
 */
export const DialogBackdrop = /* @__PURE__ */ forwardRef<HTMLDivElement, ComponentPropsWithoutRef<'div'>>(
  function DialogBackdrop({ className, ...props }, ref) {
    useAsDialog()
    return <div aria-hidden {...props} ref={ref} className={cx('rk rk-overlay', className)} />
  },
)
