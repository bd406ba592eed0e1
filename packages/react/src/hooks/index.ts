export { CallError, CallEvent } from '@ringkit/core'
export type {
  Background,
  Call,
  CallEngine,
  CallEventPayloads,
  CallState,
  CallStatus,
  CallSummary,
  CallType,
  Device,
  DeviceKind,
  Effects,
  Member,
  NetworkCheck,
  NetworkQuality,
  PictureSource,
} from '@ringkit/core'
export { ActionScope, useActionError } from './ActionScope.tsx'
export { useAction } from './useAction.ts'
export type { Action } from './useAction.ts'
export { useCall } from './useCall.ts'
export { useCallActions } from './useCallActions.ts'
export type { CallActions } from './useCallActions.ts'
export { useCallerPreview } from './useCallerPreview.ts'
export type { CallerPreview } from './useCallerPreview.ts'
export { useCallDuration } from './useCallDuration.ts'
export { useCallEngine } from './useCallEngine.ts'
export { useCallEvent } from './useCallEvent.ts'
export { useCallSeconds } from './useCallSeconds.ts'
export { useDeviceCheck } from './useDeviceCheck.ts'
export type { CheckedDevice, DeviceCheck, DeviceCheckOptions, DeviceCheckStatus } from './useDeviceCheck.ts'
export { useDevices } from './useDevices.ts'
export type { Devices } from './useDevices.ts'
export { useFlipCamera } from './useFlipCamera.ts'
export type { CameraFlip } from './useFlipCamera.ts'
export { useFullScreen } from './useFullScreen.ts'
export type { FullScreen } from './useFullScreen.ts'
export { useGroupCalls } from './useGroupCalls.ts'
export { useMediaKeys } from './useMediaKeys.ts'
export { useMember } from './useMember.ts'
export { useMembers } from './useMembers.ts'
export { useNetworkCheck } from './useNetworkCheck.ts'
export type { NetworkChecked, NetworkCheckStatus } from './useNetworkCheck.ts'
export { usePicture } from './usePicture.ts'
export { browserSmallWindow } from './browserSmallWindow.ts'
export type { SmallWindowPort } from './browserSmallWindow.ts'
export { usePictureInPicture } from './usePictureInPicture.ts'
export type { PictureInPicture, PictureInPictureOptions } from './usePictureInPicture.ts'
export { useProblem } from './useProblem.ts'
export { browserAttention } from './browserAttention.ts'
export type { AttentionPort } from './browserAttention.ts'
export { useRememberedDevices } from './useRememberedDevices.ts'
export { useRingNotifications } from './useRingNotifications.ts'
export type { RingNotifications } from './useRingNotifications.ts'
export { useRingSounds } from './useRingSounds.ts'
export type { RingSound, RingSounds, RingSoundsState } from './useRingSounds.ts'
export { useTalkingWhileMuted } from './useTalkingWhileMuted.ts'
export { useTestSound } from './useTestSound.ts'
export type { TestSound } from './useTestSound.ts'
export { useVolume } from './useVolume.ts'
export { useWakeLock } from './useWakeLock.ts'
