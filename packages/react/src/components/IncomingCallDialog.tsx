'use client'
import * as Dialog from '@radix-ui/react-dialog'
import { Phone, PhoneOff, Video, VideoOff } from 'lucide-react'
import { forwardRef } from 'react'
import type { ComponentPropsWithoutRef, ReactNode } from 'react'
import { ActionScope, useAction, useCall, useCallActions, useMember, useMembers } from '../hooks/index.ts'
import { useLanguageAttributes, useMessages } from '../messages/useMessages.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { ControlButton } from '../ui/ControlButton.tsx'
import type { ControlButtonProps } from '../ui/ControlButton.tsx'
import { useContainer } from '../ui/container.ts'
import { cx } from '../ui/cx.ts'
import { DialogBackdrop } from '../ui/DialogBackdrop.tsx'
import { useNoticeRoom } from '../ui/noticeRoom.ts'
import { onPress } from '../ui/onPress.ts'
import { useReturnFocus } from '../ui/useReturnFocus.ts'
import { ActionError } from './ActionError.tsx'
import { IncomingCallDeclineMessages } from './IncomingCallDeclineMessages.tsx'
import { RingSoundBanner } from './RingSoundBanner.tsx'
import { someNames } from './someNames.ts'

export interface IncomingCallDialogProps extends Dialog.DialogContentProps {
  /** Where it is put in the document. Default: that of the `CallKit` around it, else the end of the body. */
  container?: HTMLElement | null
  /** `dialog`: holds the focus; `banner`: at the top, and the page behind it can be used. Default: dialog. */
  variant?: 'dialog' | 'banner'
  /** The browser lets nobody hear the ring, as `useRingSounds` tells: says so, and offers the press it takes. Default: false. */
  isSoundBlocked?: boolean | undefined
  /** Default: who calls, what went wrong, the buttons, the ready answers. */
  children?: ReactNode
}

/**
 * Shown while I am being called (contract §5): a dialog that holds the focus, or a banner that leaves it where it is and
 * is read out politely. Escape and a press beside it do nothing, since neither says what the person wants the caller to
 * hear.
 */
export const IncomingCallDialog = /* @__PURE__ */ forwardRef<HTMLDivElement, IncomingCallDialogProps>(
  function IncomingCallDialog(
    { container, variant = 'dialog', isSoundBlocked = false, children, style, className, ...props },
    ref,
  ) {
    const isRinging = useCall((state) => state.status === 'ringing')
    const type = useCall((state) => state.call?.type)
    const focus = useReturnFocus()
    const language = useLanguageAttributes()
    const noticeRoom = useNoticeRoom()
    const isBanner = variant === 'banner'
    return (
      <Dialog.Root open={isRinging} modal={!isBanner}>
        {isBanner && <IncomingCallAnnouncement />}
        <Dialog.Portal {...useContainer(container)}>
          {!isBanner && <DialogBackdrop />}
          <Dialog.Content
            {...language}
            data-type={type}
            data-variant={variant}
            onEscapeKeyDown={(event) => event.preventDefault()}
            onInteractOutside={(event) => event.preventDefault()}
            onOpenAutoFocus={(event) => {
              focus.onOpenAutoFocus()
              // The dialog itself, not a button: who is typing when it rings must neither take nor decline the call.
              event.preventDefault()
              const { currentTarget: dialog } = event
              if (!isBanner && dialog instanceof HTMLElement) dialog.focus({ preventScroll: true })
            }}
            onCloseAutoFocus={focus.onCloseAutoFocus}
            {...props}
            ref={ref}
            style={{ ...noticeRoom, ...style }}
            className={cx('rk rk-card rk-dialog rk-incoming-call', className)}
          >
            <ActionScope>{children ?? <IncomingCallParts isSoundBlocked={isSoundBlocked} />}</ActionScope>
          </Dialog.Content>
        </Dialog.Portal>
      </Dialog.Root>
    )
  },
)

function IncomingCallParts({ isSoundBlocked }: { isSoundBlocked: boolean }): ReactNode {
  return (
    <>
      <IncomingCallCaller />
      <IncomingCallSending />
      <RingSoundBanner isBlocked={isSoundBlocked} />
      <ActionError />
      <IncomingCallActions>
        <IncomingCallDecline />
        <IncomingCallAcceptWithoutCamera />
        <IncomingCallAccept />
      </IncomingCallActions>
      <IncomingCallDeclineMessages />
    </>
  )
}

/** A banner takes no focus, so nothing would read it out: this does, and is there before anybody calls, as it has to be. */
function IncomingCallAnnouncement(): ReactNode {
  const messages = useMessages()
  const isRinging = useCall((state) => state.status === 'ringing')
  const { name, isVideo } = useCaller()
  const kind = isVideo ? messages.incomingVideo : messages.incomingAudio
  return (
    <span {...useLanguageAttributes()} role="status" className="rk rk-visually-hidden">
      {isRinging && `${messages.isCallingYou(name)}. ${kind}`}
    </span>
  )
}

function useCaller(): { userID: string; name: string; avatarURL: string | undefined; isVideo: boolean } {
  const { unknownPerson } = useMessages()
  const userID = useCall((state) => state.call?.invitedBy)
  const isVideo = useCall((state) => state.call?.type === 'video')
  const caller = useMember(userID ?? '')
  const name = caller?.name ?? userID ?? unknownPerson
  return { userID: userID ?? '', name, avatarURL: caller?.avatarURL, isVideo }
}

/** Who calls, how, and who else is in it. Names the dialog. */
export const IncomingCallCaller = /* @__PURE__ */ forwardRef<HTMLDivElement, ComponentPropsWithoutRef<'div'>>(
  function IncomingCallCaller({ className, ...props }, ref) {
    const messages = useMessages()
    const { userID, name, avatarURL, isVideo } = useCaller()
    const others = useOthers()
    const kind = isVideo ? messages.incomingVideo : messages.incomingAudio
    return (
      <div {...props} ref={ref} className={cx('rk rk-incoming-call-caller', className)}>
        <Dialog.Title className="rk-quiet rk-incoming-call-title">{messages.incomingCall}</Dialog.Title>
        <span className="rk-pulse rk-incoming-call-pulse">
          <Avatar userID={userID} name={name} src={avatarURL} />
        </span>
        <p className="rk-incoming-call-name">
          <bdi>{name}</bdi>
        </p>
        <Dialog.Description className="rk-line rk-quiet rk-incoming-call-description">
          {isVideo ? <Video aria-hidden /> : <Phone aria-hidden />}
          <span>
            <span className="rk-visually-hidden">{messages.isCallingYou(name)}. </span>
            {others.length > 0 ? messages.withPeople(kind, someNames(others, messages, 5)) : kind}
          </span>
        </Dialog.Description>
      </div>
    )
  },
)

/** The names of those in the call or ringing, without me and the one who called me. */
function useOthers(): string[] {
  const self = useCall((state) => state.self?.userID)
  const invitedBy = useCall((state) => state.call?.invitedBy)
  return useMembers()
    .filter(({ userID, status }) => userID !== self && userID !== invitedBy && isPresent(status))
    .map(({ name, userID }) => name ?? userID)
}

function isPresent(status: string): boolean {
  return status === 'ringing' || status === 'connected' || status === 'calling'
}

/** What an accept puts on: nobody is seen or heard by surprise. */
export const IncomingCallSending = /* @__PURE__ */ forwardRef<HTMLParagraphElement, ComponentPropsWithoutRef<'p'>>(
  function IncomingCallSending({ className, ...props }, ref) {
    const messages = useMessages().ring
    const camera = useCall((state) => state.wanted.camera)
    const microphone = useCall((state) => state.wanted.microphone)
    const what = camera && microphone ? 'Both' : camera ? 'Camera' : microphone ? 'Microphone' : 'Nothing'
    return (
      <p
        data-sending={what.toLowerCase()}
        {...props}
        ref={ref}
        className={cx('rk rk-quiet rk-incoming-call-sending', className)}
      >
        {messages[`send${what}`]}
      </p>
    )
  },
)

/** The row of buttons. */
export const IncomingCallActions = /* @__PURE__ */ forwardRef<HTMLDivElement, ComponentPropsWithoutRef<'div'>>(
  function IncomingCallActions({ className, ...props }, ref) {
    return <div {...props} ref={ref} className={cx('rk rk-incoming-call-actions', className)} />
  },
)

/** Those of `ControlButton`, each of which the button fills in by itself. */
export type IncomingCallButtonProps = Partial<ControlButtonProps>

/** Takes the call, with the camera and microphone that `state.wanted` has: usually both in a video call. */
export const IncomingCallAccept = /* @__PURE__ */ forwardRef<HTMLButtonElement, IncomingCallButtonProps>(
  function IncomingCallAccept(props, ref) {
    const { accept } = useCallActions()
    const hasCamera = useCall((state) => state.wanted.camera)
    const action = useAction(accept)
    return (
      <ControlButton
        label={useMessages().accept}
        icon={hasCamera ? <Video /> : <Phone />}
        tone="positive"
        caption="below"
        isPending={action.isPending}
        {...props}
        ref={ref}
        onClick={onPress(props.onClick, () => action.run())}
      />
    )
  },
)

/** Takes a video call with the camera off; nothing where an accept would leave it off anyway. */
export const IncomingCallAcceptWithoutCamera = /* @__PURE__ */ forwardRef<HTMLButtonElement, IncomingCallButtonProps>(
  function IncomingCallAcceptWithoutCamera(props, ref) {
    const { accept } = useCallActions()
    const hasCamera = useCall((state) => state.wanted.camera)
    const action = useAction(accept)
    const messages = useMessages()
    if (!hasCamera) return null
    return (
      <ControlButton
        label={messages.acceptWithoutCamera}
        icon={<VideoOff />}
        caption="below"
        isPending={action.isPending}
        {...props}
        ref={ref}
        onClick={onPress(props.onClick, () => action.run({ camera: false }))}
      />
    )
  },
)

/** Declines the call, on all my devices. */
export const IncomingCallDecline = /* @__PURE__ */ forwardRef<HTMLButtonElement, IncomingCallButtonProps>(
  function IncomingCallDecline(props, ref) {
    const { reject } = useCallActions()
    const action = useAction(reject)
    return (
      <ControlButton
        label={useMessages().decline}
        icon={<PhoneOff />}
        tone="danger"
        caption="below"
        isPending={action.isPending}
        {...props}
        ref={ref}
        onClick={onPress(props.onClick, () => action.run())}
      />
    )
  },
)
