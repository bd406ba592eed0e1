/**
 * How every Chromium of the tests is started: fake camera and microphone that need no permission, sound without a click,
 * no sandbox (containers have none to give), and nothing that asks the network by itself.
 */
export const chromiumFlags: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
]

/** What a Chromium is called on PATH, the preferred one first. */
export const chromiumNames: readonly string[] = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
]
