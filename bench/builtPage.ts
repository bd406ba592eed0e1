import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { build, preview } from 'vite'

/** A page of a benchmark that is being served. */
export interface BuiltPage {
  url: string
  close(): Promise<void>
}

/**
 * Builds the page in `root` as an app would be built, from the packages' sources, minified and with React's production build,
 * and serves it.
 *
 * @param options.isProfiled With React's profiling build: the same code, whose `<Profiler>` measures.
 */
export async function buildPage(root: string, options: { isProfiled?: boolean } = {}): Promise<BuiltPage> {
  const outDir = await mkdtemp(join(tmpdir(), 'ringkit-bench-'))
  const alias = options.isProfiled ? [{ find: /^react-dom\/client$/, replacement: 'react-dom/profiling' }] : []
  const settings = { root: resolve(root), configFile: false, logLevel: 'warn' } as const
  await build({
    ...settings,
    mode: 'production',
    plugins: [react()],
    resolve: { tsconfigPaths: true, alias },
    build: { outDir, emptyOutDir: true, chunkSizeWarningLimit: 4000 },
  })
  const server = await preview({ ...settings, build: { outDir }, preview: { host: '127.0.0.1', port: 0 } })
  const url = server.resolvedUrls?.local[0]
  if (url === undefined) throw new Error('The page is not served.')
  return {
    url,
    async close() {
      await server.close()
      await rm(outDir, { recursive: true, force: true })
    },
  }
}
