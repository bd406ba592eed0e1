'use client'
import { PhoneOff } from 'lucide-react'
import { forwardRef, useId } from 'react'
import type { ComponentPropsWithoutRef, ReactNode } from 'react'
import { ActionScope, useAction, useCall, useCallActions, useCallerPreview, useMembers } from '../hooks/index.ts'
import type { Member } from '../hooks/index.ts'
import { useLanguageAttributes, useMessages } from '../messages/useMessages.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { ControlButton } from '../ui/ControlButton.tsx'
import type { ControlButtonProps } from '../ui/ControlButton.tsx'
import { cx } from '../ui/cx.ts'
import { onPress } from '../ui/onPress.ts'
import { ActionError } from './ActionError.tsx'
import { CameraToggle, MicrophoneToggle } from './CallButtons.tsx'
import { RingSoundBanner } from './RingSoundBanner.tsx'
import { someNames } from './someNames.ts'

export interface OutgoingCallProps extends ComponentPropsWithoutRef<'section'> {
  /** The browser lets nobody hear the ringback, as `useRingSounds` tells: says so. Default: false. */
  isSoundBlocked?: boolean | undefined
}

/**
 * Shown while I am calling (contract §5): whom, how it stands with each of them, my own picture in a video call, and with which
 * of camera and microphone the call will begin.
 */
export const OutgoingCall = /* @__PURE__ */ forwardRef<HTMLElement, OutgoingCallProps>(function OutgoingCall(
  { isSoundBlocked = false, children, className, ...props },
  ref,
) {
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
      <ActionScope>{children ?? <OutgoingCallParts isSoundBlocked={isSoundBlocked} />}</ActionScope>
    </section>
  )
})

function OutgoingCallParts({ isSoundBlocked }: { isSoundBlocked: boolean }): ReactNode {
  return (
    <>
      <OutgoingCallPreview />
      <OutgoingCallPeople />
      <div className="rk-outgoing-call-foot">
        <RingSoundBanner isBlocked={isSoundBlocked} />
        <ActionError />
        <OutgoingCallActions />
      </div>
    </>
  )
}

/** My own picture while `state.wanted` has the camera, for my eyes: the others see it once they accept. */
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
        <video ref={video} className="rk-own-picture" autoPlay playsInline muted aria-hidden tabIndex={-1} />
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
    const isMany = people.length > 1
    const title = useId()
    const names = people.map(({ name, userID }) => name ?? userID)
    return (
      <div
        data-count={isMany ? 'many' : 'one'}
        // Many may have to be scrolled through, by the keyboard as well.
        {...(isMany ? { role: 'group', 'aria-labelledby': title, tabIndex: 0 } : {})}
        {...props}
        ref={ref}
        className={cx('rk rk-outgoing-call-people', className)}
      >
        <h2 id={title} className="rk-outgoing-call-title">
          {messages.calling(someNames(names, messages, 5))}
        </h2>
        <ul className="rk-list" aria-label={messages.peopleCalled}>
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
      <span className="rk-pulse rk-outgoing-call-pulse">
        <Avatar userID={member.userID} name={name} src={member.avatarURL} />
      </span>
      <bdi className="rk-outgoing-call-name">{name}</bdi>
      <span className="rk-outgoing-call-status" aria-live="polite">
        {messages.status[member.status]}
      </span>
    </li>
  )
}

/** The row of buttons: microphone, camera (in a video call), cancel. Children replace them. */
export const OutgoingCallActions = /* @__PURE__ */ forwardRef<HTMLDivElement, ComponentPropsWithoutRef<'div'>>(
  function OutgoingCallActions({ children, className, ...props }, ref) {
    return (
      <div {...props} ref={ref} className={cx('rk rk-outgoing-call-actions', className)}>
        {children ?? (
          <>
            <MicrophoneToggle />
            <CameraToggle />
            <OutgoingCallCancel />
          </>
        )}
      </div>
    )
  },
)

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
