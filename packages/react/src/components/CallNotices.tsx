'use client'
import { CircleCheck, Info, TriangleAlert, X } from 'lucide-react'
import { forwardRef, useEffect, useRef } from 'react'
import type { ComponentPropsWithoutRef, ReactNode } from 'react'
import { useLanguageAttributes, useMessages } from '../messages/useMessages.ts'
import { cx } from '../ui/cx.ts'
import type { NoticeKind } from './notices.ts'
import { useNotices } from './useNotices.ts'
import type { NameOf, ShownNotice } from './useNotices.ts'

export interface CallNoticesProps extends Omit<ComponentPropsWithoutRef<'div'>, 'children'> {
  /** Kinds that something else on the page shows. */
  without?: readonly NoticeKind[] | undefined
  /** How long a notice stays, ms. Default 6 000. It waits while the pointer or the focus is on the notices. */
  duration?: number
  /** The app's own names, for people no call has told about: somebody who is busy never was in one. */
  nameOf?: NameOf | undefined
}

const nothing: readonly NoticeKind[] = []

/**
 * Tells what happened: declined, busy, no answer, joined, left, reconnecting, a lost device, errors (contract §5). A polite
 * live region, so that it is read out without interrupting.
 */
export const CallNotices = /* @__PURE__ */ forwardRef<HTMLDivElement, CallNoticesProps>(function CallNotices(
  { without = nothing, duration = 6000, nameOf, className, ...props },
  ref,
) {
  const messages = useMessages()
  const language = useLanguageAttributes()
  const { shown, dismiss } = useNotices(without, nameOf)
  return (
    <div
      {...language}
      role="log"
      aria-live="polite"
      aria-label={messages.notices}
      {...props}
      ref={ref}
      className={cx('rk rk-call-notices', className)}
    >
      {shown.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} duration={duration} onGone={dismiss} />
      ))}
    </div>
  )
})

const icons = { info: <Info />, good: <CircleCheck />, warning: <TriangleAlert />, error: <TriangleAlert /> }

interface NoticeCardProps {
  notice: ShownNotice
  duration: number
  onGone: (id: number) => void
}

function NoticeCard({ notice, duration, onGone }: NoticeCardProps): ReactNode {
  const { dismiss } = useMessages()
  const { id, stays = false } = notice
  const card = useRef<HTMLDivElement>(null)
  useEffect(
    function expire() {
      if (stays) return undefined
      const timer = setInterval(() => {
        // Read on: the pointer or the focus is on it.
        if (!card.current?.matches(':hover, :focus-within')) onGone(id)
      }, duration)
      return () => clearInterval(timer)
    },
    [id, stays, duration, onGone],
  )
  return (
    <div ref={card} className="rk-notice" data-tone={notice.tone} data-kind={notice.kind}>
      <span className="rk-notice-icon" aria-hidden>
        {icons[notice.tone]}
      </span>
      <span className="rk-notice-text">{notice.text}</span>
      <button type="button" className="rk-icon-button" aria-label={dismiss} onClick={() => onGone(id)}>
        <X aria-hidden />
      </button>
    </div>
  )
}
