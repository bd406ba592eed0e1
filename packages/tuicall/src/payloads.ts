import type { CallErrorCode, EndReason, NotConnectedReason } from '@ringkit/core'
import type { CALL_ROLE, CALL_TYPE, CallEndReason, TUICallEvent } from './constants.ts'

/** Which call an event is about, in the fields of every generation. */
export interface CallContext {
  callID: string
  /** The same, as the latest generation writes it. */
  callId: string
  /** A number for the call, 1 to 2 147 483 647, the same for all who are in it. */
  roomID: number
  /** The callID. */
  strRoomID: string
  callRole: CALL_ROLE
  /** 1 voice, 2 with picture, 0 when the call is no longer known. */
  callMediaType: CALL_TYPE
}

/** INVITED and ON_CALL_RECEIVED. */
export interface InvitedPayload extends CallContext {
  /** Who invites. */
  sponsor: string
  callerId: string
  userID: string
  /** Those ringing, me included, and those in the call already. */
  userIDList: string[]
  calleeIdList: string[]
  isFromGroup: boolean
  groupID: string
  chatGroupID: string
  userData: string
  inviteID: string
  inviteData: { version: number; callType: CALL_TYPE; roomID: number; strRoomID: string; userData: string }
}

/** CALLING_CANCEL and ON_CALL_CANCELED. */
export interface CanceledPayload extends CallContext {
  /** Who cancelled, rejected, was busy or was lost; empty for no answer and when the server ended it. */
  userID: string
  /** Absent for `acceptedElsewhere`, `rejectedElsewhere`, `offline` and `error`. */
  reason?: 'normal' | 'reject' | 'timeout' | 'busyline'
  endReason: NotConnectedReason
}

/** A device, in the fields of every generation. */
export interface DeviceInfo {
  deviceId: string
  deviceID: string
  deviceName: string
  label: string
}

/** What a handler of each event gets, by the event's string. */
export interface TUICallEventPayloads {
  onError: { code: number; msg: string; message: string; callCode: CallErrorCode; cause?: unknown }
  sdkReady: { name: 'sdkReady'; userID: string }
  onKickedOut: { message: string; reason: 'repeatLogin' | 'removed' }
  onInvited: InvitedPayload
  onCallReceived: InvitedPayload
  onUserAccept: { userID: string }
  onUserEnter: { userID: string }
  onUserLeave: { userID: string }
  onReject: { userID: string; message: string }
  onNoResp: { sponsor: string; userIDList: string[] }
  onLineBusy: { userID: string }
  onCallingTimeout: { sponsor: string; userIDList: string[] }
  onCallingCancel: CanceledPayload
  onCallCanceled: CanceledPayload
  onCallNotConnected: CallContext & { userID: string; reason: CallEndReason; endReason: NotConnectedReason }
  onCallBegin: CallContext
  onCallEnd: CallContext & {
    /** Who ended it; empty for the server. */
    userID: string
    /** Seconds since this side was connected. */
    totalTime: number
    callEnd: number
    reason: CallEndReason
    endReason: EndReason
  }
  onUserVideoAvailable: { userID: string; isVideoAvailable: boolean }
  onUserAudioAvailable: { userID: string; isAudioAvailable: boolean }
  onUserVoiceVolume: { volumeMap: { userId: string; audioVolume: number; userID: string; volume: number }[] }
  /** `userIDList`: who is in the call, self included. */
  onGroupCallInviteeListUpdate: { userIDList: string[]; ringingIDList: string[] }
  onCallTypeChanged: { oldCallType: CALL_TYPE; newCallType: CALL_TYPE }
  onDeviceUpdated: {
    microphoneList: DeviceInfo[]
    cameraList: DeviceInfo[]
    speakerList: DeviceInfo[]
    currentMicrophone: DeviceInfo | undefined
    currentCamera: DeviceInfo | undefined
    currentSpeaker: DeviceInfo | undefined
    currentMicrophoneID: string
    currentCameraID: string
    currentSpeakerID: string
  }
  /** One event per person rung: `userID`. */
  onUserInviting: { userID: string; inviterID: string; userIDList: string[] }
  /** 0 unknown, 1 excellent, 2 good, 4 poor, 6 lost. */
  onUserNetworkQualityChanged: { networkQualityList: { userId: string; userID: string; quality: number }[] }
  /** Never told. */
  onMessageSentByMe: never
  /** Never told. */
  CALL_MESSAGE: never
}

/** One event as it is told. */
export type Told = { [E in TUICallEvent]: { event: E; payload: TUICallEventPayloads[E] } }[TUICallEvent]
