'use client'
import { VolumeX } from 'lucide-react'
import { forwardRef } from 'react'
import type { ComponentPropsWithoutRef } from 'react'
import { useMessages } from '../messages/useMessages.ts'
import { cx } from '../ui/cx.ts'

export interface RingSoundBannerProps extends Omit<ComponentPropsWithoutRef<'div'>, 'children'> {
  /** As `useRingSounds` tells it. */
  isBlocked: boolean
}

/**
 * Says that the browser holds the ring back, and offers the press that lets it be heard; nothing while it is heard. There
 * before it is needed, as what is to be read out has to be.
 */
export const RingSoundBanner = /* @__PURE__ */ forwardRef<HTMLDivElement, RingSoundBannerProps>(
  function RingSoundBanner({ isBlocked, className, ...props }, ref) {
    const messages = useMessages()
    return (
      <div role="status" {...props} ref={ref} className={cx('rk rk-line rk-ring-sound', className)}>
        {isBlocked && (
          <>
            <VolumeX aria-hidden />
            <span>{messages.soundBlocked}</span>
            {/* No handler: any press on the page is the one the browser waits for, and the ring starts with it. */}
            <button type="button" className="rk-button">
              {messages.playSound}
            </button>
          </>
        )}
      </div>
    )
  },
)
