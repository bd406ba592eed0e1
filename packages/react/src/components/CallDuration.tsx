'use client'
import { forwardRef, useImperativeHandle, useRef } from 'react'
import type { ComponentPropsWithoutRef } from 'react'
import { useCallSeconds } from '../hooks/index.ts'
import { clockTime } from '../messages/clockTime.ts'
import { useMessages } from '../messages/useMessages.ts'
import { cx } from '../ui/cx.ts'

/** How long the call lasts, like 2:05. Runs past React: a second renders nothing. */
export const CallDuration = /* @__PURE__ */ forwardRef<HTMLSpanElement, ComponentPropsWithoutRef<'span'>>(
  function CallDuration({ className, ...props }, ref) {
    const { duration, locale } = useMessages()
    const clock = useRef<HTMLSpanElement>(null)
    useImperativeHandle<HTMLSpanElement | null, HTMLSpanElement | null>(ref, () => clock.current, [])
    const show = (time: string): void => {
      if (clock.current && clock.current.textContent !== time) clock.current.textContent = time
    }
    const seconds = useCallSeconds((now) => show(clockTime(now, locale)), clock)
    return (
      <span role="timer" aria-label={duration} {...props} ref={clock} className={cx('rk-call-duration', className)}>
        {clockTime(seconds, locale)}
      </span>
    )
  },
)
