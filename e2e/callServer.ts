import { inject, onTestFinished } from 'vitest'
import { startDevServer, type DevServer, type DevServerOptions } from '../packages/server/src/cli/dev.ts'
import { startTCPProxy, type TCPProxy } from './tcpProxy.ts'

/** A call server for one test, with options of its own, at the LiveKit server of all. It ends with the test. */
export async function startOwnCallServer(options: Partial<DevServerOptions> = {}): Promise<DevServer> {
  const server = await startDevServer({ port: 0, liveKit: inject('liveKit'), ...options })
  onTestFinished(() => server.close())
  return server
}

/** A wire of a test's own to a call server. */
export async function startWire(target: string = inject('callServerURL')): Promise<TCPProxy> {
  const wire = await startTCPProxy(target)
  onTestFinished(() => wire.close())
  return wire
}

/** What Chromium writes on its console when a connection breaks or cannot be made; the page cannot keep it from that. */
export const brokenConnections: readonly RegExp[] = [
  /^WebSocket connection to .* failed/,
  // Something was sent in the moment in which it broke.
  /^WebSocket is already in CLOSING or CLOSED state/,
  /net::ERR_/,
]
