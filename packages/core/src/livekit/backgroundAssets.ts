/** Where the two things that find a person in a picture are fetched from, on the first use of a background. */
export interface BackgroundAssets {
  /** Folder with the files of `@mediapipe/tasks-vision/wasm`, 9.4 MB of which a browser fetches. Default `/ringkit/wasm`. */
  wasm: string
  /** MediaPipe's selfie segmenter, a `.tflite` file of 250 kB. Default `/ringkit/selfie_segmenter.tflite`. */
  model: string
}

/**
 * On the page's own site: a call that is self-hosted asks no third party for anything unless its app says so
 * (docs/decisions/0007-backgrounds-from-ones-own-site.md).
 */
export const ownSiteAssets: BackgroundAssets = {
  wasm: '/ringkit/wasm',
  model: '/ringkit/selfie_segmenter.tflite',
}

/** Absolute, since MediaPipe fetches one of them from a script and the other by itself; `wasm` without a slash at its end. */
export function absoluteAssets(assets: Partial<BackgroundAssets> | undefined, base: string): BackgroundAssets {
  const { wasm, model } = { ...ownSiteAssets, ...assets }
  return { wasm: new URL(wasm, base).href.replace(/\/+$/, ''), model: new URL(model, base).href }
}
