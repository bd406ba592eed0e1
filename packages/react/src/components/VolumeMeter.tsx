'use client'
import { forwardRef, useImperativeHandle, useRef } from 'react'
import type { ComponentPropsWithoutRef } from 'react'
import { useCall, useVolume } from '../hooks/index.ts'
import { useLanguageAttributes, useMessages } from '../messages/useMessages.ts'
import { cx } from '../ui/cx.ts'

export interface VolumeMeterProps extends ComponentPropsWithoutRef<'div'> {
  /** Whose voice. Default: one's own. */
  userID?: string
}

/** A bar that follows a voice, up to 30 times a second, without rendering (contract §5). */
export const VolumeMeter = /* @__PURE__ */ forwardRef<HTMLDivElement, VolumeMeterProps>(function VolumeMeter(
  { userID, className, ...props },
  ref,
) {
  const { microphoneLevel } = useMessages()
  const language = useLanguageAttributes()
  const self = useCall((state) => state.self?.userID)
  const meter = useRef<HTMLDivElement>(null)
  useImperativeHandle<HTMLDivElement | null, HTMLDivElement | null>(ref, () => meter.current, [])
  useVolume(userID ?? self, (level) => {
    meter.current?.setAttribute('aria-valuenow', String(Math.round(level)))
    meter.current?.style.setProperty('--rk-level', String(level / 100))
  })
  return (
    <div
      {...language}
      role="meter"
      aria-label={microphoneLevel}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={0}
      {...props}
      ref={meter}
      className={cx('rk rk-volume-meter', className)}
    >
      <span className="rk-volume-meter-bar" />
    </div>
  )
})
