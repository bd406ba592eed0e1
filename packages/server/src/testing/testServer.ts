import { startRedisServer } from '../../../../scripts/redisServer.ts'
import { createCallServer, type CallServer } from '../createCallServer.ts'
import { newID } from '../newID.ts'
import type { CallServerOptions } from '../options.ts'
import { redisStore } from '../redisStore.ts'
import { TestClient, type TestClientOptions } from './testClient.ts'
import { createWire, type Wire } from './wire.ts'

/** A port nothing listens on: LiveKit that cannot be reached. */
export const noLiveKit = { url: 'ws://127.0.0.1:9', apiKey: 'devkey', apiSecret: 'secret' }

export interface TestServer {
  /** The first node. */
  server: CallServer
  url: string
  /** Of every node. */
  nodes: readonly { server: CallServer; url: string }[]
  /** Of the keys that several nodes share. */
  prefix: string
  /** Signs a device in. `user` is also its token. */
  client(user: string, more?: Partial<TestClientOptions>): Promise<TestClient>
  /** As `client`, over a cable of its own. */
  wired(user: string, more?: Partial<TestClientOptions>): Promise<{ client: TestClient; wire: Wire }>
  /** Ends the clients, then the server. */
  stop(): Promise<void>
}

/** How many nodes on one Redis the same tests are run against; without a number one with the embedded store. */
const nodeCount = Number(process.env.RINGKIT_TEST_NODES ?? 0)

const settings: CallServerOptions = {
  authenticate: (token) => {
    if (token === 'bad' || token === '') throw new Error('no such token')
    return { userID: token, name: `Name of ${token}` }
  },
  livekit: noLiveKit,
  logLevel: 'silent',
  reconnectGrace: 1,
  limits: { callsPer10Seconds: 10_000, callsPerMinute: 10_000, commandsPerSecond: 1000 },
}

/** A real call server on a free port, where the token is the userID; `bad` is refused. */
export async function startTestServer(options: Partial<CallServerOptions> = {}, port = 0): Promise<TestServer> {
  if (nodeCount > 0 && options.store === undefined) return startTestNodes(nodeCount, options)
  return serve([createCallServer({ ...settings, ...options })], port)
}

/** Several nodes on a Redis, of their own if none is given; clients sign in at one after the other. */
export async function startTestNodes(
  count: number,
  options: Partial<CallServerOptions> = {},
  given?: { url: string; isCluster?: boolean },
): Promise<TestServer> {
  const own = given ? undefined : await startRedisServer()
  const { url = '', isCluster: cluster = false } = given ?? { url: own?.url }
  const prefix = newID()
  const stores = Array.from({ length: count }, () => redisStore({ url, prefix, cluster }))
  const at = await serve(
    stores.map((store) => createCallServer({ ...settings, ...options, store })),
    0,
  )
  return {
    ...at,
    prefix,
    async stop() {
      await at.stop()
      await own?.stop()
    },
  }
}

async function serve(servers: readonly CallServer[], port: number): Promise<TestServer> {
  const nodes = await Promise.all(
    servers.map(async (server) => ({ server, url: (await server.listen(port, '127.0.0.1')).url })),
  )
  const [first] = nodes
  if (!first) throw new Error('no node')
  const clients: TestClient[] = []
  const wires: Wire[] = []
  let turn = 0
  const nextURL = () => nodes[turn++ % nodes.length]?.url ?? first.url

  async function client(userID: string, more: Partial<TestClientOptions> = {}): Promise<TestClient> {
    const made = new TestClient({ url: nextURL(), userID, ...more })
    clients.push(made)
    return made.connect()
  }

  return {
    ...first,
    nodes,
    prefix: '',
    client,
    async wired(userID, more = {}) {
      const wire = await createWire(nextURL())
      wires.push(wire)
      return { client: await client(userID, { url: wire.url, ...more }), wire }
    },
    async stop() {
      for (const each of clients) each.close()
      await Promise.all(nodes.map(({ server }) => server.close()))
      await Promise.all(wires.map((wire) => wire.close()))
    },
  }
}
