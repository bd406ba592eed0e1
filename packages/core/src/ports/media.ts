import type { CallError } from '../protocol/errors.ts'
import type { CallType, Device, NetworkQuality } from '../protocol/events.ts'

/** What can be chosen by `switchDevice`. */
export type DeviceKind = 'camera' | 'microphone' | 'speaker'
/** What a person can send. `screen` is a picture; its sound, if any, comes with it. */
export type TrackSource = 'camera' | 'microphone' | 'screen'
/** What can be seen of a person, each with a `<video>` of its own. */
export type PictureSource = 'camera' | 'screen'

/** Where the room of a call is and the right to enter it, made by the call server. */
export interface MediaAccess {
  url: string
  token: string
}

/** All devices and which of each kind is in use (`''`: none or unknown). */
export interface DeviceState {
  cameraList: Device[]
  microphoneList: Device[]
  speakerList: Device[]
  currentCameraID: string
  currentMicrophoneID: string
  currentSpeakerID: string
}

/** Something that happened in the media layer. The engine turns facts into state and events; the adapter decides nothing. */
export type MediaFact =
  /** A track of somebody else can (not) be seen or heard: published and unmuted. Told on change only. */
  | { kind: 'remoteTrack'; userID: string; source: TrackSource; isAvailable: boolean }
  /** What I send. Also told when the browser ends it (screen share stopped, device unplugged). */
  | { kind: 'localTrack'; source: TrackSource; isOn: boolean }
  | { kind: 'quality'; userID: string; quality: NetworkQuality }
  /** `lost` is final for this connection: the engine asks for fresh access and connects again while the call lasts. */
  | { kind: 'connection'; state: 'connected' | 'reconnecting' | 'lost'; cause?: CallError }
  | { kind: 'devices'; devices: DeviceState }
  /** The browser holds back sound until `startAudio()` runs in a click. */
  | { kind: 'audioBlocked'; isBlocked: boolean }
  /** Levels of everybody in the room that has a microphone on, self included, 0..100. Every `volumeIntervalMs`, in a room only. */
  | { kind: 'volume'; levels: ReadonlyMap<string, number> }
  | { kind: 'error'; error: CallError }

/** A camera and microphone shown to their owner only: nothing leaves the machine. */
export interface Preview {
  /** Shows the picture; returns what takes it off again. */
  attach(element: HTMLVideoElement): () => void
  /** Loudness 0..100, about 30 times a second. */
  onVolume(listener: (volume: number) => void): () => void
  /** Camera and microphone go off. Safe to call twice. */
  stop(): void
}

/** What to capture, for oneself alone. */
export interface PreviewOptions {
  camera: boolean
  microphone: boolean
}

/** What is behind a person in their camera picture. `url` of an image: http(s), `data:`, `blob:` or a path on the page's own site. */
export type Background = { kind: 'none' } | { kind: 'blur' } | { kind: 'image'; url: string }

/** What entering a room just to look has shown. */
export interface RoomCheck {
  /** Was the room entered, picture and sound included? */
  canConnect: boolean
  /** The way of picture and sound there and back, ms; absent where the browser does not tell. */
  roundTripMs?: number
}

export interface ConnectOptions {
  /** The userID this device is signed in as: levels and local facts are told under it. */
  self: string
  type: CallType
}

/** How a room is entered ahead of its call. */
export interface WarmOptions extends ConnectOptions {
  /** I am the one who calls: what I send gets ready, and the accept brings what I have yet to receive. */
  isCaller: boolean
  /** What I send may flow at once, and what the others send at once may be seen and heard. */
  isEarly: boolean
}

/**
 * The media side of a client: one room at a time, the devices, the pictures. In production LiveKit.
 *
 * Never: capture before `setCamera`, `setMicrophone`, `setScreenShare` or `preview` asks for it; a fact after `destroy()`; a
 * decision about a call. Every method that can fail rejects with a `CallError`.
 */
export interface Media {
  /** Does a room show the server that this device is there? False for `noMedia()`: the server then trusts the session alone. */
  readonly hasRoom: boolean
  /** Hears every fact from now on. */
  onFact(listener: (fact: MediaFact) => void): () => void
  /** Fetches the code that is needed later. Opens nothing, captures nothing. */
  preload(): Promise<void>
  /**
   * Enters the room. Resolves once others can be heard and seen. Rejects with MEDIA_FAILED, NOT_ALLOWED, or NOT_FOUND (there
   * is no such room any more). A call of `disconnect()` meanwhile makes it reject with WRONG_STATE and leaves nothing open.
   * After a failure, and after `lost`, what was asked to be on is kept for the next `connect`, until `disconnect()`.
   */
  connect(access: MediaAccess, options: ConnectOptions): Promise<void>
  /**
   * Enters the room of a call that still rings, so that `open` is quick. Until then nothing is told of it, and nobody can be seen
   * or heard but oneself; `setCamera` and `setMicrophone` capture and get ready, but nothing of it leaves this machine (unless `isEarly`).
   * Resolves when it could be opened. Rejects as `connect` does, and as soon as `signal` aborts, which leaves the room: then
   * nothing is open, and captures have ended before the abort returns. So they have when the room is lost meanwhile.
   */
  warm(access: MediaAccess, options: WarmOptions, signal: AbortSignal): Promise<void>
  /** The call has begun: from now on all is as after `connect`. Rejects with WRONG_STATE when there is no warm room (any more). */
  open(): Promise<void>
  /**
   * Whom this device may see and hear: of nobody else in a room is a picture shown, a sound played, a track or a level told. Nobody
   * until it is told. Who is withdrawn falls silent at once; the facts that follow come later, never during the call.
   */
  setMembers(userIDs: readonly string[]): void
  /** Leaves the room, a warm one too, and stops every capture, the latter before this returns its promise. Safe to call at any time. */
  disconnect(): Promise<void>
  /**
   * Starts or stops sending. In a room only (`warm` has one), or while it is being entered (then it takes effect with the room). Rejects
   * with PERMISSION_DENIED, NO_DEVICE, DEVICE_IN_USE, MEDIA_FAILED. Off is off when the promise settles.
   */
  setCamera(isOn: boolean): Promise<void>
  setMicrophone(isOn: boolean): Promise<void>
  setScreenShare(isOn: boolean): Promise<void>
  /** Chooses a device, now and for later captures. Rejects with NO_DEVICE when there is none of that id. */
  switchDevice(kind: DeviceKind, deviceID: string): Promise<void>
  /** Lists the devices without asking for permission; labels may be empty until it was given. */
  getDevices(): Promise<DeviceState>
  /** Shows a person's picture in `element` whenever there is one, also one that comes later; returns what ends that. */
  attach(userID: string, source: PictureSource, element: HTMLVideoElement): () => void
  /** Levels at up to 30 a second for meters, past any store; in a room only. Returns what ends it. */
  onVolume(userID: string, listener: (volume: number) => void): () => void
  /**
   * Loudness 0..100 of my own microphone while it is off in a room but still captured, up to 30 times a second; 0 once when
   * that ends. Nothing is captured for it, and nothing leaves the machine. Returns what ends it.
   */
  onMutedVolume(listener: (volume: number) => void): () => void
  /** To be called in a click when `audioBlocked` was told. */
  startAudio(): Promise<void>
  preview(options: PreviewOptions): Promise<Preview>
  /** Switches the browser's own noise suppression, now and for later captures. Resolves also when the microphone is off. */
  setNoiseSuppression(isOn: boolean): Promise<void>
  /**
   * What is behind me in my camera picture, now and for later captures, previews too. Resolves when it can be seen, at once
   * while no camera is on. Rejects with MEDIA_FAILED, and what was there before stays.
   */
  setBackground(background: Background): Promise<void>
  /**
   * Enters a room made for that, measures, and leaves it; captures nothing, sends nothing. Resolves also when the room cannot
   * be entered. Rejects with WRONG_STATE in a room, a warm one too, after `destroy()`, and as soon as `signal` aborts; then nothing stays open.
   */
  checkRoom(access: MediaAccess, signal: AbortSignal): Promise<RoomCheck>
  /** As `disconnect()`, and for good. */
  destroy(): Promise<void>
}

/** Makes the media side of one engine. `livekitMedia()` and `noMedia()` return one of these. */
export type MediaFactory = (options: { volumeIntervalMs: number }) => Media
