/**
 * What a page loads, beside the peers: `npm run build && npm run bench:size`. One bundler for all, React outside, minified, gzip.
 * Prints a table and writes `bench/results/size.json`. It fails on a bundle that cannot be made, never on a weight.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bundle, styleSize, type BundleOptions } from '../scripts/bundleSize.ts'
import { kitSizes } from '../scripts/kitSizes.ts'

interface Row {
  what: string
  /** Bytes of JavaScript and of stylesheets. */
  script?: number
  styles?: number
  /** Why there is no figure of our own. */
  remark?: string
}

const here = import.meta.dirname
const withoutLiveKit: BundleOptions = { from: here, without: [/^livekit-client$/] }

const first = async (code: string, options: BundleOptions = { from: here }) => (await bundle(code, options)).first

async function ringkit(): Promise<Row[]> {
  const sizes = new Map((await kitSizes()).map(({ name, bytes }) => [name, bytes]))
  const of = (name: string): number => {
    const bytes = sizes.get(name)
    if (bytes === undefined) throw new Error(`${name} is not measured.`)
    return bytes
  }
  const [load, screen] = [of('first load'), of('call screen')]
  const [calling, media] = [of('the half of the engine for calls'), of('picture and sound, without livekit-client')]
  const styles = of('stylesheet of a call')
  return [
    { what: 'Ringkit: the page that waits, `CallProvider` and `CallKit`', script: load },
    {
      what: 'Ringkit: engine, store, provider and hooks, without the socket client',
      script: of('engine, store and hooks, without the socket client'),
    },
    { what: 'Ringkit: call screen, when idle or with the first ring', script: screen, styles },
    { what: 'Ringkit: the half of the engine for calls, likewise', script: calling },
    { what: 'Ringkit: stylesheet of all components, `styles.css`', styles: of('stylesheet of all components') },
    { what: 'Ringkit: all of a call beyond livekit-client', script: load + screen + calling + media, styles },
  ]
}

async function liveKit(): Promise<Row[]> {
  const components = '@livekit/components-react'
  const hooks =
    'useTracks, useParticipants, useLocalParticipant, useConnectionState, useMediaDeviceSelect, useIsSpeaking'
  return [
    { what: 'livekit-client 2.23.0', script: await first(`export * from 'livekit-client'`) },
    {
      what: 'LiveKit components 2.9.24: `VideoConference` beyond livekit-client; no ringing',
      script: await first(`export { LiveKitRoom, VideoConference } from '${components}'`, withoutLiveKit),
      styles: await styleSize('@livekit/components-styles', here),
    },
    {
      what: 'LiveKit components 2.9.24: room and hooks beyond livekit-client',
      script: await first(`export { LiveKitRoom, ${hooks} } from '${components}'`, withoutLiveKit),
    },
  ]
}

async function tencent(): Promise<Row[]> {
  const code = `export * from '@tencentcloud/call-uikit-react'`
  const media = [/^@tencentcloud\/call-engine-js/, /^@tencentcloud\/(chat|tui-core)/, /^@trtc\//]
  return [
    { what: 'Tencent call-uikit-react 4.0.12: all', script: await first(code) },
    {
      what: 'Tencent call-uikit-react 4.0.12: beyond its engine and chat; styles are in the script',
      script: await first(code, { from: here, without: media }),
    },
  ]
}

const quoted: readonly Row[] = [
  { what: 'Stream video-react 1.43.1: beyond its client', script: 77_900, styles: 23_800, remark: 'quoted' },
  {
    what: 'Azure communication-react 1.34: beyond its SDKs; styles are in the script',
    script: 286_000,
    remark: 'quoted',
  },
]

const kB = (bytes: number | undefined): string => (bytes === undefined ? '' : (bytes / 1000).toFixed(1))

const rows = [...(await ringkit()), ...(await liveKit()), ...(await tencent()), ...quoted]
console.log('| what a page loads, kB gzip | script | styles |\n| --- | ---: | ---: |')
for (const { what, script, styles, remark } of rows) {
  console.log(`| ${what}${remark ? ` (${remark})` : ''} | ${kB(script)} | ${kB(styles)} |`)
}
mkdirSync(join(here, 'results'), { recursive: true })
writeFileSync(join(here, 'results/size.json'), `${JSON.stringify({ unit: 'bytes, gzip 9', rows }, undefined, 2)}\n`)
