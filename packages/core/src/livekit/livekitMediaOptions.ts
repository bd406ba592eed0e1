import type { LogLevel, RoomConnectOptions, RoomOptions } from 'livekit-client'
import type { BackgroundAssets } from './backgroundAssets.ts'

/** What an app may change about LiveKit's side of calls. Everything has a good default. */
export interface LivekitMediaOptions {
  /**
   * LiveKit's own room options, such as `videoCaptureDefaults` or `publishDefaults`. Default: adaptive stream and dynacast
   * on, simulcast, 720p.
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
