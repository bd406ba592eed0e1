import {
  ConnectionQuality,
  ConnectionState,
  LocalParticipant,
  RemoteParticipant,
  RoomEvent,
  type DisconnectReason,
  type LocalTrackPublication,
  type Participant,
  type Room,
  type VideoTrack,
} from 'livekit-client'
import type { ConnectOptions, MediaAccess, PictureSource, TrackSource, WarmOptions } from '../ports/media.ts'
import type { CallError } from '../protocol/errors.ts'
import type { NetworkQuality } from '../protocol/events.ts'
import { disposableRoom } from './disposableRoom.ts'
import type { Backgrounds } from './backgrounds.ts'
import { HeldBack } from './heldBack.ts'
import { userIDOfIdentity } from './identity.ts'
import { KeptReady } from './keptReady.ts'
import type { LivekitMediaOptions } from './livekitMediaOptions.ts'
import { LocalTracks } from './localTracks.ts'
import { connectError, leftMeanwhile, lostError } from './mediaErrors.ts'
import { OutOfSight } from './outOfSight.ts'
import type { Preferences } from './preferences.ts'
import { reconnectPolicy } from './reconnectPolicy.ts'
import { RemoteTracks } from './remoteTracks.ts'
import { SampleMeter } from './sampleMeter.ts'
import { silentMicrophone } from './silentMicrophone.ts'

export interface RoomSessionHost {
  preferences: Preferences
  backgrounds: Backgrounds
  options: LivekitMediaOptions
  /** May this person be seen and heard? */
  isMember(userID: string): boolean
  /** Something can be seen, heard or is sent that was not, or the other way round. */
  tracksChanged(): void
  devicesChanged(): void
  failed(error: CallError): void
  quality(userID: string, quality: NetworkQuality): void
  reconnecting(): void
  /** For the first time, or again. */
  connected(): void
  /** LiveKit has given up. Everything is off already; `wanted` was on. */
  lost(cause: CallError, wanted: ReadonlySet<TrackSource>): void
  audioBlocked(isBlocked: boolean): void
}

/** One stay in one room. A room is used once: LiveKit's leave traces that a second connect would stumble over. */
export class RoomSession {
  readonly self: string
  readonly local: LocalTracks
  readonly remote: RemoteTracks
  readonly #host: RoomSessionHost
  readonly #room: Room
  readonly #letGo: () => void
  readonly #meter = new SampleMeter()
  readonly #heldBack: HeldBack | undefined
  readonly #keptReady: KeptReady
  readonly #outOfSight: OutOfSight
  readonly #isEarly: boolean
  /** Entered while it rings here: the right to send comes with the accept. */
  readonly #isRung: boolean
  readonly #ready: { promise: Promise<void>; resolve: () => void; reject: (error: CallError) => void }
  #isEntered = false
  #isOpen: boolean
  #isOver = false
  #isReconnecting = false
  #isLookDue = false

  /** `warm`: entered ahead of its call; until `open()` nothing is told of it. */
  constructor(options: ConnectOptions, host: RoomSessionHost, warm?: Pick<WarmOptions, 'isCaller' | 'isEarly'>) {
    this.self = options.self
    this.#host = host
    this.#isOpen = !warm
    this.#isEarly = warm?.isEarly ?? false
    this.#isRung = warm?.isCaller === false
    const { room, letGo } = disposableRoom({
      adaptiveStream: true,
      dynacast: true,
      disconnectOnPageLeave: true,
      reconnectPolicy: reconnectPolicy(),
      // By a connection of its own for what is received, the server offers what the others send; by a single one it has to ask
      // for an offer first, which has every codec of every track. What is sent is quicker to offer alone, too.
      singlePeerConnection: !warm,
      ...host.options.room,
      ...speakerOption(host.preferences),
    })
    this.#room = room
    this.#letGo = letGo
    this.#ready = deferred()
    this.#heldBack = warm && !warm.isEarly ? new HeldBack(this.#room) : undefined
    this.#keptReady = new KeptReady(this.#room)
    this.#outOfSight = new OutOfSight(this.#room)
    this.local = new LocalTracks(this.#room, {
      ready: this.#ready.promise,
      preferences: host.preferences,
      backgrounds: host.backgrounds,
      defaults: { audio: host.options.room?.audioCaptureDefaults, video: host.options.room?.videoCaptureDefaults },
      heldBack: this.#heldBack,
      silent: this.#isRung ? silentMicrophone : undefined,
      changed: () => this.#localChanged(),
      failed: (error) => this.#isOpen && host.failed(error),
    })
    this.remote = new RemoteTracks(this.#room, options.self, (userID) => host.isMember(userID))
    this.#listen()
  }

  get isEntered(): boolean {
    return this.#isEntered && this.#isOpen
  }

  /** Entered ahead of its call, and whole. */
  get canOpen(): boolean {
    return this.#isEntered && !this.#isOpen && !this.#isOver && this.#room.state === ConnectionState.Connected
  }

  /** While LiveKit restarts the connection the others leave and come back: what is known of them stands meanwhile. */
  get isSettled(): boolean {
    return this.isEntered && !this.#isOver && this.#room.state !== ConnectionState.Reconnecting
  }

  /** What the next room can go on with. A shared screen cannot be taken up again without asking. */
  get wanted(): ReadonlySet<TrackSource> {
    return new Set((['camera', 'microphone'] as const).filter((source) => this.local.sources[source].isWanted))
  }

  /** Rejects with NOT_FOUND, NOT_ALLOWED, MEDIA_FAILED, or WRONG_STATE after `end()`. */
  async enter(access: MediaAccess): Promise<void> {
    try {
      await this.#room.connect(access.url, access.token, this.#host.options.connect)
    } catch (cause) {
      throw this.#isOver ? leftMeanwhile() : connectError(cause)
    }
    if (this.#isOver) throw leftMeanwhile()
    this.#isEntered = true
    this.#ready.resolve()
    if (this.#isOpen) return this.#begin()
    if (this.#isRung) this.#connectSender()
    this.#tracksChanged()
  }

  /**
   * LiveKit connects what sends only once something is sent. An empty message does that ahead of the accept: LiveKit lets it go no
   * further, since nobody has the right to send one. Where it fails, the accept connects.
   */
  #connectSender(): void {
    this.#room.localParticipant.publishData(new Uint8Array(), { reliable: true }).catch(() => {})
  }

  /** The call has begun: what is sent flows, what comes is told. To be called when `canOpen`. */
  open(): void {
    this.#isOpen = true
    this.#heldBack?.release().catch((cause: unknown) => this.#unlessOver(() => this.#host.failed(connectError(cause))))
    this.#begin()
    this.#keptReady.endSoon()
  }

  /** Who may be seen and heard is not the same any more. */
  membersChanged(): void {
    this.remote.hush()
    this.#lookSoon()
  }

  /** Everything of one's own is off before this returns its promise. */
  async end(): Promise<void> {
    this.local.end()
    await this.#leave()
  }

  /** The same for a room that could not be entered: what was asked for goes on in the next one. */
  async interrupt(): Promise<void> {
    this.local.interrupt()
    await this.#leave()
  }

  picture(userID: string, source: PictureSource): VideoTrack | undefined {
    if (userID === this.self) return this.local.picture(source)
    return this.#isOpen || this.#isEarly ? this.remote.picture(userID, source) : undefined
  }

  get levels(): Map<string, number> {
    const microphones = new Map<string, MediaStreamTrack>()
    for (const [userID, track] of this.remote.microphones) microphones.set(userID, track.mediaStreamTrack)
    if (this.local.microphone) microphones.set(this.self, this.local.microphone.mediaStreamTrack)
    this.#meter.keep(new Set(microphones.values()))
    const levels = new Map<string, number>()
    for (const [userID, track] of microphones) levels.set(userID, this.#meter.level(track))
    return levels
  }

  get speakerID(): string | undefined {
    return this.#room.getActiveDevice('audiooutput')
  }

  async switchSpeaker(deviceID: string): Promise<void> {
    await this.#room.switchActiveDevice('audiooutput', deviceID)
  }

  async startAudio(): Promise<void> {
    this.#meter.resume()
    await this.#room.startAudio()
  }

  async #leave(): Promise<void> {
    this.#stop()
    await this.#room.disconnect()
    // A restart of LiveKit's own that was under way may have captured in between.
    this.local.interrupt()
  }

  #begin(): void {
    this.#host.connected()
    this.#tracksChanged()
    this.#repeatQualities()
    if (!this.#room.canPlaybackAudio) this.#host.audioBlocked(true)
  }

  /** What was said of connections while it rang: LiveKit says it again only when something changes. */
  #repeatQualities(): void {
    for (const participant of [this.#room.localParticipant, ...this.#room.remoteParticipants.values()]) {
      const { connectionQuality } = participant
      if (connectionQuality !== ConnectionQuality.Unknown) this.#quality(connectionQuality, participant)
    }
  }

  #stop(): void {
    this.#isOver = true
    this.#heldBack?.end()
    this.#keptReady.end()
    this.#outOfSight.end()
    this.#ready.reject(leftMeanwhile())
    this.remote.end()
    this.#meter.end()
    this.#letGo()
  }

  #listen(): void {
    const room = this.#room
    const changed = () => this.#lookSoon()
    for (const event of [
      RoomEvent.ParticipantConnected,
      RoomEvent.ParticipantDisconnected,
      RoomEvent.TrackPublished,
      RoomEvent.TrackUnpublished,
      RoomEvent.TrackSubscribed,
      RoomEvent.TrackUnsubscribed,
      RoomEvent.TrackMuted,
      RoomEvent.TrackUnmuted,
    ] as const) {
      room.on(event, changed)
    }
    room
      .on(RoomEvent.SignalConnected, () => this.#ready.resolve())
      .on(RoomEvent.Reconnecting, () =>
        this.#isOpen ? this.#unlessOver(() => this.#reconnecting()) : this.#disconnected(),
      )
      .on(RoomEvent.Reconnected, () => this.#unlessOver(() => this.#reconnected()))
      .on(RoomEvent.Disconnected, (reason) => this.#disconnected(reason))
      .on(RoomEvent.LocalTrackUnpublished, (publication) => this.#localUnpublished(publication))
      .on(RoomEvent.ActiveDeviceChanged, () => this.#unlessOver(() => this.#host.devicesChanged()))
      .on(RoomEvent.AudioPlaybackStatusChanged, (canPlay) => this.#unlessOver(() => this.#host.audioBlocked(!canPlay)))
      .on(RoomEvent.ConnectionQualityChanged, (quality, participant) => this.#quality(quality, participant))
  }

  #unlessOver(act: () => void): void {
    if (!this.#isOver && this.isEntered) act()
  }

  #tracksChanged(): void {
    if (this.#isOver || !this.#isEntered) return
    if (!this.#isOpen) this.#keptReady.update()
    this.#outOfSight.update()
    if (this.#isOpen || this.#isEarly) this.remote.play()
    this.#host.tracksChanged()
  }

  #localChanged(): void {
    if (this.#isOver) return
    this.#host.tracksChanged()
    this.#host.devicesChanged()
  }

  /**
   * LiveKit takes everybody and everything away one by one before it says that it is reconnecting or has given up. By the
   * next microtask it has said so, and what only seems to have gone is not told.
   */
  #lookSoon(): void {
    if (this.#isLookDue) return
    this.#isLookDue = true
    queueMicrotask(() => {
      this.#isLookDue = false
      this.#tracksChanged()
    })
  }

  #localUnpublished({ track }: LocalTrackPublication): void {
    // A full reconnection takes tracks back and sends them again.
    queueMicrotask(() => {
      if (track && this.isSettled) this.local.dropped(track)
    })
  }

  #reconnecting(): void {
    this.#isReconnecting = true
    this.#host.reconnecting()
  }

  /** LiveKit says so after each short break of the signalling too, which nobody heard of. */
  #reconnected(): void {
    this.local.resend()
    if (this.#isReconnecting) this.#host.connected()
    this.#isReconnecting = false
    this.#tracksChanged()
  }

  /** A warm room is not worth mending: an accept finds its own way. */
  #disconnected(reason?: DisconnectReason): void {
    if (this.#isOver || !this.#isEntered) return
    const { wanted } = this
    this.local.interrupt()
    this.#stop()
    this.#host.lost(lostError(reason), wanted)
  }

  #quality(quality: NetworkQuality, participant: Participant): void {
    this.#unlessOver(() => {
      if (participant instanceof LocalParticipant) this.#host.quality(this.self, quality)
      else if (participant instanceof RemoteParticipant && this.remote.isCurrent(participant)) {
        this.#host.quality(userIDOfIdentity(participant.identity), quality)
      }
    })
  }
}

function speakerOption({ deviceIDs }: Preferences): { audioOutput?: { deviceId: string } } {
  return deviceIDs.speaker === '' ? {} : { audioOutput: { deviceId: deviceIDs.speaker } }
}

function deferred(): { promise: Promise<void>; resolve: () => void; reject: (error: CallError) => void } {
  let resolve = () => {}
  let reject: (error: CallError) => void = () => {}
  const promise = new Promise<void>((onDone, onError) => {
    resolve = onDone
    reject = onError
  })
  // When the room is left, nobody may be waiting for it.
  promise.catch(() => {})
  return { promise, resolve, reject }
}
