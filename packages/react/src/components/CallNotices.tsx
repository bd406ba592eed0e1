'use client'
import { CircleCheck, Info, TriangleAlert, X } from 'lucide-react'
import { forwardRef, useCallback, useEffect, useImperativeHandle, useRef, useSyncExternalStore } from 'react'
import type { ComponentPropsWithoutRef, ReactNode } from 'react'
import { useLanguageAttributes, useMessages } from '../messages/useMessages.ts'
import { cx } from '../ui/cx.ts'
import { useRoomForNotices } from '../ui/noticeRoom.ts'
import { useHasDialog } from '../ui/openDialogs.ts'
import type { EarlyNews } from './earlyNews.ts'
import type { QueuedNotice } from './noticeQueue.ts'
import type { NoticeKind } from './notices.ts'
import { useNotices } from './useNotices.ts'
import type { NameOf } from './useNotices.ts'

export interface CallNoticesProps extends Omit<ComponentPropsWithoutRef<'div'>, 'children'> {
  /** Kinds that something else on the page shows. */
  without?: readonly NoticeKind[] | undefined
  /** How long a notice stays, ms. Default 6 000. It waits while the pointer or the focus is on the notices. */
  duration?: number
  /** How many stand on screen at once; the others wait. Default: 3; 1 on a phone, and where more would cover an open dialog. */
  max?: number | undefined
  /** The app's own names, for people no call has told about: somebody who is busy never was in one. */
  nameOf?: NameOf | undefined
}

const nothing: readonly NoticeKind[] = []

/**
 * Tells what happened: declined, busy, no answer, joined, left, poor network, reconnecting, a lost device, signed out elsewhere,
 * errors (contract §5). A polite live region, so that it is read out without interrupting. Who joins after another one is told in
 * the same notice; more than `max` wait for their turn. Beside a `CallView` on a phone it stands over the names at its top.
 */
export const CallNotices = /* @__PURE__ */ forwardRef<HTMLDivElement, CallNoticesProps>(
  function CallNotices(props, ref) {
    return <KitNotices {...props} ref={ref} />
  },
)

interface KitNoticesProps extends CallNoticesProps {
  /** What happened before they were there. */
  early?: EarlyNews | undefined
}

/** The notices of a `CallKit`: they arrive after the page, and tell what happened until then, too. */
export const KitNotices = /* @__PURE__ */ forwardRef<HTMLDivElement, KitNoticesProps>(function KitNotices(
  { without = nothing, duration = 6000, max, nameOf, early, className, ...props },
  ref,
) {
  const messages = useMessages()
  const language = useLanguageAttributes()
  const isSmall = useMedia(phone)
  const isUnderneath = useMedia(noRoomBeside)
  const hasDialog = useHasDialog()
  const isOneLine = isSmall || (hasDialog && isUnderneath)
  const log = useRef<HTMLDivElement>(null)
  useImperativeHandle<HTMLDivElement | null, HTMLDivElement | null>(ref, () => log.current, [])
  useRoomForNotices(log, isUnderneath)
  const { shown, dismiss } = useNotices(without, nameOf, max ?? (isOneLine ? 1 : 3), early)
  return (
    <div
      {...language}
      role="log"
      aria-live="polite"
      aria-label={messages.notices}
      data-rows={isOneLine ? 2 : undefined}
      {...props}
      ref={log}
      className={cx('rk rk-call-notices', className)}
    >
      {shown.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} duration={duration} onGone={dismiss} />
      ))}
    </div>
  )
})

/** A phone, upright or on its side: there is one line for a notice. */
const phone = '(max-width: 40rem), (max-height: 32rem)'

/** Beside a dialog there is no room for a notice: it stands in the line that dialogs leave free above them. */
const noRoomBeside = '(max-width: 85rem)'

function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (onChange: () => void) => {
      const list = window.matchMedia?.(query)
      list?.addEventListener('change', onChange)
      return () => list?.removeEventListener('change', onChange)
    },
    [query],
  )
  return useSyncExternalStore(
    subscribe,
    () => window.matchMedia?.(query).matches === true,
    () => false,
  )
}

const icons = { info: <Info />, good: <CircleCheck />, warning: <TriangleAlert />, error: <TriangleAlert /> }

interface NoticeCardProps {
  notice: QueuedNotice
  duration: number
  onGone: (id: number) => void
}

function NoticeCard({ notice, duration, onGone }: NoticeCardProps): ReactNode {
  const { dismiss } = useMessages()
  const { id, stays = false, changes } = notice
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
    [id, stays, changes, duration, onGone],
  )
  return (
    <div ref={card} className="rk-card rk-notice" aria-atomic data-tone={notice.tone} data-kind={notice.kind}>
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
