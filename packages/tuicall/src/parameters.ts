import type { CallEngine, CallEngineOptions } from '@ringkit/core'
import type { CALL_ROLE, CALL_TYPE, MODE_TYPE } from './constants.ts'

/** What an engine here needs beside theirs; `configure` sets it for all. */
export interface RingkitOptions {
  /** The address of your call server. Default: the page's own origin. */
  url?: string
  /**
   * The token that the call server's `authenticate` gets; asked at each attempt to connect. Default: `userSig` as it is.
   *
   * @example
   * configure({ url: 'https://calls.example.com', token: ({ userID }) => fetchMyUserToken(userID) })
   */
  token?: (login: { userID: string; userSig: string }) => string | Promise<string>
  /** Makes the engine underneath, for media, devices or volume options of one's own. Default: `createCallEngine` with `warm: false`. */
  createEngine?: (options: Pick<CallEngineOptions, 'url' | 'token'>) => CallEngine
  /** Keeps what `setSelfInfo` sets, where `authenticate` finds it at the next login. Without it `setSelfInfo` rejects. */
  saveSelfInfo?: (info: ISelfInfoParams) => void | Promise<void>
}

/** What `createInstance` takes. `SDKAppID` and `tim` are without effect. */
export interface ITRTCCallingOptions extends RingkitOptions {
  SDKAppID: number
  tim?: unknown
}

/** Who signs in. The server tells the user from the token alone; `userID` must be that user. */
export interface ILoginParams {
  userID: string
  userSig: string
  /** Without effect. */
  assetsPath?: string | undefined
}

/** Push texts, without effect here: push from the server's `onRing`. */
export interface OfflinePushInfo {
  title?: string | undefined
  description?: string | undefined
  androidOPPOChannelID?: string | undefined
  // Theirs is the object type; a plain string fits both.
  extension?: unknown
}

interface Placing {
  /** 1 voice, 2 with picture. */
  type: number
  /** Seconds it rings, 1 to 600; default the server's, 30. */
  timeout?: number | undefined
  /** The app's own data for the invitees, at most 4 096 characters. */
  userData?: string | undefined
  /** Without effect: the server names the room. */
  roomID?: number | undefined
  /** Without effect: the server names the room. */
  strRoomID?: string | undefined
  offlinePushInfo?: OfflinePushInfo | undefined
}

/** Calls one person. */
export interface ICallParam extends Placing {
  userID: string
}

/** Calls several people of a group. */
export interface IGroupCallParam extends Placing {
  /** Without oneself. */
  userIDList: string[]
  groupID: string
}

/** The later form of both: a group call when there are several, or with a `chatGroupID`. */
export interface ICallsParam extends Placing {
  userIDList: string[]
  chatGroupID?: string | undefined
}

/** Rings more people. */
export interface IInviteUserParam {
  userIDList: string[]
  timeout?: number | undefined
  offlinePushInfo?: OfflinePushInfo | undefined
}

/** Which call of a group to enter. */
export interface IJoinInGroupCallParam {
  type: number
  groupID: string
  /** As an event told it. If none of the group's calls has it, and only one goes on, that one is entered. */
  roomID: number
  strRoomID?: string | undefined
}

/** Which call to enter. */
export interface IJoinParam {
  callId: string
}

/** `userID`: whose picture to show no longer. */
export interface IStopViewParam {
  userID: string
}

/** How a picture is shown. `muted` is without effect: sound does not come from the picture's element. */
export interface IPlayVideoOptions {
  /** `contain`, `cover` or `fill`. Default `cover`. */
  objectFit?: string | undefined
  muted?: boolean | undefined
  /** Default: one's own picture is mirrored, the others' are not. */
  mirror?: boolean | undefined
}

/** Whose picture to show where: in a `<video>`, or in an element that gets one. */
export interface IStartViewParam {
  userID: string
  videoViewDomID: string | HTMLElement
  options?: IPlayVideoOptions | undefined
}

/** How the picture of `userID` (default: one's own) is shown. */
export interface ITRTCRenderParams extends IPlayVideoOptions {
  userID?: string | undefined
}

/** `deviceType`: `audio` or `microphone`, `video` or `camera`, `speaker`. */
export interface ISwitchDeviceParams {
  deviceType: string
  deviceId: string
}

/** One's own name and picture. */
export interface ISelfInfoParams {
  nickName?: string | undefined
  avatar?: string | undefined
}

/** What CALL_END tells, in the fields of the 2022 page. */
export interface IOnCallEndData {
  roomID: number
  callMediaType: CALL_TYPE
  callRole: CALL_ROLE
  callEnd?: number
  totalTime: number
  userID: string
}

// From here on: shapes of their inner parts, which their declaration exports. Nothing here takes or gives them.

/** Inner shape of theirs. */
export interface IGenerateCallEndDataParams {
  roomId?: number
  callMediaType?: CALL_TYPE
  callRole?: CALL_ROLE
  totalTime?: number
  userId?: string
}
/** Inner shape of theirs. */
export interface ITRTCClientOptions extends ILoginParams {
  sdkAppID: number
  tuiCallEngine: unknown
}
/** Inner shape of theirs. */
export interface IStopVideoParams {
  type: 'local' | 'remote'
  userID: string
}
/** Inner shape of theirs. */
export interface IPlayVideoParams extends IStopVideoParams {
  domID: string
  options?: IPlayVideoOptions
}
/** Inner shape of theirs. */
export interface IHangupParams {
  userIDList: string[]
  callType: CALL_TYPE
  callEnd?: number
}
/** Inner shape of theirs. */
export interface ITSignalClientOptions {
  SDKAppID: number
  tim?: unknown
  isRejectNotifyAll?: boolean
}
interface Invitation {
  inviteID: string
  inviter: string
  groupID: string
  data: string
}
/** Inner shape of theirs. */
export interface IInviteeAcceptedParams {
  name: string
  data: Invitation & { invitee: string }
}
/** Inner shape of theirs. */
export interface IInvitationReceivedParams {
  data: Invitation & { inviteeList: string[]; inCallUserIDs: string[] }
}
/** Inner shape of theirs. */
export interface IInviteeRejectedParams {
  data: Invitation & { invitee: string }
}
/** Inner shape of theirs. */
export interface IInvitationCancelledParams {
  data: Invitation
}
/** Inner shape of theirs. */
export interface InvitationTimeoutParams {
  data: Omit<Invitation, 'data'> & { inviteeList: string[]; isSelfTimeout: boolean }
}
/** Inner shape of theirs. */
export interface IInviteParams {
  userID: string
  type: CALL_TYPE
  roomId: number
  strRoomId: string
  timeout: number
  offlinePushInfo?: OfflinePushInfo
  userIDList?: string[]
  userData?: string
}
/** Inner shape of theirs. */
export interface IInviteInGroupParams extends Omit<IInviteParams, 'userID' | 'roomId' | 'userIDList'> {
  groupID: string
  userIDList: string[]
  roomID: number
  inCallUserIDs?: string[]
}
/** Inner shape of theirs. */
export interface IAcceptParams {
  inviteID: string
  callType: CALL_TYPE
  switch_to_audio_call?: string
}
/** Inner shape of theirs. */
export interface IRejectParams {
  inviteID: string
  callType: CALL_TYPE
  isBusy: boolean
}
/** Inner shape of theirs. */
export interface ICancelParams {
  inviteID: string
}
/** Inner shape of theirs. */
export interface ISwitchParams {
  userID: string
  callType: CALL_TYPE
  roomID: number
  timeout: number
  mode: MODE_TYPE
}
