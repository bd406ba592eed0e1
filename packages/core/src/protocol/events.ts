import type { CallErrorCode } from './errors.ts'

/** Voice only, or voice and picture. */
export type CallType = 'audio' | 'video'
/** `group`: more than one invitee, a groupID, or somebody invited later (contract, Rules). */
export type CallKind = 'direct' | 'group'
/** Who placed the call is the inviter; everybody else in it, a joiner too, is an invitee. */
export type CallRole = 'inviter' | 'invitee'
/** Why a connected call ended (CALLING_END). */
export type EndReason = 'hangup' | 'offline' | 'allGone' | 'removed' | 'error'
/** Why a call never connected for this side (CALL_NOT_CONNECTED). */
export type NotConnectedReason =
  'cancelled' | 'rejected' | 'busy' | 'noResponse' | 'acceptedElsewhere' | 'rejectedElsewhere' | 'offline' | 'error'
/** How well the media of a member get through. `unknown` until LiveKit has measured it. */
export type NetworkQuality = 'excellent' | 'good' | 'poor' | 'lost' | 'unknown'

/** A camera, microphone or speaker. `label` is empty until the browser has given permission. */
export interface Device {
  deviceID: string
  label: string
}

/** The names of all events. The first 19 are those of Tencent's TUICallEvent page (contract §3, Events). */
export const CallEvent = {
  ERROR: 'ERROR',
  SDK_READY: 'SDK_READY',
  KICKED_OUT: 'KICKED_OUT',
  USER_ACCEPT: 'USER_ACCEPT',
  USER_ENTER: 'USER_ENTER',
  USER_LEAVE: 'USER_LEAVE',
  REJECT: 'REJECT',
  NO_RESP: 'NO_RESP',
  LINE_BUSY: 'LINE_BUSY',
  CALLING_TIMEOUT: 'CALLING_TIMEOUT',
  USER_VIDEO_AVAILABLE: 'USER_VIDEO_AVAILABLE',
  USER_AUDIO_AVAILABLE: 'USER_AUDIO_AVAILABLE',
  USER_VOICE_VOLUME: 'USER_VOICE_VOLUME',
  GROUP_CALL_INVITEE_LIST_UPDATE: 'GROUP_CALL_INVITEE_LIST_UPDATE',
  INVITED: 'INVITED',
  CALLING_CANCEL: 'CALLING_CANCEL',
  CALLING_END: 'CALLING_END',
  DEVICED_UPDATED: 'DEVICED_UPDATED',
  CALL_TYPE_CHANGED: 'CALL_TYPE_CHANGED',
  CALL_BEGIN: 'CALL_BEGIN',
  CALL_NOT_CONNECTED: 'CALL_NOT_CONNECTED',
  USER_INVITING: 'USER_INVITING',
  NETWORK_QUALITY: 'NETWORK_QUALITY',
  RECONNECTING: 'RECONNECTING',
  RECONNECTED: 'RECONNECTED',
  USER_SCREEN_AVAILABLE: 'USER_SCREEN_AVAILABLE',
} as const
export type CallEvent = (typeof CallEvent)[keyof typeof CallEvent]

/** The payload of each event. Who gets it and when: the contract's table, repeated in the README. */
export interface CallEventPayloads {
  /** Local: anything that went wrong and no command rejected with it. */
  ERROR: { code: CallErrorCode; message: string; cause?: unknown }
  /** Local, once per login, when calls can be made and received. */
  SDK_READY: { userID: string }
  /** The displaced or removed session. No CALLING_END follows. */
  KICKED_OUT: { reason: 'repeatLogin' | 'removed' }
  /** Caller and every other member still ringing or connected, when an invitee accepts. */
  USER_ACCEPT: { userID: string }
  /** Each member in the call, for each other member whose media joins. */
  USER_ENTER: { userID: string }
  /** Each member in the call or still ringing, when a member that had entered leaves. Not for one's own leaving. */
  USER_LEAVE: { userID: string }
  /** Direct: caller. Group: caller and every other member. `message`: at most 200 characters. */
  REJECT: { userID: string; message?: string }
  /** Direct: caller. Group: everybody but those who did not answer. One event per deadline. */
  NO_RESP: { userIDList: string[] }
  /** As REJECT. The busy person gets nothing. */
  LINE_BUSY: { userID: string }
  /** The invitee that did not answer; `userID` invited, `userIDList` as in NO_RESP. */
  CALLING_TIMEOUT: { userID: string; userIDList: string[] }
  /** Others in the call, on every change of a remote camera. */
  USER_VIDEO_AVAILABLE: { userID: string; isVideoAvailable: boolean }
  /** Others in the call, on every change of a remote microphone. */
  USER_AUDIO_AVAILABLE: { userID: string; isAudioAvailable: boolean }
  /** In a call, self included, every `volumeInterval` ms; `volume` 0..100 is loudness, not gain. */
  USER_VOICE_VOLUME: { volumeMap: { userID: string; volume: number }[] }
  /** Members of a group call, ringing ones too, when either list changes. `userIDList`: in the call, self included. */
  GROUP_CALL_INVITEE_LIST_UPDATE: { userIDList: string[]; ringingIDList: string[] }
  /** Each ringing device of the invitee. `userIDList`: those ringing, me included, and those connected. */
  INVITED: {
    callID: string
    userID: string
    userIDList: string[]
    isFromGroup: boolean
    groupID?: string
    type: CallType
    userData?: string
  }
  /** A ringing invitee, when the caller cancels or everybody else has gone; `''` when the server ended it. */
  CALLING_CANCEL: { userID: string }
  /** Every side of a call that was connected, exactly once. `totalTime`: whole seconds since this member connected. */
  CALLING_END: { callID: string; userID: string; totalTime: number; type: CallType; reason: EndReason }
  /** Local: a device is plugged, unplugged or chosen. */
  DEVICED_UPDATED: {
    microphoneList: Device[]
    cameraList: Device[]
    speakerList: Device[]
    currentMicrophoneID: string
    currentCameraID: string
    currentSpeakerID: string
  }
  /** Every member, ringing ones too. */
  CALL_TYPE_CHANGED: { oldCallType: CallType; newCallType: CallType }
  /** Each side, when the call becomes connected for it; again after a reload that resumes. */
  CALL_BEGIN: { callID: string; type: CallType; role: CallRole }
  /** Every side of a call that never connected for it, exactly once, after the specific event. */
  CALL_NOT_CONNECTED: { callID: string; reason: NotConnectedReason; userID?: string }
  /** Those in the call but who invites; `userIDList`: the newly rung. */
  USER_INVITING: { userID: string; userIDList: string[] }
  /** In a call, on change. */
  NETWORK_QUALITY: { qualityMap: { userID: string; quality: NetworkQuality }[] }
  /** Local: the connection to the call server (`signalling`) or to the room (`media`) is being restored. */
  RECONNECTING: { what: 'signalling' | 'media' }
  /** Local: it is restored. */
  RECONNECTED: { what: 'signalling' | 'media' }
  /** Others in the call, on every change of a remote screen share. */
  USER_SCREEN_AVAILABLE: { userID: string; isScreenAvailable: boolean }
}

/** One event with its payload: what `diff` yields and what a log shows. */
export type CallEventOf<E extends CallEvent = CallEvent> = { [K in E]: { event: K; payload: CallEventPayloads[K] } }[E]
