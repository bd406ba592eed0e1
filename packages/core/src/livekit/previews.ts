import { LocalAudioTrack, LocalVideoTrack, type LocalTrack } from 'livekit-client'
import type { DeviceKind, Preview, PreviewOptions } from '../ports/media.ts'
import type { Backgrounds } from './backgrounds.ts'
import { captureAgain, captureDevices, type CaptureDefaults } from './capture.ts'
import { leftMeanwhile } from './mediaErrors.ts'
import type { Preferences } from './preferences.ts'
import { withoutProcessor } from './processors.ts'
import { SampleMeter } from './sampleMeter.ts'
import { sourceTrack } from './sourceTrack.ts'
import { Volume } from './volume.ts'

export interface PreviewsHost {
  preferences: Preferences
  defaults: CaptureDefaults
  backgrounds: Backgrounds
  /** A device was turned on or off: its name or the one in use may be new. */
  devicesChanged(): void
}

/** Camera and microphone before a call, for their owner only. */
export class Previews {
  readonly #host: PreviewsHost
  readonly #open = new Map<Preview, readonly LocalTrack[]>()
  #over = new AbortController()

  constructor(host: PreviewsHost) {
    this.#host = host
  }

  async open(options: PreviewOptions): Promise<Preview> {
    const { signal } = this.#over
    const { preferences, defaults, backgrounds, devicesChanged } = this.#host
    const isAnyOn = options.camera || options.microphone
    // Nobody listens to it, and an app has one processor: here it would be missing in a call.
    const plain = { ...defaults, audio: withoutProcessor(defaults.audio) }
    const tracks = isAnyOn ? await backgrounds.behind(captureDevices(options, preferences, plain, signal), signal) : []
    if (signal.aborted) {
      for (const track of tracks) track.stop()
      throw leftMeanwhile()
    }
    const preview = previewOf(tracks, () => {
      if (this.#open.delete(preview)) devicesChanged()
    })
    this.#open.set(preview, tracks)
    devicesChanged()
    return preview
  }

  /** The device a preview uses. */
  deviceID(kind: Exclude<DeviceKind, 'speaker'>): string | undefined {
    const [track] = this.#tracks(kind)
    return track && sourceTrack(track).getSettings().deviceId
  }

  async switchDevice(kind: Exclude<DeviceKind, 'speaker'>, deviceID: string): Promise<void> {
    await Promise.all(this.#tracks(kind).map((track) => track.setDeviceId({ exact: deviceID })))
  }

  /** Applies the preference to every running microphone. */
  async applyNoiseSuppression(): Promise<void> {
    const { preferences, defaults } = this.#host
    await Promise.all(
      this.#tracks('microphone').map(async (track) => {
        if (track instanceof LocalAudioTrack) await captureAgain(track, preferences, defaults)
      }),
    )
  }

  /** Stops them all, those still waiting for the browser too. */
  stop(): void {
    this.#over.abort()
    this.#over = new AbortController()
    for (const preview of [...this.#open.keys()]) preview.stop()
  }

  #tracks(kind: Exclude<DeviceKind, 'speaker'>): LocalTrack[] {
    const wanted = kind === 'camera' ? LocalVideoTrack : LocalAudioTrack
    return [...this.#open.values()].flat().filter((track) => track instanceof wanted)
  }
}

function previewOf(tracks: readonly LocalTrack[], onStop: () => void): Preview {
  const picture = tracks.find((track) => track instanceof LocalVideoTrack)
  const sound = tracks.find((track) => track instanceof LocalAudioTrack)
  const meter = new SampleMeter()
  const volume = new Volume({
    volumeIntervalMs: 1_000,
    read: () => new Map(sound ? [['', meter.level(sound.mediaStreamTrack)]] : []),
    tell: () => {},
  })
  volume.start()
  return {
    attach(element) {
      element.muted = true
      element.autoplay = true
      element.playsInline = true
      picture?.attach(element)
      return () => void picture?.detach(element)
    },
    onVolume: (listener) => volume.listen('', listener),
    stop() {
      volume.stop()
      meter.end()
      for (const track of tracks) {
        track.stop()
        track.detach()
      }
      onStop()
    },
  }
}
