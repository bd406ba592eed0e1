import type { CallEvent, CallEventPayloads, Device, EndReason, NetworkQuality, NotConnectedReason } from '@ringkit/core'
import { callContext, toNumber, type KnownCall } from './callContext.ts'
import { CallEndReason, type TUICallEvent } from './constants.ts'
import { errorCodes, messageOf } from './errorCodes.ts'
import type { CanceledPayload, DeviceInfo, InvitedPayload, Told, TUICallEventPayloads } from './payloads.ts'

/** Knows of the call that an event is about. */
export type CallOf = (callID?: string) => KnownCall

/** 5 and 3 are theirs too; ours has one word for "poor". */
const qualities: Readonly<Record<NetworkQuality, number>> = { unknown: 0, excellent: 1, good: 2, poor: 4, lost: 6 }

const endReasons: Readonly<Record<EndReason, CallEndReason>> = {
  hangup: CallEndReason.HANGUP,
  allGone: CallEndReason.HANGUP,
  offline: CallEndReason.OFFLINE,
  removed: CallEndReason.ENDED_BY_SERVER,
  error: CallEndReason.ERROR,
}

const notConnectedReasons: Readonly<
  Record<NotConnectedReason, { reason: CallEndReason; word?: NonNullable<CanceledPayload['reason']> }>
> = {
  cancelled: { reason: CallEndReason.CANCELED, word: 'normal' },
  rejected: { reason: CallEndReason.REJECTED, word: 'reject' },
  noResponse: { reason: CallEndReason.NO_RESPONSE, word: 'timeout' },
  busy: { reason: CallEndReason.BUSY, word: 'busyline' },
  acceptedElsewhere: { reason: CallEndReason.OTHER_DEVICE_ACCEPTED },
  rejectedElsewhere: { reason: CallEndReason.OTHER_DEVICE_REJECTED },
  offline: { reason: CallEndReason.OFFLINE },
  error: { reason: CallEndReason.ERROR },
}

type Translators = { [E in CallEvent]?: (payload: CallEventPayloads[E], callOf: CallOf) => readonly Told[] }

/** Told as it is, under their name. */
const asItIs =
  <E extends TUICallEvent>(event: E) =>
  (payload: TUICallEventPayloads[E]): readonly Told[] => [
    { event, payload } as Told, // An event and its payload: TypeScript does not tie the two for a generic E.
  ]

const translators: Translators = {
  ERROR: (error) => [{ event: 'onError', payload: errorPayload(error) }],
  SDK_READY: ({ userID }) => [{ event: 'sdkReady', payload: { name: 'sdkReady', userID } }],
  KICKED_OUT: ({ reason }) => [{ event: 'onKickedOut', payload: { message: reason, reason } }],
  INVITED: (payload) => {
    const invited = toInvited(payload)
    return [
      { event: 'onInvited', payload: invited },
      { event: 'onCallReceived', payload: invited },
    ]
  },
  USER_ACCEPT: asItIs('onUserAccept'),
  USER_ENTER: asItIs('onUserEnter'),
  USER_LEAVE: asItIs('onUserLeave'),
  REJECT: ({ userID, message = '' }) => [{ event: 'onReject', payload: { userID, message } }],
  LINE_BUSY: asItIs('onLineBusy'),
  NO_RESP: ({ userIDList }, callOf) => [
    { event: 'onNoResp', payload: { sponsor: callOf().sponsor ?? '', userIDList } },
  ],
  CALLING_TIMEOUT: ({ userID, userIDList }) => [
    { event: 'onCallingTimeout', payload: { sponsor: userID, userIDList } },
  ],
  CALL_BEGIN: (call) => [{ event: 'onCallBegin', payload: callContext(call) }],
  // CALLING_CANCEL of core has no line: theirs comes to every side, and CALL_NOT_CONNECTED knows who did it.
  CALL_NOT_CONNECTED: ({ callID, reason: endReason, userID = '' }, callOf) => {
    const { reason, word } = notConnectedReasons[endReason]
    const about = { ...callContext(callOf(callID)), userID, endReason }
    const canceled = { ...about, ...(word && { reason: word }) }
    return [
      { event: 'onCallingCancel', payload: canceled },
      { event: 'onCallCanceled', payload: canceled },
      { event: 'onCallNotConnected', payload: { ...about, reason } },
    ]
  },
  CALLING_END: ({ callID, userID, totalTime, type, reason }, callOf) => [
    {
      event: 'onCallEnd',
      payload: {
        ...callContext({ ...callOf(callID), type }),
        userID,
        totalTime,
        callEnd: totalTime,
        reason: endReasons[reason],
        endReason: reason,
      },
    },
  ],
  USER_VIDEO_AVAILABLE: asItIs('onUserVideoAvailable'),
  USER_AUDIO_AVAILABLE: asItIs('onUserAudioAvailable'),
  USER_VOICE_VOLUME: ({ volumeMap }) => [
    {
      event: 'onUserVoiceVolume',
      payload: {
        volumeMap: volumeMap.map((each) => ({ ...each, userId: each.userID, audioVolume: each.volume })),
      },
    },
  ],
  GROUP_CALL_INVITEE_LIST_UPDATE: asItIs('onGroupCallInviteeListUpdate'),
  CALL_TYPE_CHANGED: ({ oldCallType, newCallType }) => [
    {
      event: 'onCallTypeChanged',
      payload: { oldCallType: toNumber(oldCallType), newCallType: toNumber(newCallType) },
    },
  ],
  DEVICED_UPDATED: (payload) => [{ event: 'onDeviceUpdated', payload: toDevices(payload) }],
  USER_INVITING: ({ userID, userIDList }) =>
    userIDList.map((invited) => ({
      event: 'onUserInviting',
      payload: { userID: invited, inviterID: userID, userIDList },
    })),
  NETWORK_QUALITY: ({ qualityMap }) => [
    {
      event: 'onUserNetworkQualityChanged',
      payload: {
        networkQualityList: qualityMap.map(({ userID, quality }) => ({
          userId: userID,
          userID,
          quality: qualities[quality],
        })),
      },
    },
  ],
}

/** What ERROR tells of an error. */
export function errorPayload({
  code: callCode,
  message: text,
  cause,
}: CallEventPayloads['ERROR']): TUICallEventPayloads['onError'] {
  const message = messageOf(callCode, text)
  return { code: errorCodes[callCode], callCode, msg: message, message, cause }
}

function toInvited({
  callID,
  userID,
  userIDList: all,
  isFromGroup,
  groupID = '',
  type,
  userData = '',
}: CallEventPayloads['INVITED']): InvitedPayload {
  const context = callContext({ callID, type, role: 'invitee' })
  const { roomID, strRoomID, callMediaType } = context
  // Who invites is not in theirs: their kits put the sponsor before the list.
  const userIDList = all.filter((each) => each !== userID)
  return {
    ...context,
    sponsor: userID,
    callerId: userID,
    userID,
    userIDList,
    calleeIdList: userIDList,
    isFromGroup,
    groupID,
    chatGroupID: groupID,
    userData,
    inviteID: callID,
    inviteData: { version: 4, callType: callMediaType, roomID, strRoomID, userData },
  }
}

/** A device in the fields of every generation. */
export const toDevice = ({ deviceID, label }: Device): DeviceInfo => ({
  deviceId: deviceID,
  deviceID,
  deviceName: label,
  label,
})

function toDevices(devices: CallEventPayloads['DEVICED_UPDATED']): TUICallEventPayloads['onDeviceUpdated'] {
  const { currentMicrophoneID, currentCameraID, currentSpeakerID } = devices
  const microphoneList = devices.microphoneList.map(toDevice)
  const cameraList = devices.cameraList.map(toDevice)
  const speakerList = devices.speakerList.map(toDevice)
  const current = (list: DeviceInfo[], id: string) => list.find(({ deviceID }) => deviceID === id)
  return {
    microphoneList,
    cameraList,
    speakerList,
    currentMicrophone: current(microphoneList, currentMicrophoneID),
    currentCamera: current(cameraList, currentCameraID),
    currentSpeaker: current(speakerList, currentSpeakerID),
    currentMicrophoneID,
    currentCameraID,
    currentSpeakerID,
  }
}

/** The events of core that have a counterpart. */
export const translated = Object.keys(translators) as CallEvent[] // The keys of Translators are names of events.

/** What theirs tells when ours tells this: no event, one, or one with its later copies. Pure. */
export function translateEvent<E extends CallEvent>(
  event: E,
  payload: CallEventPayloads[E],
  callOf: CallOf,
): readonly Told[] {
  return translators[event]?.(payload, callOf) ?? []
}
