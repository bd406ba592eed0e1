import type { Background, DeviceState } from '../ports/media.ts'
import type { CallErrorCode } from '../protocol/errors.ts'
import type { CallKind, CallRole, CallType, NetworkQuality } from '../protocol/events.ts'
import type { MemberStatus } from '../protocol/call.ts'

/** connecting = logging in, ringing = I am being called, calling = I am calling (contract §3). */
export type CallStatus = 'loggedOut' | 'connecting' | 'idle' | 'ringing' | 'calling' | 'connected'

/** The signed-in user. */
export interface Self {
  userID: string
  name?: string
  avatarURL?: string
}

/** The call I am in, calling or ringing for. Times are epoch ms of this machine's clock. */
export interface Call {
  callID: string
  type: CallType
  kind: CallKind
  /** Who placed it. */
  inviter: string
  /** Who rings me; the inviter unless somebody else invited me later. */
  invitedBy: string
  groupID?: string
  userData?: string
  startedAt: number
  /** When it became connected for me. */
  connectedAt?: number
  role: CallRole
}

/** One person of the call, oneself included. Members who declined, were busy, did not answer or left stay listed with that status. */
export interface Member {
  userID: string
  name?: string
  avatarURL?: string
  status: MemberStatus
  /** Its media has joined: it can be seen and heard when a track is available. */
  isEntered: boolean
  /** The message that came with a decline. */
  message?: string
  audioAvailable: boolean
  videoAvailable: boolean
  screenAvailable: boolean
  quality: NetworkQuality
}

/** Camera and microphone: what I send, or shall send. */
export interface Wanted {
  camera: boolean
  microphone: boolean
}

/** What is done to my picture and sound before they are sent. Kept for the engine's life. */
export interface Effects {
  background: Background
  /** The browser's own. */
  noiseSuppression: boolean
}

/** Everything a call screen shows, but volume: that never passes through here. Replaced, never changed in place. */
export interface CallState {
  status: CallStatus
  /** Beside the status, never instead of it. */
  reconnecting: { signalling: boolean; media: boolean }
  self?: Self
  call?: Call
  /** By userID, oneself included. Empty without a call. */
  members: Readonly<Record<string, Member>>
  /** The members' userIDs in the order of invitation, which a record cannot keep for ids that look like numbers. */
  memberIDs: readonly string[]
  /** What I send, or will send as soon as I am in the call (ringing, calling, connected). Both false without a call. */
  wanted: Wanted
  effects: Effects
  /** How many people a call may have, ringing ones included; told by the server at login. */
  maxMembers?: number
  devices: DeviceState
  /** The browser holds sound back until `startAudio()` is called in a click. */
  isAudioBlocked: boolean
  /** The last ERROR, until the next command succeeds. */
  error?: { code: CallErrorCode; message: string }
}

/** Whom this device may see and hear: who is in the call, and who calls it, for early media. */
export const membersToMeet = ({ members }: CallState): string[] =>
  Object.values(members)
    .filter(({ status }) => status === 'connected' || status === 'calling')
    .map(({ userID }) => userID)

/** No device is known. */
export const noDevices: DeviceState = {
  cameraList: [],
  microphoneList: [],
  speakerList: [],
  currentCameraID: '',
  currentMicrophoneID: '',
  currentSpeakerID: '',
}

/** What a new engine starts from. */
export const loggedOut: CallState = {
  status: 'loggedOut',
  reconnecting: { signalling: false, media: false },
  members: {},
  memberIDs: [],
  wanted: { camera: false, microphone: false },
  effects: { background: { kind: 'none' }, noiseSuppression: true },
  devices: noDevices,
  isAudioBlocked: false,
}
