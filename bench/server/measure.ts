import { startProgram, type Program } from './channel.ts'
import type { ClientQuestions, Result } from './clientProgram.ts'
import type { Traffic } from './traffic.ts'
import type { ServerQuestions } from './usage.ts'

export type Server = Program<ServerQuestions>
export type Client = Program<ClientQuestions>

/** How long and how much. */
export interface Effort {
  /** Made by all clients together before anything is measured, and then at full load. */
  warmUpCalls: number
  calls: number
  /** Neither takes longer than this, however slow it is. */
  atMostSeconds: number
  /** At half load. */
  seconds: number
  /** Processes of clients, and pairs of devices in each. */
  clients: number
  pairs: number
  /** Pairs that call at the same time in each, when as many calls as possible are made. */
  busyPairs: number
  /** Devices that do nothing, all together. */
  sessions: number
}

/** What one arrangement of servers does. */
export interface Figures {
  callsPerSecond: number
  /** Of all server processes, per 1,000 calls, at full load and at the rate both are compared at. */
  cpuSecondsFull: number
  cpuSecondsHalf: number
  ringFull: Percentiles
  ringHalf: Percentiles
  halfCallsPerSecond: number
}

export interface Percentiles {
  p50: number
  p99: number
  count: number
}

const at = (sorted: readonly number[], share: number) =>
  sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? 0

export function percentiles(times: readonly number[]): Percentiles {
  const sorted = times.toSorted((a, b) => a - b)
  return { p50: at(sorted, 0.5), p99: at(sorted, 0.99), count: sorted.length }
}

const total = (numbers: readonly number[]) => numbers.reduce((sum, each) => sum + each, 0)

async function cpuMs(servers: readonly Server[]): Promise<number> {
  return total(
    (await Promise.all(servers.map((server) => server.ask('usage', { collect: false })))).map(({ cpuMs }) => cpuMs),
  )
}

interface Load {
  calls: number
  callsPerSecond: number
  cpuSecondsPer1000: number
  ring: Percentiles
}

async function load(servers: readonly Server[], run: () => Promise<Result[]>): Promise<Load> {
  const before = await cpuMs(servers)
  const results = await run()
  const used = (await cpuMs(servers)) - before
  const calls = total(results.map((result) => result.calls))
  const missed = total(results.map((result) => result.missed))
  if (calls === 0) throw new Error('no call was made')
  if (missed > 0) console.log(`  ${missed} calls could not begin: every pair was busy`)
  return {
    calls,
    callsPerSecond: total(results.map((result) => result.calls / result.seconds)),
    // Milliseconds per call are seconds per 1,000 calls.
    cpuSecondsPer1000: used / calls,
    ring: percentiles(results.flatMap(({ ringMs }) => ringMs)),
  }
}

export const startClients = ({ clients }: Effort): Client[] =>
  Array.from({ length: clients }, () => startProgram<ClientQuestions>('clientProgram.ts'))

export const everyClient = <T>(clients: readonly Client[], ask: (client: Client, index: number) => Promise<T>) =>
  Promise.all(clients.map(ask))

export interface Arrangement {
  servers: readonly Server[]
  hasRoom: boolean
  /** Sent over the relay; undefined at the call server. */
  traffic?: Traffic
  /** Calls a second at which both are compared; default: half of what these servers can do. */
  halfCallsPerSecond?: number
}

/** Signs everybody in, loads the servers as far as they go, then with half of that. */
export async function measure(arrangement: Arrangement, clients: readonly Client[], effort: Effort): Promise<Figures> {
  const { servers, hasRoom, traffic } = arrangement
  const urls = (await Promise.all(servers.map((server) => server.ask('listen', {})))).map(({ url }) => url)
  const { pairs, busyPairs } = effort
  await everyClient(clients, async (client, index) => {
    await client.ask('over', { traffic, hasRoom })
    await client.ask('connect', { urls, name: `load-${index}`, pairs, hasRoom })
  })
  const closed = (calls: number) =>
    everyClient(clients, (client) =>
      client.ask('closed', {
        calls: Math.ceil(calls / clients.length),
        atMostSeconds: effort.atMostSeconds,
        pairs: busyPairs,
      }),
    )
  await closed(effort.warmUpCalls)
  const full = await load(servers, () => closed(effort.calls))
  const halfCallsPerSecond = arrangement.halfCallsPerSecond ?? full.callsPerSecond / 2
  const open = { seconds: effort.seconds, callsPerSecond: halfCallsPerSecond / clients.length }
  const half = await load(servers, () => everyClient(clients, (client) => client.ask('open', open)))
  await everyClient(clients, (client) => client.ask('leave', {}))
  return {
    callsPerSecond: full.callsPerSecond,
    cpuSecondsFull: full.cpuSecondsPer1000,
    cpuSecondsHalf: half.cpuSecondsPer1000,
    ringFull: full.ring,
    ringHalf: half.ring,
    halfCallsPerSecond,
  }
}

/** One call, as the call server tells it. */
export async function learn(server: Server, client: Client, hasRoom: boolean): Promise<Traffic> {
  const { url } = await server.ask('listen', {})
  await client.ask('connect', { urls: [url], name: 'learn', pairs: 1, hasRoom })
  const traffic = await client.ask('learn', { hasRoom })
  await client.ask('leave', {})
  return traffic
}

/** What a device costs that is signed in and does nothing. */
export interface Idle {
  heldBytesPerSession: number
  residentBytesPerSession: number
  /** Of one core, for all of them: heartbeats. */
  coreShare: number
  sessions: number
}

const IDLE_SECONDS = 5
/** Logins are counted for 10 s; a session that does nothing has none of that. */
const SETTLE_SECONDS = 12

export async function measureIdle(server: Server, clients: readonly Client[], { sessions }: Effort): Promise<Idle> {
  const { url } = await server.ask('listen', {})
  const before = await server.ask('usage', { collect: true })
  const count = Math.floor(sessions / clients.length)
  await everyClient(clients, (client, index) => client.ask('idle', { url, name: `idle-${index}`, count }))
  await new Promise((resolve) => setTimeout(resolve, SETTLE_SECONDS * 1000))
  const after = await server.ask('usage', { collect: true })
  const from = performance.now()
  const { cpuMs: cpuBefore } = await server.ask('usage', { collect: false })
  await new Promise((resolve) => setTimeout(resolve, IDLE_SECONDS * 1000))
  const { cpuMs: cpuAfter } = await server.ask('usage', { collect: false })
  const coreShare = (cpuAfter - cpuBefore) / (performance.now() - from)
  await everyClient(clients, (client) => client.ask('leave', {}))
  const all = count * clients.length
  return {
    heldBytesPerSession: (after.heldBytes - before.heldBytes) / all,
    residentBytesPerSession: (after.residentBytes - before.residentBytes) / all,
    coreShare,
    sessions: all,
  }
}
