/**
 * The names of the events, with the string values of engine 1.2.1 to 3.1.7, and two later events. Handlers get the fields of
 * the 2022 page and the later ones side by side: {@link TUICallEventPayloads}.
 */
export const TUICallEvent = {
  ERROR: 'onError',
  SDK_READY: 'sdkReady',
  INVITED: 'onInvited',
  USER_ACCEPT: 'onUserAccept',
  USER_ENTER: 'onUserEnter',
  USER_LEAVE: 'onUserLeave',
  REJECT: 'onReject',
  NO_RESP: 'onNoResp',
  LINE_BUSY: 'onLineBusy',
  CALLING_CANCEL: 'onCallingCancel',
  KICKED_OUT: 'onKickedOut',
  CALLING_TIMEOUT: 'onCallingTimeout',
  CALL_END: 'onCallEnd',
  CALLING_END: 'onCallEnd',
  USER_VIDEO_AVAILABLE: 'onUserVideoAvailable',
  USER_AUDIO_AVAILABLE: 'onUserAudioAvailable',
  USER_VOICE_VOLUME: 'onUserVoiceVolume',
  GROUP_CALL_INVITEE_LIST_UPDATE: 'onGroupCallInviteeListUpdate',
  CALL_TYPE_CHANGED: 'onCallTypeChanged',
  DEVICED_UPDATED: 'onDeviceUpdated',
  MESSAGE_SENT_BY_ME: 'onMessageSentByMe',
  CALL_MESSAGE: 'CALL_MESSAGE',
  ON_CALL_RECEIVED: 'onCallReceived',
  ON_CALL_BEGIN: 'onCallBegin',
  ON_CALL_CANCELED: 'onCallCanceled',
  ON_CALL_NOT_CONNECTED: 'onCallNotConnected',
  ON_USER_INVITING: 'onUserInviting',
  ON_USER_NETWORK_QUALITY_CHANGED: 'onUserNetworkQualityChanged',
} as const
export type TUICallEvent = (typeof TUICallEvent)[keyof typeof TUICallEvent]

/** Voice only or with picture, and the kinds of device (the spelling is theirs). */
export const TUICallType = {
  AUDIO_CALL: 1,
  VIDEO_CALL: 2,
  DEVCIED_CAMERA: 'camera',
  DEVCIED_MICROPHONES: 'microphones',
} as const
export type TUICallType = (typeof TUICallType)[keyof typeof TUICallType]

/** Which camera of a phone. */
export const TUICallCameraPosition = { FRONT: 0, BACK: 1 } as const
export type TUICallCameraPosition = (typeof TUICallCameraPosition)[keyof typeof TUICallCameraPosition]

/** The type of a call, as `callMediaType` tells it. */
export const CALL_TYPE = { UNKNOWN: 0, AUDIO_CALL: 1, VIDEO_CALL: 2 } as const
export type CALL_TYPE = (typeof CALL_TYPE)[keyof typeof CALL_TYPE]

/** Where an engine stands. */
export const CALL_STATUS = { IDLE: 'idle', CALLING: 'calling', CONNECTED: 'connected' } as const
export type CALL_STATUS = (typeof CALL_STATUS)[keyof typeof CALL_STATUS]

/** Who somebody is in a call; empty outside one. */
export const CALL_ROLE = { UNKNOWN: '', INVITER: 'inviter', INVITEE: 'invitee' } as const
export type CALL_ROLE = (typeof CALL_ROLE)[keyof typeof CALL_ROLE]

/** Why a call ended or never connected: `reason` of CALL_END and ON_CALL_NOT_CONNECTED. */
export const CallEndReason = {
  ERROR: 0,
  HANGUP: 1,
  REJECTED: 2,
  NO_RESPONSE: 3,
  OFFLINE: 4,
  BUSY: 5,
  CANCELED: 6,
  OTHER_DEVICE_ACCEPTED: 7,
  OTHER_DEVICE_REJECTED: 8,
  ENDED_BY_SERVER: 9,
} as const
export type CallEndReason = (typeof CallEndReason)[keyof typeof CallEndReason]

/** Log levels of `setLogLevel`, which is without effect. */
export const LOG_LEVEL = { NORMAL: 0, RELEASE: 1, WARNING: 2, ERROR: 3, NONE: 4 } as const
export type LOG_LEVEL = (typeof LOG_LEVEL)[keyof typeof LOG_LEVEL]

/** Words of their signalling, which does not exist here; kept so that code that names them compiles. */
export const CMD_TYPE = {
  AUDIO_CALL: 'audioCall',
  VIDEO_CALL: 'videoCall',
  HANG_UP: 'hangup',
  SWITCH_TO_AUDIO: 'switchToAudio',
  SWITCH_TO_AUDIO_CALL: 'switch_to_audio_call',
  SWITCH_TO_VIDEO: 'switchToVideo',
} as const
export type CMD_TYPE = (typeof CMD_TYPE)[keyof typeof CMD_TYPE]

/** The word of each call type in their signalling. */
export const CMD_TYPE_LIST: string[] = ['', CMD_TYPE.AUDIO_CALL, CMD_TYPE.VIDEO_CALL]

/** What a signalling message of theirs does; without a use here. */
export const ACTION_TYPE = {
  INVITE: 1,
  CANCEL_INVITE: 2,
  ACCEPT_INVITE: 3,
  REJECT_INVITE: 4,
  INVITE_TIMEOUT: 5,
} as const
export type ACTION_TYPE = (typeof ACTION_TYPE)[keyof typeof ACTION_TYPE]

/** Marks a signalling message of theirs; without a use here. */
export const BUSINESS_ID = { SIGNAL: 1 } as const
export type BUSINESS_ID = (typeof BUSINESS_ID)[keyof typeof BUSINESS_ID]

/** Their words for the types when switching; without a use here. */
export const MODE_TYPE = { AUDIO: 'audio', VIDEO: 'video' } as const
export type MODE_TYPE = (typeof MODE_TYPE)[keyof typeof MODE_TYPE]

/** Their packages, which one does not need here. */
export const CALL_EXPERMENTEL_API_TYPE = { BASE: 0, PRO: 1, ULTIMATE: 2 } as const
export type CALL_EXPERMENTEL_API_TYPE = (typeof CALL_EXPERMENTEL_API_TYPE)[keyof typeof CALL_EXPERMENTEL_API_TYPE]

/** The kinds of device that `switchDevice` and `getDeviceList` take; `microphone` and `speaker` are taken too. */
export const DEVICE_TYPE = {
  AUDIO: 'audio',
  VIDEO: 'video',
  CAMERA: 'camera',
  MICROPHONES: 'microphones',
} as const
export type DEVICE_TYPE = (typeof DEVICE_TYPE)[keyof typeof DEVICE_TYPE]

/** Names of the earlier engines for the ids of devices; without a use here. */
export const DEVICEID_TYPE = { audio: 'microphoneId', video: 'cameraId' } as const
export type DEVICEID_TYPE = (typeof DEVICEID_TYPE)[keyof typeof DEVICEID_TYPE]

/** What `setVideoQuality` takes. */
export const VALID_VIDEO_PROFILE_LIST: string[] = [
  '120p',
  '120p_2',
  '180p',
  '180p_2',
  '240p',
  '360p',
  '360p_2',
  '480p',
  '480p_2',
  '720p',
  '1080p',
  '1440p',
  '4K',
]

/** The same profiles, by name. */
export const TUICommonDefine = {
  VideoEncoderParams: /* @__PURE__ */ Object.fromEntries(VALID_VIDEO_PROFILE_LIST.map((profile) => [profile, profile])),
}
