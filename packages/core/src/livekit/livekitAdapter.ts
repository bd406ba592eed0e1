import { LogLevel, setLogLevel, supportsAudioOutputSelection, type VideoTrack } from 'livekit-client'
import type {
  Background,
  ConnectOptions,
  DeviceKind,
  DeviceState,
  Media,
  MediaAccess,
  MediaFact,
  PictureSource,
  Preview,
  PreviewOptions,
  RoomCheck,
  TrackSource,
  WarmOptions,
} from '../ports/media.ts'
import { CallError } from '../protocol/errors.ts'
import { Attachments } from './attachments.ts'
import { Backgrounds } from './backgrounds.ts'
import { BetweenRooms } from './betweenRooms.ts'
import type { CaptureDefaults } from './capture.ts'
import { checkRoom } from './checkRoom.ts'
import { Devices } from './devices.ts'
import type { LivekitMediaOptions } from './livekitMediaOptions.ts'
import { deviceError, leftMeanwhile } from './mediaErrors.ts'
import { MutedVolume } from './mutedVolume.ts'
import { defaultPreferences } from './preferences.ts'
import { Previews } from './previews.ts'
import { RoomSession, type RoomSessionHost } from './roomSession.ts'
import { SampleMeter } from './sampleMeter.ts'
import { TrackFacts } from './trackFacts.ts'
import { Volume } from './volume.ts'

/** The `Media` port on livekit-client. It outlives rooms: each `connect` gets a `RoomSession` of its own. */
export class LivekitAdapter implements Media {
  readonly hasRoom = true
  readonly #options: LivekitMediaOptions
  readonly #preferences = defaultPreferences()
  readonly #listeners = new Set<(fact: MediaFact) => void>()
  readonly #facts = new TrackFacts((fact) => this.#tell(fact))
  readonly #betweenRooms = new BetweenRooms(this.#facts)
  readonly #attachments = new Attachments((userID, source) => this.#picture(userID, source))
  readonly #backgrounds: Backgrounds
  readonly #devices: Devices
  readonly #previews: Previews
  readonly #volume: Volume
  readonly #mutedVolume = new MutedVolume({
    microphone: () => this.#session?.local.mutedMicrophone,
    meter: () => new SampleMeter(),
  })
  readonly #over = new AbortController()
  #members: ReadonlySet<string> = new Set()
  #session: RoomSession | undefined
  /** Entered ahead of its call; never beside a session. */
  #warm: RoomSession | undefined
  #isAudioBlocked = false
  #isDestroyed = false

  constructor(options: LivekitMediaOptions, { volumeIntervalMs }: { volumeIntervalMs: number }) {
    this.#options = options
    setLogLevel(LogLevel[options.logLevel ?? 'warn'])
    this.#backgrounds = new Backgrounds({
      assets: options.backgroundAssets,
      logLevel: options.logLevel ?? 'warn',
      broken: (track, error) => this.#backgroundBroke(track, error),
    })
    this.#devices = new Devices({
      inUse: (kind) => this.#deviceInUse(kind),
      chosen: (kind) => this.#preferences.deviceIDs[kind],
      changed: (devices) => this.#tell({ kind: 'devices', devices }),
    })
    this.#previews = new Previews({
      preferences: this.#preferences,
      defaults: this.#captureDefaults,
      backgrounds: this.#backgrounds,
      devicesChanged: () => this.#devices.refreshSoon(),
    })
    this.#volume = new Volume({
      volumeIntervalMs,
      read: () => this.#session?.levels ?? new Map(),
      tell: (levels) => this.#tell({ kind: 'volume', levels }),
    })
  }

  onFact(listener: (fact: MediaFact) => void): () => void {
    const own = (fact: MediaFact) => listener(fact)
    this.#listeners.add(own)
    return () => void this.#listeners.delete(own)
  }

  async preload(): Promise<void> {}

  async connect(access: MediaAccess, options: ConnectOptions): Promise<void> {
    this.#assertOutside()
    const session = this.#openSession(options)
    this.#session = session
    this.#betweenRooms.carryInto(session, {
      isCurrent: () => this.#session === session,
      changed: () => this.#tracksChanged(session),
      failed: (error) => this.#tell({ kind: 'error', error }),
    })
    try {
      await session.enter(access)
    } catch (error) {
      if (this.#session === session) this.#notEntered(session)
      throw error
    }
    this.#measure()
  }

  async warm(access: MediaAccess, options: WarmOptions, signal: AbortSignal): Promise<void> {
    this.#assertOutside()
    if (signal.aborted) throw leftMeanwhile()
    const session = this.#openSession(options, options)
    const leave = () => void this.#cool(session)
    signal.addEventListener('abort', leave, { once: true })
    this.#warm = session
    try {
      await session.enter(access)
    } catch (error) {
      signal.removeEventListener('abort', leave)
      void this.#cool(session)
      throw error
    }
  }

  async open(): Promise<void> {
    const session = this.#warm
    if (!session?.canOpen) {
      void this.#cool(session)
      throw leftMeanwhile()
    }
    this.#warm = undefined
    this.#session = session
    session.open()
    this.#measure()
  }

  setMembers(userIDs: readonly string[]): void {
    this.#members = new Set(userIDs)
    this.#room?.membersChanged()
    this.#attachments.update()
  }

  disconnect(): Promise<void> {
    this.#previews.stop()
    return this.#leave()
  }

  setCamera(isOn: boolean): Promise<void> {
    return this.#send('camera', isOn)
  }

  setMicrophone(isOn: boolean): Promise<void> {
    return this.#send('microphone', isOn)
  }

  setScreenShare(isOn: boolean): Promise<void> {
    return this.#send('screen', isOn)
  }

  async switchDevice(kind: DeviceKind, deviceID: string): Promise<void> {
    await this.#devices.assertThere(kind, deviceID)
    const { deviceIDs } = this.#preferences
    const before = deviceIDs[kind]
    deviceIDs[kind] = deviceID
    try {
      if (kind === 'speaker') {
        if (supportsAudioOutputSelection()) await this.#room?.switchSpeaker(deviceID)
      } else {
        await Promise.all([this.#room?.local.switchDevice(kind, deviceID), this.#previews.switchDevice(kind, deviceID)])
      }
    } catch (cause) {
      deviceIDs[kind] = before
      throw deviceError(cause)
    } finally {
      await this.#devices.refresh()
    }
  }

  getDevices(): Promise<DeviceState> {
    return this.#devices.refresh()
  }

  attach(userID: string, source: PictureSource, element: HTMLVideoElement): () => void {
    return this.#attachments.add(userID, source, element)
  }

  onVolume(userID: string, listener: (volume: number) => void): () => void {
    return this.#volume.listen(userID, listener)
  }

  async startAudio(): Promise<void> {
    try {
      await this.#room?.startAudio()
    } catch (cause) {
      throw CallError.from(cause, 'MEDIA_FAILED')
    }
  }

  preview(options: PreviewOptions): Promise<Preview> {
    return this.#isDestroyed ? Promise.reject(leftMeanwhile()) : this.#previews.open(options)
  }

  async setNoiseSuppression(isOn: boolean): Promise<void> {
    if (this.#preferences.hasNoiseSuppression === isOn) return
    this.#preferences.hasNoiseSuppression = isOn
    await Promise.all([this.#room?.local.applyNoiseSuppression(), this.#previews.applyNoiseSuppression()])
  }

  setBackground(background: Background): Promise<void> {
    return this.#backgrounds.set(background)
  }

  onMutedVolume(listener: (volume: number) => void): () => void {
    return this.#mutedVolume.listen(listener)
  }

  checkRoom(access: MediaAccess, signal: AbortSignal): Promise<RoomCheck> {
    if (this.#isDestroyed || this.#room) return Promise.reject(leftMeanwhile())
    return checkRoom(access, AbortSignal.any([signal, this.#over.signal]), this.#options)
  }

  async destroy(): Promise<void> {
    this.#isDestroyed = true
    this.#over.abort()
    this.#listeners.clear()
    this.#devices.end()
    const done = this.disconnect()
    this.#attachments.clear()
    await done
  }

  get #captureDefaults(): CaptureDefaults {
    return { audio: this.#options.room?.audioCaptureDefaults, video: this.#options.room?.videoCaptureDefaults }
  }

  #tell(fact: MediaFact): void {
    for (const listener of [...this.#listeners]) listener(fact)
  }

  /** Where I am, be it ahead of the call. */
  get #room(): RoomSession | undefined {
    return this.#session ?? this.#warm
  }

  #assertOutside(): void {
    if (this.#isDestroyed || this.#room) throw new CallError('WRONG_STATE', 'This device is in a room already.')
  }

  #measure(): void {
    this.#volume.start()
    this.#mutedVolume.start()
  }

  #openSession(options: ConnectOptions, warm?: WarmOptions): RoomSession {
    const host: RoomSessionHost = {
      preferences: this.#preferences,
      backgrounds: this.#backgrounds,
      options: this.#options,
      isMember: (userID) => this.#members.has(userID),
      tracksChanged: () => this.#tracksChanged(session),
      devicesChanged: () => this.#devices.refreshSoon(),
      failed: (error) => this.#tell({ kind: 'error', error }),
      quality: (userID, quality) => this.#tell({ kind: 'quality', userID, quality }),
      reconnecting: () => this.#tell({ kind: 'connection', state: 'reconnecting' }),
      connected: () => this.#tell({ kind: 'connection', state: 'connected' }),
      lost: (cause, wanted) => this.#lost(session, cause, wanted),
      audioBlocked: (isBlocked) => this.#audioBlocked(isBlocked),
    }
    const session = new RoomSession(options, host, warm)
    return session
  }

  #send(source: TrackSource, isOn: boolean): Promise<void> {
    const room = this.#room
    return room ? room.local.sources[source].set(isOn) : this.#betweenRooms.set(source, isOn)
  }

  #tracksChanged(session: RoomSession): void {
    if (this.#room !== session) return
    this.#attachments.update()
    this.#mutedVolume.update()
    if (!session.isEntered) return
    for (const source of ['camera', 'microphone', 'screen'] as const) {
      const { isOn, isWanted } = session.local.sources[source]
      // What is being taken up again has, for everybody who watches, never been off.
      if (isOn || !isWanted || !this.#betweenRooms.has(source)) this.#facts.local(source, isOn)
    }
    if (!session.isSettled) return
    this.#facts.remote(session.remote.availability)
    // Only now is it known whose picture is gone for good.
    this.#attachments.update()
  }

  #picture(userID: string, source: PictureSource): VideoTrack | undefined | 'keep' {
    const session = this.#room
    const picture = session?.picture(userID, source)
    // While a connection is restored the last picture stands, unless it is known that there is none any more.
    const isKept = session && !picture && userID !== session.self && this.#members.has(userID)
    if (isKept && this.#facts.isAvailable(userID, source)) return 'keep'
    return picture
  }

  #deviceInUse(kind: DeviceKind): string | undefined {
    if (kind === 'speaker') return this.#room?.speakerID
    return this.#room?.local.deviceID(kind) ?? this.#previews.deviceID(kind)
  }

  /** Others see a picture that stands still, and its owner would not know why. */
  #backgroundBroke(track: VideoTrack, error: CallError): void {
    if (this.#isDestroyed) return
    const local = this.#room?.local
    if (local?.picture('camera') === track) local.sources.camera.set(false).catch(() => {})
    this.#tell({ kind: 'error', error })
  }

  #audioBlocked(isBlocked: boolean): void {
    if (this.#isAudioBlocked === isBlocked) return
    this.#isAudioBlocked = isBlocked
    this.#tell({ kind: 'audioBlocked', isBlocked })
  }

  /** What was told of tracks stands: the engine tries again, and whoever is there then has never been away. */
  #lost(session: RoomSession, cause: CallError, wanted: ReadonlySet<TrackSource>): void {
    if (this.#warm === session) return void this.#cool(session)
    if (this.#session !== session) return
    this.#betweenRooms.begin(wanted)
    this.#session = undefined
    this.#volume.stop()
    this.#mutedVolume.stop()
    this.#attachments.update()
    this.#tell({ kind: 'connection', state: 'lost', cause })
  }

  #notEntered(session: RoomSession): void {
    this.#betweenRooms.begin(session.wanted)
    this.#session = undefined
    void session.interrupt()
    this.#attachments.update()
  }

  /** Out of a warm room. Its captures have stopped when this returns its promise. */
  async #cool(session: RoomSession | undefined): Promise<void> {
    if (!session || this.#warm !== session) return
    this.#warm = undefined
    const left = session.end()
    this.#attachments.update()
    this.#devices.refreshSoon()
    // Nobody waits for it, and a room that cannot even be left is gone.
    await left.catch(() => {})
  }

  #leave(): Promise<void> {
    const session = this.#room
    this.#session = undefined
    this.#warm = undefined
    this.#betweenRooms.end()
    // All captures stop here, before anything is awaited.
    const left = session?.end()
    this.#volume.stop()
    this.#mutedVolume.stop()
    this.#attachments.update()
    this.#audioBlocked(false)
    this.#facts.clear()
    return left ?? Promise.resolve()
  }
}
