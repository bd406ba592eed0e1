import type { CallEvent, CallEventPayloads, Device, EndReason, NetworkQuality, NotConnectedReason } from '@ringkit/core'
import { callContext, toNumber, type KnownCall } from './callContext.ts'
import { CallEndReason } from './constants.ts'
import { errorCodes, messageOf } from './errorCodes.ts'
import type { CanceledPayload, DeviceInfo, InvitedPayload, Told } from './payloads.ts'

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

const kickMessages = {
  repeatLogin: 'The same user has signed in somewhere else.',
  removed: 'The server has signed this user out.',
} as const

type Translators = { [E in CallEvent]?: (payload: CallEventPayloads[E], callOf: CallOf) => readonly Told[] }

const translators: Translators = {
  ERROR: ({ code, message, cause }) => [
    {
      event: 'onError',
      payload: {
        code: errorCodes[code],
        msg: messageOf(code, message),
        message: messageOf(code, message),
        callCode: code,
        ...(cause !== undefined && { cause }),
      },
    },
  ],
  SDK_READY: ({ userID }) => [{ event: 'sdkReady', payload: { name: 'sdkReady', userID } }],
  KICKED_OUT: ({ reason }) => [{ event: 'onKickedOut', payload: { message: kickMessages[reason], reason } }],
  INVITED: (payload) => {
    const invited = toInvited(payload)
    return [
      { event: 'onInvited', payload: invited },
      { event: 'onCallReceived', payload: invited },
    ]
  },
  USER_ACCEPT: ({ userID }) => [{ event: 'onUserAccept', payload: { userID } }],
  USER_ENTER: ({ userID }) => [{ event: 'onUserEnter', payload: { userID } }],
  USER_LEAVE: ({ userID }) => [{ event: 'onUserLeave', payload: { userID } }],
  REJECT: ({ userID, message = '' }) => [{ event: 'onReject', payload: { userID, message } }],
  LINE_BUSY: ({ userID }) => [{ event: 'onLineBusy', payload: { userID } }],
  NO_RESP: ({ userIDList }, callOf) => [
    { event: 'onNoResp', payload: { sponsor: callOf().sponsor ?? '', userIDList } },
  ],
  CALLING_TIMEOUT: ({ userID, userIDList }) => [
    { event: 'onCallingTimeout', payload: { sponsor: userID, userIDList } },
  ],
  CALL_BEGIN: ({ callID, type, role }) => [{ event: 'onCallBegin', payload: callContext({ callID, type, role }) }],
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
  USER_VIDEO_AVAILABLE: (payload) => [{ event: 'onUserVideoAvailable', payload }],
  USER_AUDIO_AVAILABLE: (payload) => [{ event: 'onUserAudioAvailable', payload }],
  USER_VOICE_VOLUME: ({ volumeMap }) => [
    {
      event: 'onUserVoiceVolume',
      payload: {
        volumeMap: volumeMap.map(({ userID, volume }) => ({ userId: userID, audioVolume: volume, userID, volume })),
      },
    },
  ],
  GROUP_CALL_INVITEE_LIST_UPDATE: (payload) => [{ event: 'onGroupCallInviteeListUpdate', payload }],
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

function toInvited({
  callID,
  userID,
  userIDList,
  isFromGroup,
  groupID = '',
  type,
  userData = '',
}: CallEventPayloads['INVITED']): InvitedPayload {
  const context = callContext({ callID, type, role: 'invitee' })
  const { roomID, strRoomID, callMediaType } = context
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

function toDevices(payload: CallEventPayloads['DEVICED_UPDATED']) {
  const { currentMicrophoneID, currentCameraID, currentSpeakerID } = payload
  const [microphoneList, cameraList, speakerList] = [
    payload.microphoneList,
    payload.cameraList,
    payload.speakerList,
  ].map((list) => list.map(toDevice)) as [DeviceInfo[], DeviceInfo[], DeviceInfo[]] // Three lists in, three out: `map` forgets how many.
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
