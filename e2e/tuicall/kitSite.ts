import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build, preview } from 'vite'
import { freeTCPPort } from '../../packages/server/src/cli/freePort.ts'
import { theAlias } from './movingOff.ts'

const source = (name: string) => `${resolve(import.meta.dirname, '../..')}/packages/${name}/src/index.ts`

/** Ours leads to the sources: nothing has to be built first. */
const ours = { find: /^@ringkit\/(core|tuicall)$/, replacement: source('$1') }

/** Builds the app of a directory and serves it. `hasAlias`: with the one line of docs/tuicall.md that an app on their kit needs. */
export async function startSite(
  directory: string,
  { hasAlias = false }: { hasAlias?: boolean } = {},
): Promise<{ url: string; close(): Promise<void> }> {
  const outDir = await mkdtemp(join(tmpdir(), 'ringkit-tuicall-'))
  const [find, name] = await theAlias()
  const replacement = name.replace(ours.find, ours.replacement)
  const options = { root: directory, configFile: false, logLevel: 'error' } as const
  await build({
    ...options,
    build: { outDir, emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 2000 },
    resolve: { alias: hasAlias ? [{ find, replacement }, ours] : [ours] },
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
