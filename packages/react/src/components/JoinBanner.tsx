'use client'
import { Phone, Video } from 'lucide-react'
import { forwardRef } from 'react'
import type { ComponentPropsWithoutRef, ReactNode } from 'react'
import { ActionScope, useAction, useCallActions, useGroupCalls } from '../hooks/index.ts'
import type { CallSummary } from '../hooks/index.ts'
import { useLanguageAttributes, useMessages } from '../messages/useMessages.ts'
import { cx } from '../ui/cx.ts'
import { ActionError } from './ActionError.tsx'
import { someNames } from './someNames.ts'

export interface JoinBannerProps extends Omit<ComponentPropsWithoutRef<'section'>, 'children'> {
  /** The group whose calls are meant, as given to `call({ groupID })`. */
  groupID: string
  /** How often the call server is asked, ms. Default 10 000. It is also asked when the page comes back into sight. */
  interval?: number
  /** The app's own names. With it, who is in the call is told by name; without, how many. */
  nameOf?: (userID: string) => string | undefined
}

/** Where a group's call is going on that I may join: who is in it, and "Join". Nothing is seen when there is none. */
export const JoinBanner = /* @__PURE__ */ forwardRef<HTMLElement, JoinBannerProps>(function JoinBanner(
  { groupID, interval, nameOf, className, ...props },
  ref,
) {
  const { beforeCall } = useMessages()
  const language = useLanguageAttributes()
  const calls = useGroupCalls(groupID, interval)
  return (
    <>
      {/* There before any call is, as what is to be read out has to be. */}
      <span {...language} role="status" className="rk rk-visually-hidden">
        {calls.length > 0 && beforeCall.callGoingOn}
      </span>
      {calls.length > 0 && (
        <section
          {...language}
          aria-label={beforeCall.callGoingOn}
          {...props}
          ref={ref}
          className={cx('rk rk-join-banner', className)}
        >
          {calls.map((call) => (
            <ActionScope key={call.callID}>
              <JoinRow call={call} nameOf={nameOf} />
            </ActionScope>
          ))}
        </section>
      )}
    </>
  )
})

function JoinRow({ call, nameOf }: { call: CallSummary; nameOf: JoinBannerProps['nameOf'] }): ReactNode {
  const messages = useMessages()
  const { join } = useCallActions()
  const { callID, type, userIDList } = call
  const action = useAction(() => join({ callID }))
  const names = nameOf && userIDList.map((userID) => nameOf(userID) ?? userID)
  return (
    <div className="rk-card rk-line rk-join-banner-call" data-type={type}>
      {type === 'video' ? <Video aria-hidden /> : <Phone aria-hidden />}
      <p className="rk-join-banner-text">
        <strong>{messages.beforeCall.callGoingOn}</strong>
        <span className="rk-quiet">
          {names ? someNames(names, messages, 5) : messages.groupCall(userIDList.length)}
        </span>
      </p>
      <button
        type="button"
        className="rk-button"
        aria-disabled={action.isPending || undefined}
        onClick={() => !action.isPending && action.run()}
      >
        {messages.beforeCall.join}
      </button>
      <ActionError />
    </div>
  )
}
