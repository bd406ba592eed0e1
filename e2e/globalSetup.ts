/** Once for all end-to-end tests: a LiveKit server, a call server, and the demo as a user would build it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startDevServer } from '../packages/server/src/cli/dev.ts'
import { freeTCPPort } from '../packages/server/src/cli/freePort.ts'
import { findLiveKit } from '../packages/server/src/cli/liveKitFinder.ts'
import { startLiveKit } from '../packages/server/src/cli/liveKitProcess.ts'
import { callServerPlaceholder } from './demoSite.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The one LiveKit server, for call servers of a test's own. */
    liveKit: { url: string; apiKey: string; apiSecret: string }
    /** The call server with every option at its default. */
    callServerURL: string
    /** Where the demo was built to. */
    demoDirectory: string
  }
}

const root = resolve(import.meta.dirname, '..')

async function buildDemo(directory: string): Promise<void> {
  const vite = join(root, 'node_modules/vite/bin/vite.js')
  const child = spawn(process.execPath, [vite, 'build', '--outDir', directory, '--emptyOutDir', '--logLevel', 'warn'], {
    cwd: root,
    // Without VITEST: the configuration of the app alone.
    env: { ...process.env, VITEST: '', NODE_ENV: 'production', VITE_RINGKIT_URL: callServerPlaceholder },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const [exitCode] = await once(child, 'exit')
  if (exitCode !== 0) throw new Error(`The demo could not be built: vite ended with ${String(exitCode)}.`)
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const demoDirectory = await mkdtemp(join(tmpdir(), 'ringkit-demo-'))
  const port = await freeTCPPort()
  const [running] = await Promise.all([
    startLiveKit(await findLiveKit(), { webhookURLs: [`http://127.0.0.1:${port}/livekit/webhook`] }),
    buildDemo(demoDirectory),
  ])
  const { url, apiKey, apiSecret } = running
  const liveKit = { url, apiKey, apiSecret }
  const callServer = await startDevServer({ port, liveKit })
  project.provide('liveKit', liveKit)
  project.provide('callServerURL', callServer.url)
  project.provide('demoDirectory', demoDirectory)
  return async () => {
    await callServer.close()
    await running.stop()
    await rm(demoDirectory, { recursive: true, force: true })
  }
}
