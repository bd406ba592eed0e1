'use client'
import { PhoneOff } from 'lucide-react'
import { forwardRef } from 'react'
import type { ComponentPropsWithoutRef, ReactNode } from 'react'
import { ActionScope, useAction, useCall, useCallActions, useCallerPreview, useMembers } from '../hooks/index.ts'
import type { Member } from '../hooks/index.ts'
import { listNames } from '../messages/listNames.ts'
import { useLanguageAttributes, useMessages } from '../messages/useMessages.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { ControlButton } from '../ui/ControlButton.tsx'
import type { ControlButtonProps } from '../ui/ControlButton.tsx'
import { cx } from '../ui/cx.ts'
import { onPress } from '../ui/onPress.ts'
import { ActionError } from './ActionError.tsx'

/** Shown while I am calling (contract §5): whom, how it stands with each of them, my own picture in a video call. */
export const OutgoingCall = /* @__PURE__ */ forwardRef<HTMLElement, ComponentPropsWithoutRef<'section'>>(
  function OutgoingCall({ children, className, ...props }, ref) {
    const messages = useMessages()
    const language = useLanguageAttributes()
    const isCalling = useCall((state) => state.status === 'calling')
    const type = useCall((state) => state.call?.type)
    if (!isCalling) return null
    return (
      <section
        {...language}
        aria-label={messages.outgoingCall}
        data-type={type}
        {...props}
        ref={ref}
        className={cx('rk rk-stage rk-outgoing-call', className)}
      >
        <ActionScope>{children ?? <OutgoingCallParts />}</ActionScope>
      </section>
    )
  },
)

function OutgoingCallParts(): ReactNode {
  return (
    <>
      <OutgoingCallPreview />
      <OutgoingCallPeople />
      <div className="rk-outgoing-call-foot">
        <ActionError />
        <div className="rk-outgoing-call-actions">
          <OutgoingCallCancel />
        </div>
      </div>
    </>
  )
}

/** My own picture in a video call, for my eyes: the others see it once they accept. */
export const OutgoingCallPreview = /* @__PURE__ */ forwardRef<HTMLDivElement, ComponentPropsWithoutRef<'div'>>(
  function OutgoingCallPreview({ className, ...props }, ref) {
    const { video, isShown } = useCallerPreview()
    return (
      <div
        data-video={isShown ? 'on' : 'off'}
        {...props}
        ref={ref}
        className={cx('rk rk-outgoing-call-preview', className)}
      >
        <video ref={video} autoPlay playsInline muted aria-hidden tabIndex={-1} />
      </div>
    )
  },
)

/** Whom I call, and how it stands with each. */
export const OutgoingCallPeople = /* @__PURE__ */ forwardRef<HTMLDivElement, ComponentPropsWithoutRef<'div'>>(
  function OutgoingCallPeople({ className, ...props }, ref) {
    const messages = useMessages()
    const self = useCall((state) => state.self?.userID)
    const people = useMembers().filter(({ userID }) => userID !== self)
    const names = people.map(({ name, userID }) => name ?? userID)
    return (
      <div
        data-count={people.length === 1 ? 'one' : 'many'}
        {...props}
        ref={ref}
        className={cx('rk rk-outgoing-call-people', className)}
      >
        <h2 className="rk-outgoing-call-title">{messages.calling(listNames(names, messages.locale))}</h2>
        <ul aria-label={messages.peopleCalled}>
          {people.map((member) => (
            <OutgoingCallPerson key={member.userID} member={member} />
          ))}
        </ul>
      </div>
    )
  },
)

function OutgoingCallPerson({ member }: { member: Member }): ReactNode {
  const messages = useMessages()
  const name = member.name ?? member.userID
  return (
    <li className="rk-outgoing-call-person" data-status={member.status}>
      <span className="rk-outgoing-call-pulse">
        <Avatar userID={member.userID} name={name} src={member.avatarURL} />
      </span>
      <bdi className="rk-outgoing-call-name">{name}</bdi>
      <span className="rk-outgoing-call-status" aria-live="polite">
        {messages.status[member.status]}
      </span>
    </li>
  )
}

/** Stops calling: for everybody when nobody has accepted. */
export const OutgoingCallCancel = /* @__PURE__ */ forwardRef<HTMLButtonElement, Partial<ControlButtonProps>>(
  function OutgoingCallCancel(props, ref) {
    const { hangup } = useCallActions()
    const action = useAction(hangup)
    return (
      <ControlButton
        label={useMessages().cancelCall}
        icon={<PhoneOff />}
        tone="danger"
        isPending={action.isPending}
        {...props}
        ref={ref}
        onClick={onPress(props.onClick, () => action.run())}
      />
    )
  },
)
