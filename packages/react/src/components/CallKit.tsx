'use client'
import { forwardRef, useState } from 'react'
import type { ComponentPropsWithoutRef } from 'react'
import { useCall, useRingNotifications, useRingSounds } from '../hooks/index.ts'
import type { RingNotifications, RingSounds } from '../hooks/index.ts'
import { useLanguageAttributes } from '../messages/useMessages.ts'
import { cx } from '../ui/cx.ts'
import { CallBar } from './CallBar.tsx'
import { CallNotices } from './CallNotices.tsx'
import { CallView } from './CallView.tsx'
import { IncomingCallDialog } from './IncomingCallDialog.tsx'
import type { People } from './InviteDialog.tsx'
import { OutgoingCall } from './OutgoingCall.tsx'

export interface CallKitProps extends Omit<ComponentPropsWithoutRef<'div'>, 'children'> {
  /** Whom one may invite, a list or a search; without it there is no "Invite people". */
  people?: People | undefined
  /** `overlay`: over the whole page; `inline`: fills the element it stands in. Default: overlay. */
  placement?: 'overlay' | 'inline'
  /** The app's own names, for people no call has told about. Default: those of a list of `people`. */
  nameOf?: ((userID: string) => string | undefined) | undefined
  /** Other tones, or `null` for none. */
  sounds?: RingSounds
  /** How an incoming call is shown. Default: dialog. */
  incoming?: 'dialog' | 'banner'
  /** A desktop notification, a flashing title and vibration while it rings: see `useRingNotifications`. Default: false. */
  notify?: boolean | RingNotifications
}

/**
 * Everything, mounted once (contract §5): the ring, the call, the notices and the sounds, each when its time has come.
 * Nothing is seen while there is no call.
 *
 * @example
 * <CallProvider url={url} token={token}><App /><CallKit people={colleagues} /></CallProvider>
 */
export const CallKit = /* @__PURE__ */ forwardRef<HTMLDivElement, CallKitProps>(function CallKit(
  { people, placement = 'overlay', nameOf, sounds, incoming, notify = false, className, ...props },
  ref,
) {
  const status = useCall((state) => state.status)
  const callID = useCall((state) => state.call?.callID)
  const [minimised, minimise] = useState<string>()
  const isMinimised = callID !== undefined && callID === minimised
  const language = useLanguageAttributes()
  useRingSounds(sounds)
  useRingNotifications(notify === true ? {} : notify)
  return (
    <div
      {...language}
      data-placement={placement}
      data-status={status}
      {...props}
      ref={ref}
      className={cx('rk rk-call-kit', className)}
    >
      <IncomingCallDialog {...(incoming && { variant: incoming })} />
      <OutgoingCall />
      {isMinimised ? (
        <CallBar onExpand={() => minimise(undefined)} />
      ) : (
        <CallView people={people} onMinimise={placement === 'overlay' ? () => minimise(callID) : undefined} />
      )}
      <CallNotices
        without={status === 'connected' && !isMinimised ? bannerInView : undefined}
        nameOf={nameOf ?? nameAmong(people)}
      />
    </div>
  )
})

/** The running call shows a banner of its own for it. */
const bannerInView = ['reconnecting'] as const

function nameAmong(people: People | undefined): (userID: string) => string | undefined {
  return (id) => (typeof people === 'function' ? undefined : people?.find(({ userID }) => userID === id)?.name)
}
