import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, extname, join } from 'node:path'
import type { Plugin } from 'vite'
import { selfieModel } from './backgroundModel.ts'

const contentTypes: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.wasm': 'application/wasm' }

/** A file on the site: its path without the first slash, and where its bytes come from. */
interface SiteFile {
  path: string
  read: () => Promise<Uint8Array>
}

/** MediaPipe's program as `@ringkit/core` depends on it, and the model. */
async function siteFiles(): Promise<SiteFile[]> {
  const core = createRequire(import.meta.url).resolve('@ringkit/core/package.json')
  const processors = createRequire(core).resolve('@livekit/track-processors')
  const wasm = join(dirname(createRequire(processors).resolve('@mediapipe/tasks-vision')), 'wasm')
  const names = await readdir(wasm)
  return [
    ...names.map((name) => ({ path: `ringkit/wasm/${name}`, read: () => readFile(join(wasm, name)) })),
    { path: 'ringkit/selfie_segmenter.tflite', read: selfieModel },
  ]
}

/**
 * Puts the files behind backgrounds where Ringkit looks for them, on the site's own `/ringkit/`, as docs/backgrounds.md has it:
 * a development server sends them, a build contains them.
 */
export function backgroundFiles(): Plugin {
  return {
    name: 'background-files',
    async configureServer(server) {
      const files = new Map((await siteFiles()).map(({ path, read }) => [`/${path}`, read]))
      server.middlewares.use((request, response, next) => {
        const { pathname } = new URL(request.url ?? '/', 'http://localhost')
        const read = files.get(pathname)
        if (!read) return next()
        response.setHeader('content-type', contentTypes[extname(pathname)] ?? 'application/octet-stream')
        read().then((bytes) => response.end(bytes), next)
      })
    },
    async generateBundle() {
      for (const { path, read } of await siteFiles()) {
        this.emitFile({ type: 'asset', fileName: path, source: await read() })
      }
    },
  }
}
