import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build, preview } from 'vite'
import { freeTCPPort } from '../../packages/server/src/cli/freePort.ts'

const root = resolve(import.meta.dirname, '../..')

const source = (name: string) => `${root}/packages/${name}/src/index.ts`

const alias = [
  // The one line that an app on their kit needs. Here it leads to the sources, as do ours: nothing has to be built first.
  { find: 'tuicall-engine-webrtc', replacement: source('tuicall') },
  { find: /^@ringkit\/(core|tuicall)$/, replacement: source('$1') },
]

/** Builds the app on their kit and serves it. */
export async function startKitSite(): Promise<{ url: string; close(): Promise<void> }> {
  const outDir = await mkdtemp(join(tmpdir(), 'ringkit-tuicall-'))
  const options = { root: `${import.meta.dirname}/page`, configFile: false, logLevel: 'error' } as const
  await build({
    ...options,
    build: { outDir, emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 2000 },
    resolve: { alias },
  })
  const port = await freeTCPPort()
  const site = await preview({ ...options, build: { outDir }, preview: { host: '127.0.0.1', port, strictPort: true } })
  return {
    url: `http://localhost:${port}/`,
    async close() {
      await site.close()
      await rm(outDir, { recursive: true, force: true })
    },
  }
}
