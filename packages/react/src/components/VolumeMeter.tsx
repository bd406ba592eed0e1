'use client'
import { forwardRef } from 'react'
import type { ReactNode } from 'react'
import { useCall, useVolume } from '../hooks/index.ts'
import { useLanguageAttributes, useMessages } from '../messages/useMessages.ts'
import { Meter, useMeterLevel } from '../ui/Meter.tsx'
import type { MeterProps } from '../ui/Meter.tsx'

export interface VolumeMeterProps extends MeterProps {
  /** Whose voice. Default: one's own. */
  userID?: string
  /** With `variant="ring"`: what the ring is around, such as an avatar. */
  children?: ReactNode
}

/**
 * Follows a voice in a call, 30 times a second, without rendering (contract §5). Its level is the CSS variable `--rk-level`,
 * 0 to 1, on the element, for a drawing of one's own; the number that is read out is renewed four times a second at most.
 *
 * @example
 * <VolumeMeter userID="bob" variant="ring"><Avatar userID="bob" name="Bob" /></VolumeMeter>
 */
export const VolumeMeter = /* @__PURE__ */ forwardRef<HTMLDivElement, VolumeMeterProps>(function VolumeMeter(
  { userID, ...props },
  ref,
) {
  const { microphoneLevel } = useMessages()
  const language = useLanguageAttributes()
  const self = useCall((state) => state.self?.userID)
  const level = useMeterLevel()
  useVolume(userID ?? self, level.set)
  return <Meter {...language} aria-label={microphoneLevel} {...props} ref={ref} level={level} />
})
