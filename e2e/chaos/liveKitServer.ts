import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { RoomServiceClient } from 'livekit-server-sdk'
import { onTestFinished } from 'vitest'
import { freeTCPPort, freeUDPPort } from '../../packages/server/src/cli/freePort.ts'
import { developmentKeys, findLiveKit } from '../../packages/server/src/cli/liveKitFinder.ts'
import { liveKitCommand } from '../../packages/server/src/cli/liveKitProcess.ts'

/** A LiveKit server of a test's own, to be killed. */
export interface LiveKitToKill {
  url: string
  rooms: RoomServiceClient
  /** As `kill -9`: it says no word to anybody. */
  kill(): Promise<void>
  /** At the same place as before, with nothing it had. */
  start(): Promise<void>
}

async function answers(url: string): Promise<boolean> {
  return fetch(url, { signal: AbortSignal.timeout(500) }).then(
    ({ ok }) => ok,
    () => false,
  )
}

/** Starts it; it tells the call server at these addresses of its rooms. It ends with the test. */
export async function startLiveKitToKill(webhookURLs: readonly string[]): Promise<LiveKitToKill> {
  // One of its own, whatever else runs on this machine.
  const source = await findLiveKit({ env: { ...process.env, LIVEKIT_URL: '' }, report: () => undefined })
  if (source.kind !== 'program') throw new Error('a LiveKit that can be killed is a program')
  const ports = { http: await freeTCPPort(), tcp: await freeTCPPort(), udp: await freeUDPPort() }
  const [command, ...parameters] = liveKitCommand(source, ports, webhookURLs)
  const address = `http://127.0.0.1:${ports.http}/`
  let child: ChildProcess | undefined

  async function kill(): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }
  async function start(): Promise<void> {
    child = spawn(command, parameters, { stdio: 'ignore' })
    const deadline = Date.now() + 20_000
    while (!(await answers(address))) {
      if (Date.now() > deadline) throw new Error('LiveKit did not come up')
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  onTestFinished(kill)
  await start()
  const url = `ws://127.0.0.1:${ports.http}`
  return {
    url,
    rooms: new RoomServiceClient(url, developmentKeys.apiKey, developmentKeys.apiSecret),
    kill,
    start,
  }
}
