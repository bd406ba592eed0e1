import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from 'redis'
import { findOnPath } from '../packages/server/src/cli/findOnPath.ts'
import { freeTCPPort } from '../packages/server/src/cli/freePort.ts'
import { startKeptProcess, type KeptProcess } from '../packages/server/src/cli/keptProcess.ts'

/** A Redis of a test's own, on a free port. It does not outlive the test's process. */
export interface RedisServer {
  url: string
  port: number
  /** Its answer to any command. */
  ask(...command: string[]): Promise<unknown>
  /** Every key there is. */
  keys(): Promise<string[]>
  /** It hangs, as a machine that swaps; `resume` lets it go on. */
  pause(): Promise<void>
  resume(): void
  /** Ends it without a word, and starts it again after so long, ms: with what it had when `keepsData`, empty otherwise. */
  restart(afterMs?: number): Promise<void>
  stop(): Promise<void>
}

export interface RedisServerOptions {
  /** Writes every change to disk and has it again after a restart. Default: keeps nothing. */
  keepsData?: boolean
  /** As a node of a Redis Cluster, with these slots of 0 to 16383. */
  slots?: readonly [from: number, to: number]
}

async function answers(url: string): Promise<boolean> {
  const client = createClient({ url, socket: { reconnectStrategy: false, connectTimeout: 500 }, RESP: 2 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.ping()
    client.destroy()
    return true
  } catch {
    if (client.isOpen) client.destroy()
    return false
  }
}

/** Starts `redis-server` (`REDIS_SERVER_PATH` or from PATH); `npm test` makes sure that there is one. */
export async function startRedisServer(options: RedisServerOptions = {}): Promise<RedisServer> {
  const program = process.env.REDIS_SERVER_PATH ?? findOnPath(['redis-server'])
  if (!program) throw new Error('These tests need redis-server on PATH, or REDIS_SERVER_PATH. `npm test` installs it.')
  const directory = await mkdtemp(join(tmpdir(), 'ringkit-redis-'))
  const port = await freeTCPPort()
  const url = `redis://127.0.0.1:${port}`
  const more = [
    ...(options.keepsData ? ['--appendonly', 'yes', '--appendfsync', 'always'] : ['--appendonly', 'no']),
    ...(options.slots ? ['--cluster-enabled', 'yes', '--cluster-port', String(await freeTCPPort())] : []),
  ]
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', directory, ...more]

  async function start(): Promise<KeptProcess> {
    const started = startKeptProcess(program ?? '', [...settings, '--maxmemory-policy', 'noeviction'])
    let hasEnded = false
    void started.ended.then(() => (hasEnded = true))
    while (!(await answers(url)))
      if (hasEnded) throw new Error(`redis-server has ended: ${started.lines().slice(-3).join(' ')}`)
    return started
  }

  let running = await start()
  const client = createClient({ url, RESP: 2 })
  client.on('error', () => undefined)
  await client.connect()
  const ask = (...command: string[]) => client.sendCommand(command)
  const processID = async () => Number(/process_id:(\d+)/.exec(String(await ask('INFO', 'server')))?.[1])
  if (options.slots) await ask('CLUSTER', 'ADDSLOTSRANGE', ...options.slots.map(String))
  let paused = 0

  return {
    url,
    port,
    ask,
    keys: async () => (await client.keys('*')).toSorted(),
    async pause() {
      paused = await processID()
      process.kill(paused, 'SIGSTOP')
    },
    resume: () => void process.kill(paused, 'SIGCONT'),
    async restart(afterMs = 0) {
      process.kill(await processID(), 'SIGKILL')
      await running.ended
      await new Promise((resolve) => setTimeout(resolve, afterMs))
      running = await start()
    },
    async stop() {
      client.destroy()
      await running.stop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

/** A Redis Cluster of three nodes, as the one server it appears to be to a client. */
export async function startRedisCluster(): Promise<{ nodes: readonly RedisServer[]; stop(): Promise<void> }> {
  const ranges = [
    [0, 5460],
    [5461, 10922],
    [10923, 16383],
  ] as const
  const nodes = await Promise.all(ranges.map((slots) => startRedisServer({ slots })))
  const busPort = async (node: RedisServer) => {
    const [, port = ''] = /@(\d+)/.exec(String(await node.ask('CLUSTER', 'NODES'))) ?? []
    return port
  }
  const [first, ...others] = nodes
  for (const other of others) await first?.ask('CLUSTER', 'MEET', '127.0.0.1', String(other.port), await busPort(other))
  for (const node of nodes)
    while (!/cluster_state:ok[\s\S]*cluster_known_nodes:3/.test(String(await node.ask('CLUSTER', 'INFO'))))
      await new Promise((resolve) => setTimeout(resolve, 20))
  return {
    nodes,
    async stop() {
      await Promise.all(nodes.map((node) => node.stop()))
    },
  }
}
