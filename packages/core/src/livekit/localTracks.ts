import { LocalAudioTrack, LocalVideoTrack, ParticipantEvent, type LocalTrack, type Room } from 'livekit-client'
import type { DeviceKind, PictureSource, TrackSource } from '../ports/media.ts'
import { CallError } from '../protocol/errors.ts'
import type { Backgrounds } from './backgrounds.ts'
import { captureAgain, captureDevices, captureScreen, type CaptureDefaults } from './capture.ts'
import type { HeldBack } from './heldBack.ts'
import { LocalSource } from './localSource.ts'
import { deviceError, leftMeanwhile } from './mediaErrors.ts'
import type { Preferences } from './preferences.ts'
import type { SilentMicrophone } from './silentMicrophone.ts'
import { sourceTrack } from './sourceTrack.ts'
import { StandIn } from './standIn.ts'

/** How long a track waits for the right to be sent: it is raised by the server at an accept or a change to video. */
const permissionTimeoutMs = 5_000

/** Numbers of LiveKit's protocol, whose enum livekit-client does not export. */
const protocolSources: Readonly<Record<string, number>> = {
  camera: 1,
  microphone: 2,
  screen_share: 3,
  screen_share_audio: 4,
}

export interface LocalTracksHost {
  /** Resolves as soon as the room takes tracks; rejects when it was not entered. */
  ready: Promise<void>
  preferences: Preferences
  defaults: CaptureDefaults
  backgrounds: Backgrounds
  /** In a warm room: lets nothing out before the accept. */
  heldBack: HeldBack | undefined
  /** Makes what stands in for the microphone while it is being opened. None: nothing does. */
  silent: (() => SilentMicrophone) | undefined
  changed(source: TrackSource): void
  failed(error: CallError): void
}

/** What I send to one room. */
export class LocalTracks {
  readonly #room: Room
  readonly #host: LocalTracksHost
  readonly #sources: Record<TrackSource, LocalSource<LocalTrack>>
  readonly #over = new AbortController()
  readonly #standIn: StandIn | undefined

  constructor(room: Room, host: LocalTracksHost) {
    this.#room = room
    this.#host = host
    // Channels and a processor that an app asks for belong to the track as LiveKit captures it.
    const { channelCount, processor } = host.defaults.audio ?? {}
    const isPlain = channelCount === undefined && !processor
    this.#standIn = host.silent && isPlain ? this.#createStandIn(host.silent) : undefined
    this.#sources = {
      camera: this.#source('camera'),
      microphone: this.#source('microphone'),
      screen: this.#source('screen'),
    }
  }

  get sources(): Readonly<Record<TrackSource, LocalSource<LocalTrack>>> {
    return this.#sources
  }

  /** One's own picture, from the moment it is captured. */
  picture(source: PictureSource): LocalVideoTrack | undefined {
    const [track] = this.#sources[source].captured
    return track instanceof LocalVideoTrack ? track : undefined
  }

  get microphone(): LocalAudioTrack | undefined {
    const { isOn, captured } = this.#sources.microphone
    return isOn && captured[0] instanceof LocalAudioTrack ? captured[0] : undefined
  }

  /** My microphone while it is off and yet captured, so that it can come back at once. */
  get mutedMicrophone(): MediaStreamTrack | undefined {
    const [track] = this.#sources.microphone.paused
    return track && sourceTrack(track)
  }

  /** The device a live capture uses. */
  deviceID(kind: 'camera' | 'microphone'): string | undefined {
    const [track] = this.#sources[kind].captured
    return track && sourceTrack(track).getSettings().deviceId
  }

  switchDevice(kind: Exclude<DeviceKind, 'speaker'>, deviceID: string): Promise<void> {
    return this.#sources[kind].change(async (track) => {
      const roomKind = kind === 'camera' ? 'videoinput' : 'audioinput'
      if (this.#isPublished(track)) await this.#room.switchActiveDevice(roomKind, deviceID)
      else await track.setDeviceId({ exact: deviceID })
    })
  }

  /** Applies the preference to a running microphone. */
  applyNoiseSuppression(): Promise<void> {
    return this.#sources.microphone.change(async (track) => {
      if (track instanceof LocalAudioTrack) await captureAgain(track, this.#host.preferences, this.#host.defaults)
    })
  }

  /** The room has withdrawn `track`. */
  dropped(track: LocalTrack): void {
    for (const source of Object.values(this.#sources)) source.dropped(track)
  }

  resend(): void {
    for (const source of Object.values(this.#sources)) source.resend()
  }

  /** Everything off, before this returns; nothing comes on again. What is under way is refused. */
  end(): void {
    this.#over.abort()
    for (const source of Object.values(this.#sources)) source.end()
  }

  /** The same, for a room that was lost: what is under way goes on in the next one. */
  interrupt(): void {
    this.#over.abort()
    for (const source of Object.values(this.#sources)) source.interrupt()
  }

  #source(source: TrackSource): LocalSource<LocalTrack> {
    const { changed, failed } = this.#host
    return new LocalSource({
      canPause: source !== 'screen',
      capture: (signal) => this.#capture(source, signal),
      publish: (tracks) => this.#publish(tracks),
      unpublish: async (tracks) => {
        await Promise.all(tracks.map((track) => this.#room.localParticipant.unpublishTrack(track)))
      },
      isPublished: (track) => this.#isPublished(track),
      changed: () => changed(source),
      failed,
    })
  }

  #capture(source: TrackSource, signal: AbortSignal): Promise<LocalTrack[]> {
    if (source === 'screen') return captureScreen()
    const { preferences, defaults, backgrounds } = this.#host
    const wish = { camera: source === 'camera', microphone: source === 'microphone' }
    const captured = captureDevices(wish, preferences, defaults, signal)
    if (source === 'microphone' && this.#standIn) return this.#standIn.fill(captured, signal)
    return backgrounds.behind(captured, signal)
  }

  #createStandIn(silent: () => SilentMicrophone): StandIn {
    return new StandIn(this.#room, {
      silent,
      allowed: () => this.#permission('microphone'),
      over: this.#over.signal,
    })
  }

  async #publish(tracks: readonly LocalTrack[]): Promise<void> {
    await this.#host.ready
    const [first, ...others] = tracks
    if (!first) throw new CallError('NO_DEVICE')
    try {
      if (await this.#standIn?.show(first)) return
      await this.#permission(first.source)
      await this.#publishTrack(first)
    } catch (cause) {
      throw this.#over.signal.aborted ? leftMeanwhile() : deviceError(cause)
    }
    // A shared screen's sound is a gift: without it, or without the right to it, the picture goes on.
    await Promise.all(
      others.map(async (track) => {
        if (this.#mayPublish(track.source))
          await this.#room.localParticipant.publishTrack(track).catch(() => track.stop())
        else track.stop()
      }),
    )
  }

  async #publishTrack(track: LocalTrack): Promise<void> {
    const publish = () => this.#room.localParticipant.publishTrack(track)
    await (this.#host.heldBack ? this.#host.heldBack.publish(track, publish) : publish())
  }

  #isPublished(track: LocalTrack): boolean {
    for (const publication of this.#room.localParticipant.trackPublications.values()) {
      if (publication.track === track) return true
    }
    return false
  }

  #mayPublish(source: string): boolean {
    const permissions = this.#room.localParticipant.permissions
    if (!permissions?.canPublish) return false
    const sources: readonly number[] = permissions.canPublishSources
    return sources.length === 0 || sources.includes(protocolSources[source] ?? -1)
  }

  #permission(source: string): Promise<void> {
    if (this.#mayPublish(source)) return Promise.resolve()
    const participant = this.#room.localParticipant
    const { signal } = this.#over
    return new Promise((resolve, reject) => {
      const done = () => {
        clearTimeout(timer)
        participant.off(ParticipantEvent.ParticipantPermissionsChanged, look)
        signal.removeEventListener('abort', leave)
      }
      const look = () => {
        if (!this.#mayPublish(source)) return
        done()
        resolve()
      }
      const leave = () => {
        done()
        reject(leftMeanwhile())
      }
      const timer = setTimeout(() => {
        done()
        reject(new CallError('MEDIA_FAILED', `This call does not let its members send a ${source}.`))
      }, permissionTimeoutMs)
      participant.on(ParticipantEvent.ParticipantPermissionsChanged, look)
      signal.addEventListener('abort', leave)
    })
  }
}
