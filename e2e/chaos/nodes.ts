import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createCallEngine, noMedia, type CallEngine, type CallEngineOptions } from '@ringkit/core'
import { expect, onTestFinished } from 'vitest'
import { eventLog } from '../../packages/core/src/testing/eventLog.ts'
import { startRedisServer, type RedisServer, type RedisServerOptions } from '../../scripts/redisServer.ts'
import { startTCPProxy, type TCPProxy } from '../tcpProxy.ts'
import { builtNode } from './builtNode.ts'

export const after = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** A node in a process of its own. */
export interface Node {
  url: string
  /** As `kill -9`. */
  kill(): Promise<void>
  /** SIGTERM; resolves with the milliseconds until it was gone. */
  terminate(): Promise<number>
  isReady(): Promise<boolean>
  /** Was told to end, or runs: it has not ended by itself. */
  isWell(): boolean
  /** The newest of what it has logged: warnings, and worse. */
  lines(): string[]
}

export interface NodeOptions {
  redisURL: string
  prefix: string
  /** Seconds. */
  grace?: number
  /** How far its time of day is off, ms. */
  skewMs?: number
  sessions?: 'multiple' | 'single'
  /** Of a real LiveKit. Default: there is none. */
  liveKitURL?: string
}

/** Lines of a node's log that are kept. */
const LINES = 50

async function startNode({
  redisURL,
  prefix,
  grace = 10,
  skewMs = 0,
  sessions = 'multiple',
  liveKitURL,
}: NodeOptions): Promise<Node> {
  const child = spawn(process.execPath, ['--enable-source-maps', builtNode], {
    env: {
      ...process.env,
      REDIS_URL: redisURL,
      PREFIX: prefix,
      GRACE: String(grace),
      SKEW_MS: String(skewMs),
      SESSIONS: sessions,
      ...(liveKitURL !== undefined && { LIVEKIT: liveKitURL }),
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const gone = once(child, 'exit')
  const [line] = await Promise.race([
    once(child.stdout, 'data'),
    gone.then(() => Promise.reject(new Error('the node has ended'))),
  ])
  const url = String(line).trim()
  const lines: string[] = []
  child.stdout.on('data', (data) => {
    lines.push(...String(data).trim().split('\n'))
    lines.splice(0, lines.length - LINES)
  })
  let isTold = false
  const end = async (signal: NodeJS.Signals) => {
    isTold = true
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
    lines: () => [...lines],
    isWell: () => isTold || child.exitCode === null,
  }
}

const isReady = (url: string) =>
  fetch(`${url}/readyz`, { signal: AbortSignal.timeout(1500) }).then(
    ({ ok }) => ok,
    () => false,
  )

/** The first of these nodes that is ready, as a load balancer finds it. */
async function firstReady([url, ...others]: readonly string[]): Promise<string | undefined> {
  return url === undefined || (await isReady(url)) ? url : firstReady(others)
}

/** Somebody on a real engine. */
export interface Person {
  engine: CallEngine
  heard: ReturnType<typeof eventLog>
  wire: TCPProxy
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
  /** A wire to the node of this number, and to the next one if that is gone. */
  wire(node: number): Promise<TCPProxy>
  /** Signs in over such a wire. */
  person(userID: string, node?: number, more?: Partial<CallEngineOptions>): Promise<Person>
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

  async function wireTo(first: number): Promise<TCPProxy> {
    const wire = await startTCPProxy(() => {
      const urls = nodes.map((node) => node.url)
      return firstReady([...urls.slice(first), ...urls.slice(0, first)])
    })
    onTestFinished(() => wire.close())
    return wire
  }

  async function person(userID: string, first = 0, more: Partial<CallEngineOptions> = {}): Promise<Person> {
    const wire = await wireTo(first)
    const engine = createCallEngine({ url: wire.url, token: userID, media: noMedia(), ...more })
    onTestFinished(() => engine.destroy())
    const heard = eventLog(engine)
    await engine.login()
    const status = () => engine.store.getState().status
    return {
      engine,
      heard,
      wire,
      plug: () => wire.mend(),
      unplug: () => wire.cut(),
      strand: () => wire.strand(),
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
    wire: wireTo,
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
