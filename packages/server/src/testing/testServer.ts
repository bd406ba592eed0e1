import { createCallServer, type CallServer } from '../createCallServer.ts'
import type { CallServerOptions } from '../options.ts'
import { TestClient, type TestClientOptions } from './testClient.ts'
import { createWire, type Wire } from './wire.ts'

/** A port nothing listens on: LiveKit that cannot be reached. */
export const noLiveKit = { url: 'ws://127.0.0.1:9', apiKey: 'devkey', apiSecret: 'secret' }

export interface TestServer {
  server: CallServer
  url: string
  /** Signs a device in. `user` is also its token. */
  client(user: string, more?: Partial<TestClientOptions>): Promise<TestClient>
  /** As `client`, over a cable of its own. */
  wired(user: string, more?: Partial<TestClientOptions>): Promise<{ client: TestClient; wire: Wire }>
  /** Ends the clients, then the server. */
  stop(): Promise<void>
}

/** A real call server on a free port, where the token is the userID; `bad` is refused. */
export async function startTestServer(options: Partial<CallServerOptions> = {}, port = 0): Promise<TestServer> {
  const server = createCallServer({
    authenticate: (token) => {
      if (token === 'bad' || token === '') throw new Error('no such token')
      return { userID: token, name: `Name of ${token}` }
    },
    livekit: noLiveKit,
    logLevel: 'silent',
    reconnectGrace: 1,
    limits: { callsPer10Seconds: 10_000, callsPerMinute: 10_000, commandsPerSecond: 1000 },
    ...options,
  })
  const { url } = await server.listen(port, '127.0.0.1')
  const clients: TestClient[] = []
  const wires: Wire[] = []

  async function client(userID: string, more: Partial<TestClientOptions> = {}): Promise<TestClient> {
    const made = new TestClient({ url, userID, ...more })
    clients.push(made)
    return made.connect()
  }

  return {
    server,
    url,
    client,
    async wired(userID, more = {}) {
      const wire = await createWire(url)
      wires.push(wire)
      return { client: await client(userID, { url: wire.url, ...more }), wire }
    },
    async stop() {
      for (const each of clients) each.close()
      await server.close()
      await Promise.all(wires.map((wire) => wire.close()))
    },
  }
}
