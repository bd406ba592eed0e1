/**
 * The `Media` port on livekit-client. Loaded by `livekitMedia()` of the root when it is needed; import it yourself only to
 * bundle LiveKit with the page.
 */
export { LivekitAdapter } from './livekit/livekitAdapter.ts'
export type { BackgroundAssets } from './livekit/backgroundAssets.ts'
export type { LivekitMediaOptions } from './livekit/livekitMediaOptions.ts'
