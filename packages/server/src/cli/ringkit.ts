#!/usr/bin/env node
import { createCallServer } from '../createCallServer.ts'
import { startDevServer } from './dev.ts'
import { freeTCPPort } from './freePort.ts'
import { findLiveKit } from './liveKitFinder.ts'
import { startLiveKit } from './liveKitProcess.ts'
import { serveOptions, variables } from './serve.ts'

const help = `ringkit dev    a call server for development: sign-in by name, LiveKit found or fetched; PORT, HOST
ringkit serve  a call server for production, configured by:
${Object.entries(variables)
  .map(([name, text]) => `  ${name.padEnd(28)}${text}`)
  .join('\n')}`

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

async function dev(): Promise<void> {
  const host = process.env.HOST || '127.0.0.1'
  const wanted = Number(process.env.PORT || 0)
  // One that was asked for is taken or fails; LiveKit must know it before it is open.
  const port = wanted > 0 ? wanted : await freeTCPPort(process.env.PORT ? 0 : 4000)
  const webhookURLs = [`http://127.0.0.1:${port}/livekit/webhook`]
  const liveKit = await startLiveKit(await findLiveKit(), { webhookURLs })
  running.push(() => liveKit.stop())
  const { url, apiKey, apiSecret } = liveKit
  const server = await startDevServer({ port, host, liveKit: { url, apiKey, apiSecret }, logLevel: 'info' })
  running.push(() => server.close())
  console.log(`For development only: anybody who reaches ${server.url} can sign in as anybody.`)
}

async function serve(): Promise<void> {
  const { options, port, host } = serveOptions(process.env)
  const server = createCallServer(options)
  running.push(() => server.close())
  await server.listen(port, host)
}

async function main(command: string | undefined): Promise<void> {
  if (command === 'dev') return dev()
  if (command === 'serve') return serve()
  console.log(help)
  if (command !== 'help' && command !== '--help' && command !== '-h') process.exitCode = 1
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0))
main(process.argv[2]).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  void stop(1)
})
