/**
 * What the call server can do, beside a bare socket.io server that sends the same messages: `npm run bench:server`. Prints a
 * table, and what falls short of the aims; `--out file` writes the figures as JSON; `--quick` for a look. It fails when a
 * call goes wrong, never for being slow: a benchmark, not a test. `--only word`: the rows with that word in their names.
 */
import { cpus, loadavg } from 'node:os'
import { writeFileSync } from 'node:fs'
import { startRedisServer } from '../../scripts/redisServer.ts'
import { buildPrograms } from './builtPrograms.ts'
import { startProgram } from './channel.ts'
import {
  learn,
  measure,
  measureIdle,
  startClients,
  type Client,
  type Effort,
  type Figures,
  type Idle,
} from './measure.ts'
import { callsRow, print, rows, type Report } from './report.ts'
import type { Traffic } from './traffic.ts'
import type { ServerQuestions } from './usage.ts'

const isQuick = process.argv.includes('--quick')
const effort: Effort = isQuick
  ? {
      warmUpCalls: 1000,
      calls: 1000,
      atMostSeconds: 10,
      seconds: 2,
      clients: 2,
      pairs: 50,
      busyPairs: 16,
      sessions: 1000,
    }
  : {
      warmUpCalls: 3000,
      calls: 6000,
      atMostSeconds: 40,
      seconds: 6,
      clients: 2,
      pairs: 150,
      busyPairs: 16,
      sessions: 10_000,
    }

const wanted = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : undefined
const isWanted = (name: string) => wanted === undefined || name.includes(wanted)

const programs = await buildPrograms()

type Env = NodeJS.ProcessEnv
type ServerFile = 'serverProgram' | 'relayProgram'
const startServer = (file: ServerFile, env: Env = {}) =>
  startProgram<ServerQuestions>(`${programs}/${file}.js`, {
    env,
    nodeFlags: process.env.BENCH_NODE_FLAGS?.split(' ') ?? [],
  })

/** Does something with servers of its own, which end with it. */
async function withServers<T>(
  file: ServerFile,
  envs: readonly Env[],
  work: (servers: ReturnType<typeof startServer>[]) => Promise<T>,
): Promise<T> {
  const servers = envs.map((env) => startServer(file, env))
  try {
    return await work(servers)
  } finally {
    await Promise.all(servers.map((server) => server.stop()))
  }
}

async function learnTraffic(client: Client, env: Env, hasRoom: boolean): Promise<Traffic> {
  return withServers('serverProgram', [env], ([server]) => learn(required(server), client, hasRoom))
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('no server')
  return value
}

const relayEnv = (traffic: Traffic): Env => ({ TRAFFIC: JSON.stringify(traffic) })

async function measureRelay(
  clients: readonly Client[],
  traffic: Traffic,
  hasRoom: boolean,
  halfCallsPerSecond: number,
): Promise<Figures> {
  return withServers('relayProgram', [relayEnv(traffic)], (servers) =>
    measure({ servers, hasRoom, traffic, halfCallsPerSecond }, clients, effort),
  )
}

async function measureBoth(
  clients: readonly Client[],
  name: string,
  envs: readonly Env[],
  traffic: Traffic,
  hasRoom = false,
) {
  console.log(name)
  const figures = await withServers('serverProgram', envs, (servers) => measure({ servers, hasRoom }, clients, effort))
  const relay = await measureRelay(clients, traffic, hasRoom, figures.halfCallsPerSecond)
  const row = { name, figures, relay }
  console.log(callsRow(row))
  return row
}

async function idleOf(clients: readonly Client[], file: ServerFile, env: Env = {}): Promise<Idle> {
  return withServers(file, [env], ([server]) => measureIdle(required(server), clients, effort))
}

/** What is compared with the relay, by its name in the table. */
interface Case {
  name: string
  /** Of each node. */
  nodes: Env[]
  hasRoom?: boolean
}

const casesWith = (redisURL: string, liveKitURL: string): Case[] => {
  const rooms: Env = { LIVEKIT_URL: liveKitURL }
  const shared = (PREFIX: string): Env => ({ ...rooms, REDIS_URL: redisURL, PREFIX })
  return [
    { name: rows.signalling, nodes: [{ ...rooms, WITHOUT_LIVEKIT: '1' }] },
    { name: rows.embedded, nodes: [rooms] },
    { name: rows.media, nodes: [rooms], hasRoom: true },
    { name: rows.oneNode, nodes: [shared('one')] },
    { name: rows.twoNodes, nodes: [shared('two'), shared('two')] },
  ]
}

async function main(): Promise<Report> {
  const clients = startClients(effort)
  const redis = await startRedisServer()
  const liveKit = startProgram<ServerQuestions>('liveKitProgram.ts')
  try {
    const { url } = await liveKit.ask('listen', {})
    const first = required(clients[0])
    const traffic = {
      without: await learnTraffic(first, { LIVEKIT_URL: url }, false),
      withRoom: await learnTraffic(first, { LIVEKIT_URL: url }, true),
    }
    const load = loadavg()[0] ?? 0
    const calls: Report['calls'] = []
    for (const { name, nodes, hasRoom = false } of casesWith(redis.url, url).filter((each) => isWanted(each.name)))
      calls.push(await measureBoth(clients, name, nodes, hasRoom ? traffic.withRoom : traffic.without, hasRoom))
    const idle: Report['idle'] = []
    const idleCases = [
      { name: rows.idleRelay, file: 'relayProgram', env: {} },
      { name: rows.idleEmbedded, file: 'serverProgram', env: { LIVEKIT_URL: url } },
      { name: rows.idleRedis, file: 'serverProgram', env: { LIVEKIT_URL: url, REDIS_URL: redis.url } },
    ] as const
    for (const { name, file, env } of idleCases.filter((each) => isWanted(each.name))) {
      console.log(name)
      idle.push({ name, idle: await idleOf(clients, file, env) })
    }
    return { cores: cpus().length, node: process.version, loadBefore: load, effort, calls, idle }
  } finally {
    await Promise.all([...clients, liveKit].map((program) => program.stop()))
    await redis.stop()
  }
}

const report = await main()
print(report)
const out = process.argv.indexOf('--out')
if (out > 0) writeFileSync(process.argv[out + 1] ?? 'bench-server.json', `${JSON.stringify(report, undefined, 2)}\n`)
