import type { StoreApi } from 'zustand/vanilla'
import type {
  Background,
  DeviceKind,
  DeviceState,
  MediaFactory,
  PictureSource,
  Preview,
  PreviewOptions,
} from '../ports/media.ts'
import type { SignallingFactory } from '../ports/signalling.ts'
import type { CallEvent, CallEventPayloads, CallType, NetworkQuality } from '../protocol/events.ts'
import type { CallSummary } from '../protocol/messages.ts'
import type { Call, CallState } from './callState.ts'

/** Options of `createCallEngine` (contract §3). */
export interface CallEngineOptions {
  /** The call server's address, such as `http://localhost:4000`. */
  url: string
  /** The user's token, checked by the server's `authenticate`; a function is asked again at each attempt to connect. */
  token: string | (() => string | Promise<string>)
  /** Default `livekitMedia()`; `noMedia()` for bots and tests in Node. */
  media?: MediaFactory
  /** Default socket.io to `url`. */
  signalling?: SignallingFactory
  /**
   * Tells this device from the user's others. Default: kept for this tab in sessionStorage, so that a reload resumes; a
   * duplicated tab gets its own; without sessionStorage each engine is a new device. Letters, digits, `-` and `_`, at most 64.
   */
  deviceID?: string
  /**
   * Connects to the room while it rings, so that an accept is quick (contract §6). The caller's camera and microphone are then
   * captured while calling; nothing of them leaves the machine before the accept, and nothing of the callee is captured before.
   * `false`: nobody is in a room before the accept, for those who pay per participant minute. Default true.
   */
  warm?: boolean
  /**
   * While calling: what I send flows before the accept. While ringing: a caller who does so can be seen (`attach`) and heard
   * before I accept. It takes both sides, and `warm`; not in a group call, whose ringing invitees receive nothing. Default false.
   */
  earlyMedia?: boolean
  /** Milliseconds between two USER_VOICE_VOLUME events, 20 to 10 000. Default 100. */
  volumeInterval?: number
}

/** Whom to call, and how (contract §3). */
export interface CallOptions {
  /** Whom to call, at least one, without oneself. Repeats count once. */
  userIDList: string[]
  type: CallType
  /** Makes it a group call and lets the group's other members find it by `getCalls`. */
  groupID?: string
  /** How long it rings, seconds, 1 to 600. Default: the server's, 30. */
  timeout?: number
  /** The app's own data for the invitees, at most 4 096 characters. */
  userData?: string
  /** Default: on in a video call. */
  camera?: boolean
  /** Default: on. */
  microphone?: boolean
}

/** What to start with when a call is accepted. Default: the microphone, and in a video call the camera. */
export interface AcceptOptions {
  camera?: boolean
  microphone?: boolean
}

/** Which call to join, and what to start with. */
export interface JoinOptions {
  callID: string
  /** Default: off (contract, Rules). */
  camera?: boolean
  /** Default: on. */
  microphone?: boolean
}

/** What `checkNetwork()` has found. */
export interface NetworkCheck {
  /** A question to the call server and back: the median of a few, ms. When no answer came: how long was waited for it. */
  signalling: { roundTripMs: number }
  /** Picture and sound: can the media server be reached, and how long is the way there and back, ms, if the browser tells? */
  media: { canConnect: boolean; roundTripMs?: number }
  /** What a call can be expected to be like; `lost`: the call server or the media server is not reached. */
  quality: NetworkQuality
}

/**
 * Calls, without any user interface: commands out, events and state in. Every command rejects with a `CallError`, and a
 * refused command changes nothing, here or on the server.
 */
export interface CallEngine {
  /** The state, a zustand vanilla store; read and subscribe only. */
  readonly store: StoreApi<CallState>
  /** Calls `handler` at each event of that name; returns what ends it. */
  on<E extends CallEvent>(event: E, handler: (payload: CallEventPayloads[E]) => void): () => void
  once<E extends CallEvent>(event: E, handler: (payload: CallEventPayloads[E]) => void): () => void
  off<E extends CallEvent>(event: E, handler: (payload: CallEventPayloads[E]) => void): void
  /**
   * Connects and signs in; resolves once SDK_READY has been emitted, afterwards it reconnects by itself. A second `login()`
   * meanwhile gets the same promise. Rejects with NOT_ALLOWED (token refused) or SIGNALLING_FAILED (no server for 10 s).
   */
  login(): Promise<void>
  /** Hangs up if in a call, and signs out. Resolves also when not signed in. */
  logout(): Promise<void>
  /** Calls people; resolves with the call, also when they are busy (LINE_BUSY and the terminal event follow). */
  call(options: CallOptions): Promise<Call>
  accept(options?: AcceptOptions): Promise<void>
  /** Declines. `message`: at most 200 characters. */
  reject(options?: { message?: string }): Promise<void>
  /** Leaves the call; while ringing out it cancels. Offline it ends the call here at once and there when it arrives. */
  hangup(): Promise<void>
  /** Rings more people; a direct call becomes a group call. BAD_PARAMETER when none is left to ring. */
  invite(userIDList: string[], options?: { timeout?: number }): Promise<void>
  /** Enters a group call that is going on. */
  join(options: JoinOptions): Promise<void>
  /** Resolves and does nothing when the call has that type already. */
  switchCallType(type: CallType): Promise<void>
  /** Calls going on that I may join; of one group when `groupID` is given. */
  getCalls(filter?: { groupID?: string }): Promise<CallSummary[]>
  /** WRONG_STATE outside a call and in an audio call; device errors as CallError. Before the accept it is remembered for it. */
  setCamera(isOn: boolean): Promise<void>
  /** WRONG_STATE outside a call. Before the accept it is remembered for it, as `state.wanted` shows. */
  setMicrophone(isOn: boolean): Promise<void>
  setScreenShare(isOn: boolean): Promise<void>
  switchDevice(kind: DeviceKind, deviceID: string): Promise<void>
  getDevices(): Promise<DeviceState>
  /** Shows a member's picture (one's own too) in `element` whenever there is one; returns what ends it. */
  attach(userID: string, source: PictureSource, element: HTMLVideoElement): () => void
  /** Loudness 0..100 for a meter, up to 30 times a second, past the store. */
  onVolume(userID: string, listener: (volume: number) => void): () => void
  /** Lets the browser play sound again; call it in a click when `state.isAudioBlocked`. */
  startAudio(): Promise<void>
  /**
   * Camera and microphone for their owner's eyes only. Rejects with the device errors; while it rings, `state.wanted` then
   * has no more of the one that was asked for alone, and the call goes through without it (contract, Rules). While calling with
   * `warm`, a preview of the camera alone is what is captured for the call already: should that fail, ERROR says so.
   */
  preview(options: PreviewOptions): Promise<Preview>
  /** The browser's own noise suppression, in and outside a call, previews too. Default: on. */
  setNoiseSuppression(isOn: boolean): Promise<void>
  /**
   * What is behind me in my picture, in and outside a call, previews too; kept for this engine, shown by `state.effects`.
   * Rejects with BAD_PARAMETER (unknown kind, image without url) or MEDIA_FAILED; then what was there before stays.
   *
   * @example
   * await engine.setBackground({ kind: 'image', url: '/office.jpg' })
   */
  setBackground(background: Background): Promise<void>
  /**
   * Loudness 0..100 of my own microphone while it is muted in a call but still captured, up to 30 times a second, for "you are
   * muted"; 0 once when that ends. Nothing is captured for it, nothing leaves the machine. Returns what ends it.
   */
  onMutedVolume(listener: (volume: number) => void): () => void
  /**
   * Measures the way to the call server and, in a room made for that, to the media server. Takes a few seconds at most;
   * captures nothing. A call that comes meanwhile ends it. Rejects with NOT_LOGGED_IN, WRONG_STATE (in or ringing for a call,
   * or a check is under way), RATE_LIMITED.
   */
  checkNetwork(): Promise<NetworkCheck>
  /** Epoch ms of the clock this engine goes by: the machine's, in a simulator that of the simulator. */
  now(): number
  /** Hangs up, disconnects and releases everything, for good. */
  destroy(): void
}
