/** `npm run docs:tuicall` prints it: what @ringkit/tuicall adds to a page that has @ringkit/core. */
import { resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, type Plugin } from 'vite'

const packages = resolve(import.meta.dirname, '../packages')
const entry = 'virtual:size-entry'

/** Most that an app may get on top of core, bytes. */
export const tuicallLimit = 6000

/** An entry that is no file: the code itself. */
const entryOf = (code: string): Plugin => ({
  name: 'size-entry',
  resolveId: (id) => (id === entry ? entry : undefined),
  load: (id) => (id === entry ? code : undefined),
})

/** Bytes of what the page loads first for that code, minified and gzipped. LiveKit is loaded later, and left out. */
async function gzipped(code: string): Promise<number> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    plugins: [entryOf(code)],
    resolve: { alias: { '@ringkit/core': `${packages}/core/src/index.ts` } },
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: {
        input: entry,
        external: /^@?livekit/,
        preserveEntrySignatures: 'strict',
        output: { format: 'es' },
      },
    },
  })
  const outputs = [built].flat().flatMap((each) => ('output' in each ? each.output : []))
  const first = outputs.find((each) => each.type === 'chunk' && each.isEntry)
  if (first?.type !== 'chunk') throw new Error('Nothing was built.')
  return gzipSync(first.code).length
}

const tuicall = `'${packages}/tuicall/src/index.ts'`

/** Bytes, minified and gzipped, that come on top of core: with everything the package exports, and with what an app imports. */
export async function tuicallSize(): Promise<{ everything: number; app: number }> {
  const core = await gzipped(`export { createCallEngine, CallError } from '@ringkit/core'`)
  const everything = await gzipped(`export * from ${tuicall}`)
  const app = await gzipped(`export { configure, TUICallEngine, TUICallEvent, TUICallType } from ${tuicall}`)
  return { everything: everything - core, app: app - core }
}
