'use client'
import { forwardRef } from 'react'
import type { ComponentPropsWithoutRef } from 'react'
import { useCallDuration } from '../hooks/index.ts'
import { clockTime } from '../messages/clockTime.ts'
import { useMessages } from '../messages/useMessages.ts'
import { cx } from '../ui/cx.ts'

/** How long the call lasts, like 2:05. */
export const CallDuration = /* @__PURE__ */ forwardRef<HTMLSpanElement, ComponentPropsWithoutRef<'span'>>(
  function CallDuration({ className, ...props }, ref) {
    const { duration, locale } = useMessages()
    const seconds = useCallDuration()
    return (
      <span role="timer" aria-label={duration} {...props} ref={ref} className={cx('rk-call-duration', className)}>
        {clockTime(seconds, locale)}
      </span>
    )
  },
)
