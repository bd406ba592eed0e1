import { createHash } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { createClient, createCluster, ErrorReply } from 'redis'

/** How long one request to the store may take, repeats and a Redis that starts anew included, ms. */
export const PATIENCE_MS = 8000
/** Between two tries, ms. */
const PAUSE_MS = 50
/** Between two attempts to connect, at most, ms. */
const RECONNECT_MS = 400
/** Requests that may wait for an answer; more are refused, so that a Redis that hangs does not fill the memory. */
const MOST_WAITING = 100_000

/** Answers that say "not now" rather than "no". */
const notNow = /^(LOADING|READONLY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|BUSY)\b/

/** A program that Redis runs as one step. */
export interface Script {
  readonly text: string
  readonly sha: string
}

export const script = (text: string): Script => ({ text, sha: createHash('sha1').update(text).digest('hex') })

const options = {
  // A request that waits for a connection in node-redis's own queue could run long after its caller gave up.
  disableOfflineQueue: true,
  commandsQueueMaxLength: MOST_WAITING,
  disableClientInfo: true,
  maintNotifications: 'disabled',
} as const
const socket = {
  connectTimeout: 2000,
  reconnectStrategy: (retries: number) => Math.min(20 * 2 ** retries, RECONNECT_MS),
}

function makeClient(url: string) {
  const client = createClient({ url, ...options, socket })
  // Without a listener the process would end. What it means for a request, the request is told.
  client.on('error', () => undefined)
  client.connect().catch(() => undefined)
  return client
}

export type RedisClient = ReturnType<typeof makeClient>

/** What finds the node that has our one slot, and follows it when it moves. */
function makeCluster(url: string): RedisClient {
  const { username, password, protocol } = new URL(url)
  const cluster = createCluster({
    rootNodes: [{ url, ...options, socket }],
    defaults: {
      ...options,
      ...(username && { username: decodeURIComponent(username) }),
      ...(password && { password: decodeURIComponent(password) }),
      socket: protocol === 'rediss:' ? { ...socket, tls: true } : socket,
    },
  })
  cluster.on('error', () => undefined)
  let isGivenUp = false
  async function connect(): Promise<void> {
    while (!isGivenUp) {
      try {
        await cluster.connect()
        return
      } catch {
        await wait(RECONNECT_MS)
      }
    }
  }
  void connect()
  const destroy = () => {
    isGivenUp = true
    if (cluster.isOpen) cluster.destroy()
  }
  // It takes the same commands, each for the node of its key; of the rest we use what is given here.
  return new Proxy(cluster, {
    get(target, name) {
      if (name === 'isOpen') return true
      if (name === 'destroy') return destroy
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  }) as unknown as RedisClient
}

/** One connection to Redis that mends itself. */
export interface RedisConnection {
  /**
   * Asks, and asks again when the connection broke meanwhile: so every request must be safe to repeat.
   *
   * @param patienceMs - default 8 s
   * @throws Error when there was no answer in time, or Redis refused
   */
  ask<T>(request: (client: RedisClient) => Promise<T>, patienceMs?: number): Promise<T>
  /** Runs a script, by its hash; a Redis that has forgotten it is given the text again. `onTry`: a question goes out now. */
  run(
    script: Script,
    keys: string[],
    parameters: (string | number)[],
    patienceMs?: number,
    onTry?: () => void,
  ): Promise<unknown>
  /** The client as it is now, for libraries that want one. */
  client(): RedisClient
  /** Another connection to the same Redis, for requests that block. */
  duplicate(): RedisConnection
  /** A link that is dead without a word is given up for a new one. */
  reset(): void
  close(): void
}

function within<T>(promise: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('Redis does not answer')), Math.max(ms, 0))
    const settled = () => clearTimeout(timer)
    promise.then(resolve, reject).finally(settled)
  })
}

/** Connects, and goes on connecting until `close()`. */
export function connectRedis(url: string, isCluster: boolean): RedisConnection {
  const make = isCluster ? makeCluster : makeClient
  let client = make(url)
  let isClosed = false

  const mayRepeat = (error: unknown) => !(error instanceof ErrorReply) || notNow.test(error.message)

  async function ask<T>(request: (client: RedisClient) => Promise<T>, patienceMs = PATIENCE_MS): Promise<T> {
    const until = performance.now() + patienceMs
    for (;;) {
      try {
        return await within(request(client), until - performance.now())
      } catch (error) {
        if (isClosed || !mayRepeat(error) || performance.now() + PAUSE_MS > until) throw error
        await wait(PAUSE_MS)
      }
    }
  }

  return {
    ask,
    async run({ text, sha }, keys, parameters, patienceMs, onTry) {
      const given = { keys, arguments: parameters.map(String) }
      return ask(async (client) => {
        onTry?.()
        try {
          return await client.evalSha(sha, given)
        } catch (error) {
          if (error instanceof ErrorReply && error.message.startsWith('NOSCRIPT')) return client.eval(text, given)
          throw error
        }
      }, patienceMs)
    },
    client: () => client,
    duplicate: () => connectRedis(url, isCluster),
    reset() {
      if (isClosed) return
      const old = client
      client = make(url)
      if (old.isOpen) old.destroy()
    },
    close() {
      if (isClosed) return
      isClosed = true
      if (client.isOpen) client.destroy()
    },
  }
}
