import { LogLevel, setLogLevel, supportsAudioOutputSelection, type VideoTrack } from 'livekit-client'
import type {
  ConnectOptions,
  DeviceKind,
  DeviceState,
  Media,
  MediaAccess,
  MediaFact,
  PictureSource,
  Preview,
  PreviewOptions,
  TrackSource,
} from '../ports/media.ts'
import { CallError } from '../protocol/errors.ts'
import { Attachments } from './attachments.ts'
import type { CaptureDefaults } from './capture.ts'
import { Devices } from './devices.ts'
import type { LivekitMediaOptions } from './livekitMediaOptions.ts'
import { deviceError, leftMeanwhile } from './mediaErrors.ts'
import { defaultPreferences } from './preferences.ts'
import { Previews } from './previews.ts'
import { RoomSession } from './roomSession.ts'
import { TrackFacts } from './trackFacts.ts'
import { Volume } from './volume.ts'

/** The `Media` port on livekit-client. It outlives rooms: each `connect` gets a `RoomSession` of its own. */
export class LivekitAdapter implements Media {
  readonly hasRoom = true
  readonly #options: LivekitMediaOptions
  readonly #preferences = defaultPreferences()
  readonly #listeners = new Set<(fact: MediaFact) => void>()
  readonly #facts = new TrackFacts((fact) => this.#tell(fact))
  readonly #attachments = new Attachments((userID, source) => this.#picture(userID, source))
  readonly #devices: Devices
  readonly #previews: Previews
  readonly #volume: Volume
  #session: RoomSession | undefined
  /** From a room that was lost or could not be entered to the next one of the same call, which goes on with it. */
  readonly #carried = new Set<TrackSource>()
  #isBetweenRooms = false
  #isAudioBlocked = false
  #isDestroyed = false

  constructor(options: LivekitMediaOptions, { volumeIntervalMs }: { volumeIntervalMs: number }) {
    this.#options = options
    setLogLevel(LogLevel[options.logLevel ?? 'warn'])
    this.#devices = new Devices({
      inUse: (kind) => this.#deviceInUse(kind),
      chosen: (kind) => this.#preferences.deviceIDs[kind],
      changed: (devices) => this.#tell({ kind: 'devices', devices }),
    })
    this.#previews = new Previews({
      preferences: this.#preferences,
      defaults: this.#captureDefaults,
      devicesChanged: () => void this.#devices.refresh(),
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
    if (this.#isDestroyed || this.#session) throw new CallError('WRONG_STATE', 'This device is in a room already.')
    const session = this.#openSession(options)
    this.#session = session
    this.#isBetweenRooms = false
    for (const source of this.#carried) this.#carryOn(session, source)
    try {
      await session.enter(access)
    } catch (error) {
      if (this.#session === session) this.#notEntered(session)
      throw error
    }
    this.#volume.start()
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
        if (supportsAudioOutputSelection()) await this.#session?.switchSpeaker(deviceID)
      } else {
        await Promise.all([
          this.#session?.local.switchDevice(kind, deviceID),
          this.#previews.switchDevice(kind, deviceID),
        ])
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
      await this.#session?.startAudio()
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
    await this.#session?.local.applyNoiseSuppression()
  }

  async destroy(): Promise<void> {
    this.#isDestroyed = true
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

  #openSession(options: ConnectOptions): RoomSession {
    const session: RoomSession = new RoomSession(options, {
      preferences: this.#preferences,
      options: this.#options,
      tracksChanged: () => this.#tracksChanged(session),
      devicesChanged: () => void this.#devices.refresh(),
      failed: (error) => this.#tell({ kind: 'error', error }),
      quality: (userID, quality) => this.#tell({ kind: 'quality', userID, quality }),
      reconnecting: () => this.#tell({ kind: 'connection', state: 'reconnecting' }),
      connected: () => this.#tell({ kind: 'connection', state: 'connected' }),
      lost: (cause, wanted) => this.#lost(session, cause, wanted),
      audioBlocked: (isBlocked) => this.#audioBlocked(isBlocked),
    })
    return session
  }

  #send(source: TrackSource, isOn: boolean): Promise<void> {
    if (this.#session) return this.#session.local.sources[source].set(isOn)
    if (isOn && (!this.#isBetweenRooms || source === 'screen')) {
      return Promise.reject(new CallError('WRONG_STATE', 'Camera, microphone and screen are sent in a room only.'))
    }
    if (isOn) this.#carried.add(source)
    else this.#carried.delete(source)
    this.#facts.local(source, isOn && this.#facts.isSent(source))
    return Promise.resolve()
  }

  #carryOn(session: RoomSession, source: TrackSource): void {
    const settled = () => {
      if (this.#session !== session) return
      this.#carried.delete(source)
      this.#tracksChanged(session)
    }
    session.local.sources[source].set(true).then(settled, (error: unknown) => {
      settled()
      if (this.#session === session) this.#tell({ kind: 'error', error: deviceError(error) })
    })
  }

  #tracksChanged(session: RoomSession): void {
    if (this.#session !== session) return
    this.#attachments.update()
    if (!session.isEntered) return
    for (const source of ['camera', 'microphone', 'screen'] as const) {
      const { isOn, isWanted } = session.local.sources[source]
      // What is being taken up again has, for everybody who watches, never been off.
      if (isOn || !isWanted || !this.#carried.has(source)) this.#facts.local(source, isOn)
    }
    if (!session.isSettled) return
    this.#facts.remote(session.remote.availability)
    // Only now is it known whose picture is gone for good.
    this.#attachments.update()
  }

  #picture(userID: string, source: PictureSource): VideoTrack | undefined | 'keep' {
    const session = this.#session
    const picture = session?.picture(userID, source)
    // While a connection is restored the last picture stands, unless it is known that there is none any more.
    if (session && !picture && userID !== session.self && this.#facts.isAvailable(userID, source)) return 'keep'
    return picture
  }

  #deviceInUse(kind: DeviceKind): string | undefined {
    if (kind === 'speaker') return this.#session?.speakerID
    return this.#session?.local.deviceID(kind) ?? this.#previews.deviceID(kind)
  }

  #audioBlocked(isBlocked: boolean): void {
    if (this.#isAudioBlocked === isBlocked) return
    this.#isAudioBlocked = isBlocked
    this.#tell({ kind: 'audioBlocked', isBlocked })
  }

  /** What was told of tracks stands: the engine tries again, and whoever is there then has never been away. */
  #lost(session: RoomSession, cause: CallError, wanted: ReadonlySet<TrackSource>): void {
    if (this.#session !== session) return
    for (const source of wanted) this.#carried.add(source)
    this.#session = undefined
    this.#isBetweenRooms = true
    this.#volume.stop()
    this.#attachments.update()
    this.#tell({ kind: 'connection', state: 'lost', cause })
  }

  #notEntered(session: RoomSession): void {
    for (const source of session.wanted) this.#carried.add(source)
    this.#session = undefined
    this.#isBetweenRooms = true
    void session.interrupt()
    this.#attachments.update()
  }

  #leave(): Promise<void> {
    const session = this.#session
    this.#session = undefined
    this.#isBetweenRooms = false
    this.#carried.clear()
    // All captures stop here, before anything is awaited.
    const left = session?.end()
    this.#volume.stop()
    this.#attachments.update()
    this.#audioBlocked(false)
    this.#facts.clear()
    return left ?? Promise.resolve()
  }
}
