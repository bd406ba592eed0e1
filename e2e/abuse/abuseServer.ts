import { fork, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { signIdentity } from '../../packages/server/src/cli/jwt.ts'
import { TestClient, type TestClientOptions } from '../../packages/server/src/testing/testClient.ts'
import { startRedisServer } from '../../scripts/redisServer.ts'

/** What a server takes of its machine. */
export interface Burden {
  /** Bytes, after the garbage was collected. */
  rss: number
  /** On the heap and in buffers. */
  held: number
  /** The most resident at any moment since the last time it was asked. */
  peak: number
  /** The share of one processor it took since then. */
  busy: number
}

/** A call server, or several on a Redis, each in a process of its own. */
export interface AbuseServer {
  urls: readonly string[]
  url: string
  /** Of the first node. */
  burden(): Promise<Burden>
  /** A good token, as the app's own login would give it. */
  token(userID: string, name?: string): Promise<string>
  /** Signs somebody in by a good token, at the node of this number. */
  client(userID: string, node?: number, more?: Partial<TestClientOptions>): Promise<TestClient>
  /** Throws when a server has ended or complained of anything: nothing that comes from outside may do that. */
  expectUnharmed(): void
  stop(): Promise<void>
}

/** The key of the user tokens, and LiveKit's; an attacker has neither. */
export const authSecret = 'the secret that signs the tokens of users'
export const liveKitKeys = { apiKey: 'devkey', apiSecret: 'the secret that LiveKit signs with' }

interface Told {
  url?: string
  burden?: Burden
}

/** The next message of a process of ours; rejects when it ends instead. */
async function next(child: ChildProcess): Promise<Told> {
  const over = new AbortController()
  const { signal } = over
  const ended = once(child, 'exit', { signal }).then(() => Promise.reject(new Error('the call server has ended')))
  // Given up as soon as there is an answer.
  ended.catch(() => undefined)
  try {
    // Such a process sends nothing else.
    const [told] = (await Promise.race([once(child, 'message', { signal }), ended])) as [Told]
    return told
  } finally {
    over.abort()
  }
}

/** `nodes`: without it one on the embedded store, with it so many on a Redis of their own. */
export async function startAbuseServer({ nodes = 0 }: { nodes?: number } = {}): Promise<AbuseServer> {
  const redis = nodes > 0 ? await startRedisServer() : undefined
  const env = {
    ...process.env,
    RINGKIT_AUTH_SECRET: authSecret,
    // Nothing listens there: no call here needs a room.
    RINGKIT_LIVEKIT_URL: 'ws://127.0.0.1:9',
    RINGKIT_LIVEKIT_API_KEY: liveKitKeys.apiKey,
    RINGKIT_LIVEKIT_API_SECRET: liveKitKeys.apiSecret,
    RINGKIT_RECONNECT_GRACE: '60',
    RINGKIT_LOG_LEVEL: 'silent',
    ...(redis && { RINGKIT_REDIS_URL: redis.url, RINGKIT_REDIS_PREFIX: randomUUID() }),
  }
  let complaints = ''
  const children = Array.from({ length: Math.max(nodes, 1) }, () => {
    const child = fork(join(import.meta.dirname, 'serverProgram.ts'), {
      env,
      execArgv: ['--import', 'tsx', '--expose-gc'],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    child.stderr?.on('data', (text: Buffer) => (complaints += text.toString()))
    child.on('exit', (code) => code && (complaints += `a call server has ended with ${code}\n`))
    return child
  })
  const urls = (await Promise.all(children.map(next))).map((told) => told.url ?? '')
  const [url = ''] = urls
  const [first] = children
  const clients: TestClient[] = []
  const token = (userID: string, name?: string) =>
    signIdentity({ userID, ...(name !== undefined && { name }) }, new TextEncoder().encode(authSecret), 1)

  return {
    urls,
    url,
    token,
    expectUnharmed() {
      if (complaints !== '') throw new Error(complaints)
    },
    async burden() {
      if (!first) throw new Error('no call server')
      const told = next(first)
      first.send('burden')
      return (await told).burden ?? { rss: 0, held: 0, peak: 0, busy: 0 }
    },
    async client(userID, node = 0, more = {}) {
      const made = new TestClient({ url: urls[node] ?? url, userID, token: await token(userID), ...more })
      clients.push(made)
      return made.connect()
    },
    async stop() {
      for (const client of clients) client.close()
      await Promise.all(
        children.map(async (child) => {
          if (child.exitCode !== null) return
          const gone = once(child, 'exit')
          child.disconnect()
          await gone
        }),
      )
      await redis?.stop()
    },
  }
}
