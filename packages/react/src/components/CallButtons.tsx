'use client'
import {
  Headphones,
  Mic,
  MicOff,
  MonitorUp,
  MonitorX,
  PhoneOff,
  Settings,
  SwitchCamera,
  UserPlus,
  Video,
  VideoOff,
} from 'lucide-react'

import { forwardRef } from 'react'
import { useAction, useCall, useCallActions, useFlipCamera } from '../hooks/index.ts'
import type { CallState } from '../hooks/index.ts'
import { useMessages } from '../messages/useMessages.ts'
import { ControlButton } from '../ui/ControlButton.tsx'
import type { ControlButtonProps } from '../ui/ControlButton.tsx'
import { onPress } from '../ui/onPress.ts'
import { useShortcutHint } from './useShortcutHint.ts'

/** What I send of a source, as the state tells it. */
function own(state: CallState): CallState['members'][string] | undefined {
  return state.members[state.self?.userID ?? '']
}

/** Those of `ControlButton`, each of which the control fills in by itself. */
export type CallControlProps = Partial<ControlButtonProps>

/** "Mute microphone" or "Unmute microphone"; while it rings: with which the call begins. */
export const MicrophoneToggle = /* @__PURE__ */ forwardRef<HTMLButtonElement, CallControlProps>(
  function MicrophoneToggle(props, ref) {
    const messages = useMessages()
    const { setMicrophone } = useCallActions()
    const isOn = useCall(
      (state) => (state.status === 'connected' ? own(state)?.audioAvailable : state.wanted.microphone) === true,
    )
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

/** "Turn camera off" or "Turn camera on", as `MicrophoneToggle`; nothing in an audio call. */
export const CameraToggle = /* @__PURE__ */ forwardRef<HTMLButtonElement, CallControlProps>(
  function CameraToggle(props, ref) {
    const messages = useMessages()
    const { setCamera } = useCallActions()
    const isVideo = useCall((state) => state.call?.type === 'video')
    const isOn = useCall(
      (state) => (state.status === 'connected' ? own(state)?.videoAvailable : state.wanted.camera) === true,
    )
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

/** Opens the settings; what it opens is `onClick`. */
export const SettingsButton = /* @__PURE__ */ forwardRef<HTMLButtonElement, CallControlProps>(
  function SettingsButton(props, ref) {
    return (
      <ControlButton
        label={useMessages().devices.settings}
        icon={<Settings />}
        aria-haspopup="dialog"
        {...props}
        ref={ref}
      />
    )
  },
)

/** "Flip camera", from the front to the back and again; nothing where there is nothing to flip. */
export const FlipCamera = /* @__PURE__ */ forwardRef<HTMLButtonElement, CallControlProps>(
  function FlipCamera(props, ref) {
    const { devices } = useMessages()
    const { canFlip, flip } = useFlipCamera()
    const action = useAction(flip)
    if (!canFlip) return null
    return (
      <ControlButton
        label={devices.flipCamera}
        icon={<SwitchCamera />}
        isPending={action.isPending}
        {...props}
        ref={ref}
        onClick={onPress(props.onClick, () => action.run())}
      />
    )
  },
)
