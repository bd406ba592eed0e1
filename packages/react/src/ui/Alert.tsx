'use client'
import { forwardRef } from 'react'
import type { ComponentPropsWithoutRef } from 'react'
import { TriangleAlert } from 'lucide-react'
import { cx } from './cx.ts'

/** Something that went wrong, read out at once. */
export const Alert = /* @__PURE__ */ forwardRef<HTMLParagraphElement, ComponentPropsWithoutRef<'p'>>(function Alert(
  { className, children, ...props },
  ref,
) {
  return (
    <p role="alert" {...props} ref={ref} className={cx('rk rk-line rk-alert', className)}>
      <TriangleAlert aria-hidden />
      <span>{children}</span>
    </p>
  )
})
