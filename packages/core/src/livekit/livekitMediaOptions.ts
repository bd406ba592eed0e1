import type { LogLevel, RoomConnectOptions, RoomOptions } from 'livekit-client'
import type { BackgroundAssets } from './backgroundAssets.ts'

/** What an app may change about LiveKit's side of calls. Everything has a good default. */
export interface LivekitMediaOptions {
  /**
   * LiveKit's own room options, such as `videoCaptureDefaults` or `publishDefaults`. Default: adaptive stream and dynacast
   * on, simulcast, 720p.
   *
   * A `processor` in `audioCaptureDefaults` or `videoCaptureDefaults` is at work before anything is sent; where it cannot be
   * started the device stays off, with MEDIA_FAILED. It serves one track at a time, so previews have the microphone without it.
   * One for sound gives silence until the browser lets its AudioContext run, at the latest after a click (docs/backgrounds.md).
   */
  room?: RoomOptions
  /** LiveKit's own connect options, such as `rtcConfig` for one's own TURN servers. */
  connect?: RoomConnectOptions
  /** How much LiveKit writes to the console, for all of its rooms on this page. Default `'warn'`. */
  logLevel?: keyof typeof LogLevel
  /**
   * Where the files behind `setBackground` are, fetched on first use. Default: `/ringkit/wasm` and
   * `/ringkit/selfie_segmenter.tflite` on the page's own site, where the app puts them (docs/backgrounds.md).
   */
  backgroundAssets?: Partial<BackgroundAssets>
}
