import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { build, preview } from 'vite'
import { freeTCPPort } from '../../packages/server/src/cli/freePort.ts'
import { quickStartFiles, withPassage } from './readmeBlocks.ts'

const root = resolve(import.meta.dirname, '../..')

/** What `npm create vite` puts around a React app. */
const page = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8" /><title>Quick start</title><link rel="icon" href="data:," /></head>
  <body><div id="root"></div><script type="module" src="./main.jsx"></script></body>
</html>
`

/** The packages by their sources: nothing has to be built or fetched first. */
const alias = [
  { find: /^@ringkit\/react\/styles\.css$/, replacement: `${root}/packages/react/src/styles.css` },
  { find: /^@ringkit\/(core|react)$/, replacement: `${root}/packages/$1/src/index.ts` },
  { find: /^@ringkit\/core\/(.+)$/, replacement: `${root}/packages/core/src/$1.ts` },
]

/** Runs the server part in a process of its own, and resolves once it listens. */
export async function startServer(directory: string, port: number): Promise<() => Promise<void>> {
  const tsx = import.meta.resolve('tsx')
  const child = spawn(process.execPath, ['--import', tsx, 'server.js'], {
    cwd: directory,
    // The `paths` there lead to the packages' sources.
    env: { ...process.env, TSX_TSCONFIG_PATH: join(root, 'tsconfig.json') },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const ended = once(child, 'exit')
  const listens = new Promise<void>((done) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString('utf8')
      if (output.includes(`:${port}`)) done()
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
  })
  const first = await Promise.race([listens, ended])
  if (first) throw new Error(`The server of the quick start has ended:\n${output}`)
  return async () => {
    child.kill('SIGTERM')
    await ended
  }
}

async function buildApp(directory: string): Promise<{ url: string; close(): Promise<void> }> {
  const options = { root: directory, configFile: false, logLevel: 'error' } as const
  await build({ ...options, plugins: [react()], resolve: { alias } })
  const site = await preview({
    ...options,
    preview: { host: '127.0.0.1', port: await freeTCPPort(), strictPort: true },
  })
  const { port } = new URL(site.resolvedUrls?.local[0] ?? 'http://nowhere')
  return { url: `http://localhost:${port}/`, close: () => site.close() }
}

/**
 * Runs the README's quick start as it stands there, in a directory of its own. Only two things are put in: where this LiveKit
 * is, and a free port.
 */
export async function runQuickStart(liveKitURL: string): Promise<{ url: string; stop(): Promise<void> }> {
  const files = await quickStartFiles()
  const directory = await mkdtemp(join(tmpdir(), 'ringkit-quick-start-'))
  const port = await freeTCPPort()
  const server = withPassage(files.get('server.js') ?? '', 'ws://localhost:7880', liveKitURL)
  const app = withPassage(files.get('main.jsx') ?? '', 'http://localhost:4000', `http://localhost:${port}`)
  await writeFile(join(directory, 'package.json'), '{ "type": "module" }')
  await writeFile(join(directory, 'index.html'), page)
  await writeFile(join(directory, 'server.js'), withPassage(server, 'listen(4000)', `listen(${port})`))
  await writeFile(join(directory, 'main.jsx'), app)
  await symlink(join(root, 'node_modules'), join(directory, 'node_modules'), 'dir')
  const stopServer = await startServer(directory, port)
  const site = await buildApp(directory)
  return {
    url: site.url,
    async stop() {
      await site.close()
      await stopServer()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
