import type { Effort, Figures, Idle } from './measure.ts'

/** Everything that was measured in one run. */
export interface Report {
  cores: number
  node: string
  /** Processes that wanted to run in the minute before, on average. */
  loadBefore: number
  effort: Effort
  calls: { name: string; figures: Figures; relay: Figures }[]
  idle: { name: string; idle: Idle }[]
}

/** What is in the tables. */
export const rows = {
  signalling: 'embedded store, LiveKit left out',
  embedded: 'embedded store, LiveKit asked',
  media: 'embedded store, with two media tokens',
  oneNode: 'Redis, one node',
  twoNodes: 'Redis, two nodes',
  idleRelay: 'idle: relay',
  idleEmbedded: 'idle: embedded store',
  idleRedis: 'idle: Redis',
} as const

const fixed = (number: number, digits = 1) => number.toFixed(digits)
const kilobytes = (bytes: number) => `${fixed(bytes / 1000)} kB`
const ratio = (ours: number, relays: number) => `${fixed(ours / relays, 2)}×`
const row = (...cells: string[]) => `| ${cells.join(' | ')} |`

/** One arrangement of servers beside the relay. */
export const callsRow = ({ name, figures, relay }: Report['calls'][number]): string =>
  row(
    name,
    fixed(figures.callsPerSecond, 0),
    fixed(relay.callsPerSecond, 0),
    fixed(figures.cpuSecondsFull, 3),
    fixed(relay.cpuSecondsFull, 3),
    ratio(figures.cpuSecondsFull, relay.cpuSecondsFull),
    `${fixed(figures.ringHalf.p50)} ms, ${fixed(figures.ringHalf.p99)} ms at ${fixed(figures.halfCallsPerSecond, 0)}/s`,
    `${fixed(relay.ringHalf.p50)} ms, ${fixed(relay.ringHalf.p99)} ms`,
    ratio(figures.ringHalf.p99, relay.ringHalf.p99),
  )

function callsTable(calls: Report['calls']): string[] {
  const head = [
    '',
    'calls/s',
    'relay',
    'CPU ms a call',
    'relay',
    'ratio',
    'ring p50, p99 at half load',
    'relay',
    'ratio of p99',
  ]
  return [row(...head), row(...head.map(() => '---')), ...calls.map(callsRow)]
}

function idleTable(idle: Report['idle']): string[] {
  const relay = idle.find(({ name }) => name === rows.idleRelay)?.idle
  const beside = (is: number, relays = NaN) => (Number.isNaN(relays) ? '' : ratio(is, relays))
  return [
    row(`${idle[0]?.idle.sessions ?? 0} sessions`, 'held, each', 'ratio', 'resident, each', 'ratio', 'of a core, all'),
    row('---', '---', '---', '---', '---', '---'),
    ...idle.map(({ name, idle: each }) =>
      row(
        name,
        kilobytes(each.heldBytesPerSession),
        beside(each.heldBytesPerSession, relay?.heldBytesPerSession),
        kilobytes(each.residentBytesPerSession),
        beside(each.residentBytesPerSession, relay?.residentBytesPerSession),
        `${fixed(each.coreShare * 100)} %`,
      ),
    ),
  ]
}

/** An aim of the project, and how it stands. */
interface Aim {
  what: string
  is: number
  isMet: boolean
}

function aims({ calls, idle, cores }: Report): Aim[] {
  const of = (name: string) => calls.find((each) => each.name === name)
  const sessions = (name: string) => idle.find((each) => each.name === name)?.idle.heldBytesPerSession ?? NaN
  const atMost = (what: string, is: number, most: number): Aim => ({
    what: `${what}, at most ${most}`,
    is,
    isMet: is <= most,
  })
  const nodes = (of(rows.twoNodes)?.figures.callsPerSecond ?? NaN) / (of(rows.oneNode)?.figures.callsPerSecond ?? NaN)
  const all = [
    ...[rows.signalling, rows.embedded].flatMap((name) => {
      const { figures, relay } = of(name) ?? {}
      if (!figures || !relay) return []
      return [
        atMost(`CPU of a call by that of the relay (${name})`, figures.cpuSecondsFull / relay.cpuSecondsFull, 3),
        atMost(
          `p99 of the ring at half load by that of the relay (${name})`,
          figures.ringHalf.p99 / relay.ringHalf.p99,
          3,
        ),
      ]
    }),
    atMost(
      'memory of an idle session by that of a bare one',
      sessions(rows.idleEmbedded) / sessions(rows.idleRelay),
      1.5,
    ),
    { what: `calls of two nodes by those of one, at least 1.6, on ${cores} cores`, is: nodes, isMet: nodes >= 1.6 },
  ]
  // What was left out by `--only` has no figure.
  return all.filter(({ is }) => !Number.isNaN(is))
}

/** The tables, as Markdown, and how the aims stand. */
export function print(report: Report): void {
  const { cores, node, loadBefore } = report
  console.log(`\n${cores} cores, Node ${node}, load ${fixed(loadBefore, 2)} before\n`)
  for (const line of [...callsTable(report.calls), '', ...idleTable(report.idle), '']) console.log(line)
  for (const { what, is, isMet } of aims(report))
    console.log(`${isMet ? 'met' : 'FALLS SHORT'}: ${what}: ${fixed(is, 2)}`)
  if (cores < 6) console.log('Clients, servers and Redis share these cores: two nodes cannot carry more than one here.')
}
