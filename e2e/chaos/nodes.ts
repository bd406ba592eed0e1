import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { join, resolve } from 'node:path'
import { createCallEngine, noMedia, type CallEngine } from '@ringkit/core'
import { expect, onTestFinished } from 'vitest'
import { eventLog } from '../../packages/core/src/testing/eventLog.ts'
import { startRedisServer, type RedisServer, type RedisServerOptions } from '../../scripts/redisServer.ts'

const root = resolve(import.meta.dirname, '../..')
export const after = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** A node in a process of its own. */
export interface Node {
  url: string
  /** As `kill -9`. */
  kill(): Promise<void>
  /** SIGTERM; resolves with the milliseconds until it was gone. */
  terminate(): Promise<number>
  isReady(): Promise<boolean>
}

export interface NodeOptions {
  redisURL: string
  prefix: string
  /** Seconds. */
  grace?: number
  /** How far its time of day is off, ms. */
  skewMs?: number
}

async function startNode({ redisURL, prefix, grace = 10, skewMs = 0 }: NodeOptions): Promise<Node> {
  const child = spawn(process.execPath, ['--import', 'tsx', join(root, 'e2e/chaos/nodeProgram.ts')], {
    cwd: root,
    env: { ...process.env, REDIS_URL: redisURL, PREFIX: prefix, GRACE: String(grace), SKEW_MS: String(skewMs) },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const gone = once(child, 'exit')
  const [line] = await Promise.race([
    once(child.stdout, 'data'),
    gone.then(() => Promise.reject(new Error('the node has ended'))),
  ])
  const url = String(line).trim()
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await gone
  }
  onTestFinished(() => end('SIGKILL'))
  return {
    url,
    kill: () => end('SIGKILL'),
    async terminate() {
      const from = performance.now()
      await end('SIGTERM')
      return performance.now() - from
    },
    isReady: () => isReady(url),
  }
}

const isReady = (url: string) =>
  fetch(`${url}/readyz`, { signal: AbortSignal.timeout(1500) }).then(
    ({ ok }) => ok,
    () => false,
  )

/** One address for several nodes, as a load balancer gives: the first of them that is ready. */
async function startBalancer(urls: () => readonly string[]) {
  const sockets = new Set<Socket>()
  let isPlugged = true
  const breakAll = () => {
    for (const socket of sockets) socket.destroy()
    sockets.clear()
  }
  const server = createServer((near) => {
    if (!isPlugged) return void near.destroy()
    sockets.add(near)
    near.on('error', () => near.destroy())
    const open = async ([url, ...others]: readonly string[]): Promise<void> => {
      if (url === undefined) return void near.destroy()
      if (!(await isReady(url))) return open(others)
      const { hostname, port } = new URL(url)
      const far = connect(Number(port), hostname)
      sockets.add(far)
      far.once('connect', () => {
        near.pipe(far)
        far.pipe(near)
        near.on('close', () => far.destroy())
        far.on('close', () => near.destroy())
      })
      far.once('error', () => near.destroy())
    }
    void open(urls())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(async () => {
    breakAll()
    await new Promise((resolve) => server.close(resolve))
  })
  return {
    // Listening on a port, not on a pipe.
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    plug: () => void (isPlugged = true),
    strand: () => void (isPlugged = false),
    unplug() {
      isPlugged = false
      breakAll()
    },
  }
}

/** Somebody on a real engine. */
export interface Person {
  engine: CallEngine
  heard: ReturnType<typeof eventLog>
  status(): string
  /** Resolves as soon as it is so. */
  until(status: string, patienceMs?: number): Promise<void>
  /** The terminal events so far. */
  ends(): string[]
  /** It gets no further connection, until `plug`. */
  strand(): void
  /** Its network is gone, until `plug`. */
  unplug(): void
  plug(): void
}

export interface Chaos {
  redis: RedisServer
  nodes: Node[]
  prefix: string
  start(options?: Partial<NodeOptions>): Promise<Node>
  /** Signs in at the node of this number, and at the next one if that is gone. */
  person(userID: string, node?: number): Promise<Person>
  /** Two people of different nodes in a connected call. */
  connected(a: Person, b: Person): Promise<void>
  /** One terminal event each, everybody idle, nothing left in Redis but what ends by itself. */
  expectEnd(...people: Person[]): Promise<void>
}

/** Two nodes on a Redis. All of it ends with the test. */
export async function startChaos(
  options: Partial<NodeOptions> & { redis?: RedisServerOptions; each?: Partial<NodeOptions>[] } = {},
): Promise<Chaos> {
  const { redis: redisOptions, each = [{}, {}], ...shared } = options
  const redis = await startRedisServer(redisOptions)
  onTestFinished(() => redis.stop())
  const prefix = randomUUID()
  const start = async (more: Partial<NodeOptions> = {}) => {
    const node = await startNode({ redisURL: redis.url, prefix, ...shared, ...more })
    nodes.push(node)
    return node
  }
  const nodes: Node[] = []
  const started = await Promise.all(each.map((more) => startNode({ redisURL: redis.url, prefix, ...shared, ...more })))
  nodes.push(...started)

  async function person(userID: string, first = 0): Promise<Person> {
    const { url, plug, unplug, strand } = await startBalancer(() => {
      const urls = nodes.map((node) => node.url)
      return [...urls.slice(first), ...urls.slice(0, first)]
    })
    const engine = createCallEngine({ url, token: userID, media: noMedia() })
    onTestFinished(() => engine.destroy())
    const heard = eventLog(engine)
    await engine.login()
    const status = () => engine.store.getState().status
    return {
      engine,
      heard,
      plug,
      unplug,
      strand,
      status,
      ends: () => heard.names().filter((name) => name === 'CALLING_END' || name === 'CALL_NOT_CONNECTED'),
      until: (wanted, patienceMs = 20_000) =>
        new Promise((resolve, reject) => {
          const timer = setTimeout(() => {
            off()
            reject(new Error(`${userID} is ${status()}, not ${wanted}; heard ${heard.names().join(', ')}`))
          }, patienceMs)
          const check = () => {
            if (status() !== wanted) return
            clearTimeout(timer)
            off()
            resolve()
          }
          const off = engine.store.subscribe(check)
          check()
        }),
    }
  }

  return {
    redis,
    nodes,
    prefix,
    start,
    person,
    async connected(a, b) {
      await a.engine.call({ userIDList: [b.engine.store.getState().self?.userID ?? ''], type: 'audio' })
      await b.until('ringing')
      await b.engine.accept()
      await Promise.all([a.heard.until('USER_ENTER'), b.heard.until('USER_ENTER')])
    },
    async expectEnd(...people) {
      await Promise.all(people.map((each) => each.until('idle')))
      for (const each of people) expect(each.ends(), each.heard.names().join(', ')).toHaveLength(1)
      await expectNothingLeft(redis, prefix)
    },
  }
}

/** Kept on purpose, without an end of its own. */
const fixed = ['due', 'ended', 'log', 'nodes', 'pulse', 'order']
/** Only while somebody is in a call. */
const ofCallsGoingOn = /:(user|group):/

/** No place is taken, no deadline waits, and every key but the fixed ones ends by itself. */
export async function expectNothingLeft(redis: RedisServer, prefix: string): Promise<void> {
  const keys = await redis.keys()
  expect(keys.filter((key) => ofCallsGoingOn.test(key))).toEqual([])
  expect(await redis.ask('ZCARD', `{${prefix}}:due`)).toBe(0)
  for (const key of keys) {
    if (fixed.some((name) => key === `{${prefix}}:${name}`)) continue
    expect(Number(await redis.ask('PTTL', key)), key).not.toBe(-1)
  }
}
