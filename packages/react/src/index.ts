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
export { CallProvider } from './CallProvider.tsx'
export type { CallProviderEngineProps, CallProviderOptionsProps, CallProviderProps } from './CallProvider.tsx'
export { ActionScope, useActionError } from './hooks/ActionScope.tsx'
export { useAction } from './hooks/useAction.ts'
export type { Action } from './hooks/useAction.ts'
export { useCall } from './hooks/useCall.ts'
export { useCallActions } from './hooks/useCallActions.ts'
export type { CallActions } from './hooks/useCallActions.ts'
export { useCallerPreview } from './hooks/useCallerPreview.ts'
export type { CallerPreview } from './hooks/useCallerPreview.ts'
export { useCallDuration } from './hooks/useCallDuration.ts'
export { useCallEngine } from './hooks/useCallEngine.ts'
export { useCallEvent } from './hooks/useCallEvent.ts'
export { useCallSeconds } from './hooks/useCallSeconds.ts'
export { ShortcutsContext } from './components/ShortcutsContext.ts'
export { useCallShortcuts } from './components/useCallShortcuts.ts'
export { useDeviceCheck } from './hooks/useDeviceCheck.ts'
export type { CheckedDevice, DeviceCheck, DeviceCheckOptions, DeviceCheckStatus } from './hooks/useDeviceCheck.ts'
export { useDevices } from './hooks/useDevices.ts'
export type { Devices } from './hooks/useDevices.ts'
export { useFlipCamera } from './hooks/useFlipCamera.ts'
export type { CameraFlip } from './hooks/useFlipCamera.ts'
export { useFullScreen } from './hooks/useFullScreen.ts'
export type { FullScreen } from './hooks/useFullScreen.ts'
export { useGroupCalls } from './hooks/useGroupCalls.ts'
export { useMediaKeys } from './hooks/useMediaKeys.ts'
export { useMember } from './hooks/useMember.ts'
export { useMembers } from './hooks/useMembers.ts'
export { useNetworkCheck } from './hooks/useNetworkCheck.ts'
export type { NetworkChecked, NetworkCheckStatus } from './hooks/useNetworkCheck.ts'
export { usePicture } from './hooks/usePicture.ts'
export { browserSmallWindow } from './hooks/browserSmallWindow.ts'
export type { SmallWindowPort } from './hooks/browserSmallWindow.ts'
export { usePictureInPicture } from './hooks/usePictureInPicture.ts'
export type { PictureInPicture, PictureInPictureOptions } from './hooks/usePictureInPicture.ts'
export { useProblem } from './hooks/useProblem.ts'
export { browserAttention } from './hooks/browserAttention.ts'
export type { AttentionPort } from './hooks/browserAttention.ts'
export { useRememberedDevices } from './hooks/useRememberedDevices.ts'
export { useRingNotifications } from './hooks/useRingNotifications.ts'
export type { RingNotifications } from './hooks/useRingNotifications.ts'
export { useRingSounds } from './hooks/useRingSounds.ts'
export type { RingSound, RingSounds, RingSoundsState } from './hooks/useRingSounds.ts'
export { useSpeakerOrder } from './components/useSpeakerOrder.ts'
export { useStageOrder } from './components/useStageOrder.ts'
export { useShortcutHint } from './components/useShortcutHint.ts'
export type { ShortcutHint } from './components/useShortcutHint.ts'
export { useTalkingWhileMuted } from './hooks/useTalkingWhileMuted.ts'
export { useTestSound } from './hooks/useTestSound.ts'
export type { TestSound } from './hooks/useTestSound.ts'
export { useVolume } from './hooks/useVolume.ts'
export { useWakeLock } from './hooks/useWakeLock.ts'
export { ActionError } from './components/ActionError.tsx'
export { CallBar } from './components/CallBar.tsx'
export type { CallBarProps } from './components/CallBar.tsx'
export {
  CallControls,
  CallTypeSwitch,
  CameraToggle,
  FlipCamera,
  HangUpButton,
  InviteButton,
  MicrophoneToggle,
  ScreenShareToggle,
  SettingsButton,
} from './components/CallControls.tsx'
export type { CallControlProps, CallControlsProps } from './components/CallControls.tsx'
export { BackgroundPicker } from './components/BackgroundPicker.tsx'
export type { BackgroundImage, BackgroundPickerProps } from './components/BackgroundPicker.tsx'
export { CameraMenu, MicrophoneMenu, SpeakerMenu } from './components/DeviceMenus.tsx'
export type { DeviceMenuProps } from './components/DeviceMenus.tsx'
export { SpeakerTest } from './components/DevicePreview.tsx'
export type { SpeakerTestProps } from './components/DevicePreview.tsx'
export { DeviceProblems } from './components/DeviceProblems.tsx'
export type { DeviceProblemsProps } from './components/DeviceProblems.tsx'
export { MutedTalkingHint } from './components/MutedTalkingHint.tsx'
export { NoiseSuppressionSwitch } from './components/NoiseSuppressionSwitch.tsx'
export type { NoiseSuppressionSwitchProps } from './components/NoiseSuppressionSwitch.tsx'
export { SettingsDialog } from './components/SettingsDialog.tsx'
export type { SettingsDialogProps } from './components/SettingsDialog.tsx'
export { CallKit } from './components/CallKit.tsx'
export type { CallKitProps } from './components/CallKit.tsx'
export { CallNotices } from './components/CallNotices.tsx'
export type { CallNoticesProps } from './components/CallNotices.tsx'
export type { NoticeKind } from './components/notices.ts'
export {
  CallDuration,
  CallHeader,
  CallView,
  MinimiseButton,
  ReconnectingBanner,
  SoundBlockedBanner,
} from './components/CallView.tsx'
export type { CallViewProps, MinimiseButtonProps } from './components/CallView.tsx'
export { CallViewContext } from './components/CallViewContext.ts'
export type { CallLayout, CallViewControls } from './components/CallViewContext.ts'
export { FloatingTileHandle } from './components/FloatingTileHandle.tsx'
export type { FloatingTileHandleProps } from './components/FloatingTileHandle.tsx'
export { FullScreenToggle } from './components/FullScreenToggle.tsx'
export { LayoutSwitch } from './components/LayoutSwitch.tsx'
export { DevicePicker } from './components/DevicePicker.tsx'
export type { DevicePickerProps } from './components/DevicePicker.tsx'
export {
  IncomingCallAccept,
  IncomingCallAcceptWithoutCamera,
  IncomingCallActions,
  IncomingCallCaller,
  IncomingCallDecline,
  IncomingCallDialog,
  IncomingCallSending,
} from './components/IncomingCallDialog.tsx'
export type { IncomingCallButtonProps, IncomingCallDialogProps } from './components/IncomingCallDialog.tsx'
export { IncomingCallDeclineMessages } from './components/IncomingCallDeclineMessages.tsx'
export type { IncomingCallDeclineMessagesProps } from './components/IncomingCallDeclineMessages.tsx'
export { InviteDialog } from './components/InviteDialog.tsx'
export type { InviteDialogProps, People, Person } from './components/InviteDialog.tsx'
export { JoinBanner } from './components/JoinBanner.tsx'
export type { JoinBannerProps } from './components/JoinBanner.tsx'
export {
  OutgoingCall,
  OutgoingCallActions,
  OutgoingCallCancel,
  OutgoingCallPeople,
  OutgoingCallPreview,
} from './components/OutgoingCall.tsx'
export type { OutgoingCallProps } from './components/OutgoingCall.tsx'
export { PictureInPictureCall, PictureInPictureScope, PictureInPictureToggle } from './components/PictureInPicture.tsx'
export type { PictureInPictureScopeProps } from './components/PictureInPicture.tsx'
export { PictureInPictureContext } from './components/PictureInPictureContext.ts'
export {
  PreCall,
  PreCallCamera,
  PreCallContinue,
  PreCallMicrophone,
  PreCallNetwork,
  PreCallProblems,
  PreCallSpeaker,
} from './components/PreCall.tsx'
export type { PreCallResult, PreCallStatus } from './components/preCallResult.ts'
export type { PreCallProps, PreCallSpeakerProps } from './components/PreCall.tsx'
export { RingSoundBanner } from './components/RingSoundBanner.tsx'
export type { RingSoundBannerProps } from './components/RingSoundBanner.tsx'
export { VideoGrid } from './components/VideoGrid.tsx'
export type { PinnedTile, VideoGridProps } from './components/VideoGrid.tsx'
export { VideoGridPager, VideoTilePin } from './components/VideoGridParts.tsx'
export type { VideoGridPagerProps, VideoTilePinProps } from './components/VideoGridParts.tsx'
export { VideoTile, VideoTilePlate } from './components/VideoTile.tsx'
export type { VideoTilePlateProps, VideoTileProps } from './components/VideoTile.tsx'
export { VolumeMeter } from './components/VolumeMeter.tsx'
export type { VolumeMeterProps } from './components/VolumeMeter.tsx'
export type { Floating } from './layout/arrangeTiles.ts'
export type { Corner, FloatingCorner } from './layout/snapToCorner.ts'
export type { TileOf } from './layout/tileOrder.ts'
export { clockTime } from './messages/clockTime.ts'
export { en } from './messages/en.ts'
export type { Messages } from './messages/en.ts'
export { errorText } from './messages/errorText.ts'
export type { Failure } from './messages/errorText.ts'
export { languageFor, languages, loadMessages } from './messages/languages.ts'
export type { Language } from './messages/languages.ts'
export { listNames } from './messages/listNames.ts'
export { mergeMessages } from './messages/mergeMessages.ts'
export type { MessagesOverride } from './messages/mergeMessages.ts'
export { permissionHelp } from './messages/permissionHelp.ts'
export { useFirstTexts } from './messages/useFirstTexts.ts'
export { useLanguageAttributes } from './messages/useLanguageAttributes.ts'
export { useMessages } from './messages/useMessages.ts'
export type { LanguageAttributes } from './messages/SpokenContext.ts'
export { browserSound, playFile, playTone, speakerSound } from './sounds/playTone.ts'
export type { PlayFileOptions, PlayToneOptions, SoundPort } from './sounds/playTone.ts'
export { ringback, ringbacks, ringtone, ringtones, testTone } from './sounds/tones.ts'
export type { Beep, RingbackName, RingtoneName, Tone } from './sounds/tones.ts'
export { Avatar } from './ui/Avatar.tsx'
export type { AvatarProps } from './ui/Avatar.tsx'
export { ContainerContext, topLayer, useContainer } from './ui/container.ts'
export { ControlButton } from './ui/ControlButton.tsx'
export type { ControlButtonProps } from './ui/ControlButton.tsx'
export { Menu } from './ui/Menu.tsx'
export type { MenuProps } from './ui/Menu.tsx'
export type { MeterVariant } from './ui/Meter.tsx'
