import type { Background, DeviceKind, PictureSource } from '../ports/media.ts'
import { CallError } from '../protocol/errors.ts'
import type { Device, NetworkQuality } from '../protocol/events.ts'
import { seedOf } from './chance.ts'
import type { SyntheticClock } from './syntheticClock.ts'
import { cameraPaint, screenPaint, type SyntheticPaint } from './syntheticPaint.ts'
import { openSyntheticPicture, type SyntheticPicture } from './syntheticPicture.ts'
import { syntheticVoice, type SyntheticVoice } from './syntheticVoice.ts'

/** The devices that permission is asked for. */
export type CaptureKind = 'camera' | 'microphone'

/** How a person looks and sounds. */
export interface SyntheticScript {
  /** Written on the picture. Default: the userID. */
  name?: string
  /** Default: talks in phrases with pauses, the same in every run. */
  voice?: SyntheticVoice
}

/**
 * What can happen to a person's devices and network, for stories and tests. It happens on all devices the person is signed in
 * at, at once and also to those that come later, and stays until it is taken back.
 */
export interface SyntheticPerson {
  /** The browser refuses the camera: PERMISSION_DENIED. One that is on goes off, told by `localTrack` and `error`. */
  denyCamera(): void
  allowCamera(): void
  denyMicrophone(): void
  allowMicrophone(): void
  /**
   * Pulls out one camera, or all without a `deviceID`: told by `devices`. What was in use goes on with another one; with none
   * left it goes off, told by `localTrack` and `error` NO_DEVICE after it.
   */
  unplugCamera(deviceID?: string): void
  /** Plugs all cameras in again. */
  plugCamera(): void
  unplugMicrophone(deviceID?: string): void
  plugMicrophone(): void
  /** The browser's own "Stop sharing". */
  endScreenShare(): void
  /** Network quality, as everybody in the room is told. Default `excellent`. */
  setQuality(quality: NetworkQuality): void
  /** Loudness 0..100 from now on instead of talking; null: talks again. A muted microphone stays silent. */
  setVolume(volume: number | null): void
  /** The link to the room breaks: `reconnecting` here, quality `lost` at the others. `connect` meanwhile: MEDIA_FAILED. */
  cutMedia(): void
  /** The link is back: `connected`, then what has changed meanwhile. */
  restoreMedia(): void
  /** The room is lost for good: `lost` with MEDIA_FAILED. What was on is taken up in the next room. */
  loseMedia(): void
  /** The browser plays no sound until `startAudio()`. */
  blockAudio(): void
}

/** What one device of a person has to do about it. */
export interface PersonClient {
  captureEnded(source: CaptureKind | 'screen', error?: CallError): void
  devicesChanged(): void
  networkChanged(): void
  linkChanged(): void
  linkLost(error: CallError): void
  audioBlockedChanged(): void
  /** Tells nothing any more. */
  silence(): void
  destroy(): Promise<void>
}

/** The fake devices of everybody. */
const allDevices: Readonly<Record<DeviceKind, readonly Device[]>> = {
  camera: [
    { deviceID: 'camera-1', label: 'Built-in camera' },
    { deviceID: 'camera-2', label: 'Desk camera' },
  ],
  microphone: [
    { deviceID: 'microphone-1', label: 'Built-in microphone' },
    { deviceID: 'microphone-2', label: 'Headset microphone' },
  ],
  speaker: [{ deviceID: 'speaker-1', label: 'Built-in speaker' }],
}

/** Shared by all devices of one person on a stage; what `SyntheticPerson` promises, and the state behind it. */
export class Person implements SyntheticPerson {
  readonly clients = new Set<PersonClient>()
  readonly devices: Record<DeviceKind, readonly Device[]> = { ...allDevices }
  quality: NetworkQuality = 'excellent'
  isCut = false
  isAudioBlocked = false
  /** The newest choice of any of their devices. */
  background: Background = { kind: 'none' }
  /** The camera that films, for the look of the picture. */
  cameraID = ''
  readonly #script: Required<SyntheticScript>
  readonly #hue: number
  readonly #clock: SyntheticClock
  readonly #startedAt: number
  readonly #denied = new Set<CaptureKind>()
  readonly #open = new Map<PictureSource, { picture: SyntheticPicture; holders: number }>()
  #volume: number | null = null

  constructor(userID: string, options: { clock: SyntheticClock; seed: number }) {
    const seed = seedOf(userID, options.seed)
    this.#script = { name: userID, voice: syntheticVoice(seed) }
    this.#hue = seed % 360
    this.#clock = options.clock
    this.#startedAt = options.clock.now()
  }

  /** Takes over what `script` names. */
  follow(script: SyntheticScript): void {
    Object.assign(this.#script, script)
  }

  /** Throws what a browser would say to this capture now. */
  checkCapture(kind: CaptureKind): void {
    if (this.devices[kind].length === 0) throw new CallError('NO_DEVICE')
    if (this.#denied.has(kind)) throw new CallError('PERMISSION_DENIED')
  }

  /** How loud the person is at this moment, 0..100. */
  loudness(): number {
    const volume = this.#volume ?? this.#script.voice(this.#clock.now() - this.#startedAt)
    return Math.round(Math.min(100, Math.max(0, volume)))
  }

  /** The picture, while somebody holds it. */
  picture(source: PictureSource): SyntheticPicture | undefined {
    return this.#open.get(source)?.picture
  }

  /** Keeps the picture open until the returned function is called; the last one to let go closes it. */
  holdPicture(source: PictureSource): () => void {
    const open = this.#open.get(source) ?? { picture: this.#film(source), holders: 0 }
    this.#open.set(source, open)
    open.holders += 1
    let isHeld = true
    return () => {
      if (!isHeld) return
      isHeld = false
      open.holders -= 1
      if (open.holders > 0) return
      this.#open.delete(source)
      open.picture.close()
    }
  }

  #film(source: PictureSource): SyntheticPicture {
    const { name } = this.#script
    if (source === 'screen') {
      return openSyntheticPicture({
        width: 1280,
        height: 720,
        framesPerSecond: 5,
        paint: this.#byClock(screenPaint(name)),
      })
    }
    const hue = () => this.#hue + (this.cameraID === 'camera-2' ? 120 : 0)
    const paint = cameraPaint({
      name,
      hue,
      now: () => this.#clock.now(),
      background: () => this.background,
    })
    return openSyntheticPicture({ width: 640, height: 360, framesPerSecond: 15, paint: this.#byClock(paint) })
  }

  /** Pictures move by the simulator's time, as everything does: while it stands still, so do they. */
  #byClock(paint: SyntheticPaint): SyntheticPaint {
    return (context, width, height) => paint(context, width, height, (this.#clock.now() - this.#startedAt) / 1000)
  }

  #tellAll(tell: (client: PersonClient) => void): void {
    for (const client of this.clients) tell(client)
  }

  #deny(kind: CaptureKind): void {
    this.#denied.add(kind)
    this.#tellAll((client) => client.captureEnded(kind, new CallError('PERMISSION_DENIED')))
  }

  #unplug(kind: CaptureKind, deviceID: string | undefined): void {
    this.devices[kind] =
      deviceID === undefined ? [] : this.devices[kind].filter((device) => device.deviceID !== deviceID)
    this.#tellAll((client) => {
      client.devicesChanged()
      if (this.devices[kind].length === 0) client.captureEnded(kind, new CallError('NO_DEVICE'))
    })
  }

  #plug(kind: CaptureKind): void {
    this.devices[kind] = allDevices[kind]
    this.#tellAll((client) => client.devicesChanged())
  }

  denyCamera(): void {
    this.#deny('camera')
  }

  allowCamera(): void {
    this.#denied.delete('camera')
  }

  denyMicrophone(): void {
    this.#deny('microphone')
  }

  allowMicrophone(): void {
    this.#denied.delete('microphone')
  }

  unplugCamera(deviceID?: string): void {
    this.#unplug('camera', deviceID)
  }

  plugCamera(): void {
    this.#plug('camera')
  }

  unplugMicrophone(deviceID?: string): void {
    this.#unplug('microphone', deviceID)
  }

  plugMicrophone(): void {
    this.#plug('microphone')
  }

  endScreenShare(): void {
    this.#tellAll((client) => client.captureEnded('screen'))
  }

  setQuality(quality: NetworkQuality): void {
    this.quality = quality
    this.#tellAll((client) => client.networkChanged())
  }

  setVolume(volume: number | null): void {
    this.#volume = volume
  }

  cutMedia(): void {
    this.#setCut(true)
  }

  restoreMedia(): void {
    this.#setCut(false)
  }

  #setCut(isCut: boolean): void {
    if (this.isCut === isCut) return
    this.isCut = isCut
    this.#tellAll((client) => client.linkChanged())
  }

  loseMedia(): void {
    this.#tellAll((client) => client.linkLost(new CallError('MEDIA_FAILED')))
  }

  blockAudio(): void {
    this.isAudioBlocked = true
    this.#tellAll((client) => client.audioBlockedChanged())
  }

  /** What a click does. */
  unblockAudio(): void {
    this.isAudioBlocked = false
    this.#tellAll((client) => client.audioBlockedChanged())
  }
}
