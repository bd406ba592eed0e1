'use client'
import {
  Headphones,
  Mic,
  MicOff,
  MonitorUp,
  MonitorX,
  PhoneOff,
  UserPlus,
  Video,
  VideoOff,
  Volume2,
} from 'lucide-react'
import { forwardRef } from 'react'
import type { ComponentPropsWithoutRef, ReactNode } from 'react'
import { useAction, useCall, useCallActions } from '../hooks/index.ts'
import type { CallState } from '../hooks/index.ts'
import { useLanguageAttributes, useMessages } from '../messages/useMessages.ts'
import { ControlButton } from '../ui/ControlButton.tsx'
import type { ControlButtonProps } from '../ui/ControlButton.tsx'
import { cx } from '../ui/cx.ts'
import { onPress } from '../ui/onPress.ts'
import { DevicePicker } from './DevicePicker.tsx'
import { useShortcutHint } from './useShortcutHint.ts'

export interface CallControlsProps extends ComponentPropsWithoutRef<'div'> {
  /** Opens the choice of people; without it there is no "Invite people". */
  onInvite?: (() => void) | undefined
}

/** The buttons of a running call (contract §5). Children replace the default set. */
export const CallControls = /* @__PURE__ */ forwardRef<HTMLDivElement, CallControlsProps>(function CallControls(
  { onInvite, children, className, ...props },
  ref,
) {
  return (
    <div {...useLanguageAttributes()} {...props} ref={ref} className={cx('rk rk-call-controls', className)}>
      {children ?? <CallControlsParts onInvite={onInvite} />}
    </div>
  )
})

function CallControlsParts({ onInvite }: Pick<CallControlsProps, 'onInvite'>): ReactNode {
  const isVideo = useCall((state) => state.call?.type === 'video')
  return (
    <>
      <span className="rk-call-controls-pair">
        <MicrophoneToggle />
        <DevicePicker kind="microphone" look="compact" />
      </span>
      {isVideo && (
        <span className="rk-call-controls-pair">
          <CameraToggle />
          <DevicePicker kind="camera" look="compact" />
        </span>
      )}
      <span className="rk-call-controls-pair">
        <Volume2 aria-hidden className="rk-call-controls-speaker" />
        <DevicePicker kind="speaker" look="compact" />
      </span>
      {isVideo && <ScreenShareToggle />}
      <CallTypeSwitch />
      {onInvite && <InviteButton onClick={onInvite} />}
      <HangUpButton />
    </>
  )
}

/** What I send of a source, as the state tells it. */
function own(state: CallState): CallState['members'][string] | undefined {
  return state.members[state.self?.userID ?? '']
}

export type CallControlProps = Partial<ControlButtonProps>

/** "Mute microphone" or "Unmute microphone". */
export const MicrophoneToggle = /* @__PURE__ */ forwardRef<HTMLButtonElement, CallControlProps>(
  function MicrophoneToggle(props, ref) {
    const messages = useMessages()
    const { setMicrophone } = useCallActions()
    const isOn = useCall((state) => own(state)?.audioAvailable === true)
    const action = useAction(setMicrophone)
    const label = isOn ? messages.muteMicrophone : messages.unmuteMicrophone
    const hint = useShortcutHint('microphone', label)
    return (
      <ControlButton
        label={label}
        {...hint}
        icon={isOn ? <Mic /> : <MicOff />}
        data-state={isOn ? 'on' : 'off'}
        isPending={action.isPending}
        {...props}
        ref={ref}
        onClick={onPress(props.onClick, () => action.run(!isOn))}
      />
    )
  },
)

/** "Turn camera off" or "Turn camera on"; nothing in an audio call. */
export const CameraToggle = /* @__PURE__ */ forwardRef<HTMLButtonElement, CallControlProps>(
  function CameraToggle(props, ref) {
    const messages = useMessages()
    const { setCamera } = useCallActions()
    const isVideo = useCall((state) => state.call?.type === 'video')
    const isOn = useCall((state) => own(state)?.videoAvailable === true)
    const action = useAction(setCamera)
    const label = isOn ? messages.turnCameraOff : messages.turnCameraOn
    const hint = useShortcutHint('camera', label)
    if (!isVideo) return null
    return (
      <ControlButton
        label={label}
        {...hint}
        icon={isOn ? <Video /> : <VideoOff />}
        data-state={isOn ? 'on' : 'off'}
        isPending={action.isPending}
        {...props}
        ref={ref}
        onClick={onPress(props.onClick, () => action.run(!isOn))}
      />
    )
  },
)

/** "Share screen" or "Stop sharing screen". */
export const ScreenShareToggle = /* @__PURE__ */ forwardRef<HTMLButtonElement, CallControlProps>(
  function ScreenShareToggle(props, ref) {
    const messages = useMessages()
    const { setScreenShare } = useCallActions()
    const isOn = useCall((state) => own(state)?.screenAvailable === true)
    const action = useAction(setScreenShare)
    return (
      <ControlButton
        label={isOn ? messages.stopSharingScreen : messages.shareScreen}
        icon={isOn ? <MonitorX /> : <MonitorUp />}
        data-state={isOn ? 'active' : 'idle'}
        isPending={action.isPending}
        {...props}
        ref={ref}
        onClick={onPress(props.onClick, () => action.run(!isOn))}
      />
    )
  },
)

/** Turns the call into an audio or a video call, for everybody. */
export const CallTypeSwitch = /* @__PURE__ */ forwardRef<HTMLButtonElement, CallControlProps>(
  function CallTypeSwitch(props, ref) {
    const messages = useMessages()
    const { switchCallType } = useCallActions()
    const isVideo = useCall((state) => state.call?.type === 'video')
    const action = useAction(switchCallType)
    return (
      <ControlButton
        label={isVideo ? messages.switchToAudio : messages.switchToVideo}
        icon={isVideo ? <Headphones /> : <Video />}
        isPending={action.isPending}
        {...props}
        ref={ref}
        onClick={onPress(props.onClick, () => action.run(isVideo ? 'audio' : 'video'))}
      />
    )
  },
)

/** Opens the choice of people; what it opens is `onClick`. */
export const InviteButton = /* @__PURE__ */ forwardRef<HTMLButtonElement, CallControlProps>(
  function InviteButton(props, ref) {
    return (
      <ControlButton
        label={useMessages().invitePeople}
        icon={<UserPlus />}
        aria-haspopup="dialog"
        {...props}
        ref={ref}
      />
    )
  },
)

/** Leaves the call. */
export const HangUpButton = /* @__PURE__ */ forwardRef<HTMLButtonElement, CallControlProps>(
  function HangUpButton(props, ref) {
    const { hangup } = useCallActions()
    const action = useAction(hangup)
    return (
      <ControlButton
        label={useMessages().hangUp}
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
