/**
 * `npm start`: a LiveKit server, a call server with the development sign-in, and the demo, all on this machine.
 * Prints the demo's address once everything is up; Ctrl-C ends everything.
 */
import { resolve } from 'node:path'
import { createServer } from 'vite'
import { startDevServer } from '../packages/server/src/cli/dev.ts'
import { freeTCPPort } from '../packages/server/src/cli/freePort.ts'
import { findLiveKit } from '../packages/server/src/cli/liveKitFinder.ts'
import { startLiveKit } from '../packages/server/src/cli/liveKitProcess.ts'
import { onNpmGone } from './npmProcess.ts'

/** What is up, to be ended in the opposite order. */
const running: (() => Promise<void>)[] = []
let isStopping = false

async function stop(exitCode: number): Promise<never> {
  // A second Ctrl-C does not wait.
  if (isStopping) process.exit(1)
  isStopping = true
  for (const end of running.toReversed()) await end().catch((error: unknown) => console.error(error))
  process.exit(exitCode)
}

function stopWith(error: unknown): Promise<never> {
  console.error(error instanceof Error ? error.message : error)
  return stop(1)
}

async function start(): Promise<string> {
  const callPort = await freeTCPPort(4000)
  const demoPort = await freeTCPPort(5173)

  const webhookURLs = [`http://127.0.0.1:${callPort}/livekit/webhook`]
  const liveKit = await startLiveKit(await findLiveKit(), { webhookURLs })
  running.push(() => liveKit.stop())
  void liveKit.ended.then((lines) => {
    if (!isStopping) void stopWith(['LiveKit has ended. Its last lines:', ...lines.slice(-10)].join('\n  '))
  })

  const { url, apiKey, apiSecret } = liveKit
  const origins = [`http://localhost:${demoPort}`, `http://127.0.0.1:${demoPort}`]
  const callServer = await startDevServer({ port: callPort, liveKit: { url, apiKey, apiSecret }, origins })
  running.push(() => callServer.close())

  // Vite hands every VITE_ variable to the page: this is how the demo learns where the call server is.
  process.env.VITE_RINGKIT_URL = callServer.url
  const demo = await createServer({
    configFile: resolve(import.meta.dirname, '../vite.config.ts'),
    logLevel: 'warn',
    clearScreen: false,
    server: { host: '127.0.0.1', port: demoPort, strictPort: true },
  })
  running.push(() => demo.close())
  await demo.listen()
  return `http://localhost:${demoPort}/`
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0))

onNpmGone(() => void stop(0))

await start().then(
  (address) =>
    console.log(`\nRingkit's demo is up: ${address}\nOpen it in two tabs and call yourself. Ctrl-C ends it.`),
  stopWith,
)
