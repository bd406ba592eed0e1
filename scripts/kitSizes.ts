import { bundle, styleSize, type Bundle } from './bundleSize.ts'

/** What a page loads of Ringkit, bytes: minified, gzip, React outside. */
export interface KitSize {
  name: string
  bytes: number
  /** What it is made of. Of stylesheets nothing. */
  bundle?: Bundle
}

const hooks = [
  ...['useCallEvent', 'useCall', 'useCallActions', 'useMember', 'useMembers'],
  ...['useDevices', 'useVolume', 'useCallDuration', 'useCallEngine'],
]

/** Measures the built packages: what is in `dist`. */
export async function kitSizes(): Promise<KitSize[]> {
  const app = await bundle(`export { CallProvider, CallKit } from '@ringkit/react'`, { without: [/^livekit-client$/] })
  const bare = await bundle(`export { CallProvider, ${hooks.join(', ')} } from '@ringkit/react'`, {
    without: [/^socket\.io-client$/],
  })
  return [
    { name: 'first load', bytes: app.first, bundle: app },
    { name: 'engine, store and hooks, without the socket client', bytes: bare.first, bundle: bare },
    { name: 'call screen', bytes: app.laterWith('/components/CallKitContent.js') },
    { name: 'the half of the engine for calls', bytes: app.laterWith('/core/dist/engine/calling.js') },
    { name: 'stylesheet of a call', bytes: await styleSize('@ringkit/react/call.css') },
    { name: 'stylesheet of all components', bytes: await styleSize('@ringkit/react/styles.css') },
    { name: 'picture and sound, without livekit-client', bytes: app.laterWith('/core/dist/livekit.js') },
  ]
}
