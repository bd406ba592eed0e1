import { setTimeout as wait } from 'node:timers/promises'
import type { TestClient } from '../../packages/server/src/testing/testClient.ts'
import type { AbuseServer, Burden } from './abuseServer.ts'

/** How long whole calls took, ms: called, rung, accepted, connected, hung up, over at both ends. */
export interface CallTimes {
  calls: number
  p50: number
  p99: number
}

/** Pairs that call each other meanwhile. */
const PAIRS = 12
/** Each pair begins a call so often, its two people by turns: below every limit. ms */
const EVERY_MS = 260

const quantile = (times: readonly number[], share: number) =>
  times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN

async function wholeCall(caller: TestClient, callee: TestClient): Promise<number> {
  const from = performance.now()
  const { callID } = await caller.calls([callee.userID], { type: 'audio' })
  await callee.until(({ call }) => call?.callID === callID && call.me.status === 'ringing', 'the ring')
  await callee.accepts()
  await caller.untilStatus('connected')
  await caller.hangsUp()
  await callee.untilStatus('over')
  return performance.now() - from
}

let names = 0

/** People who have nothing to do with an attack, at every node. All their calls must go through. */
export async function startBystanders(at: AbuseServer) {
  const group = (names += 1)
  const pairs = await Promise.all(
    Array.from({ length: PAIRS }, async (_unused, n) => {
      const node = n % at.urls.length
      return [
        await at.client(`by${group}-${n}a`, node),
        await at.client(`by${group}-${n}b`, at.urls.length - 1),
      ] as const
    }),
  )
  let isCalling = true

  async function call([a, b]: (typeof pairs)[number], times: number[], isOver: () => boolean): Promise<void> {
    for (let turn = 0; !isOver(); turn += 1) {
      const from = performance.now()
      times.push(await (turn % 2 === 0 ? wholeCall(a, b) : wholeCall(b, a)))
      await wait(Math.max(0, EVERY_MS - (performance.now() - from)))
    }
  }

  /** Calls until `end` is settled, and says how long they took. A call that does not go through rejects. */
  async function during(end: Promise<unknown>): Promise<CallTimes> {
    isCalling = true
    const stop = () => void (isCalling = false)
    end.then(stop, stop)
    const times: number[] = []
    await Promise.all(pairs.map((pair) => call(pair, times, () => !isCalling)))
    return { calls: times.length, p50: quantile(times, 0.5), p99: quantile(times, 0.99) }
  }

  return {
    during,
    quiet: (ms: number) => during(wait(ms)),
    leave() {
      for (const client of pairs.flat()) client.close()
    },
  }
}

const megabytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(0)} MB`
const percent = (share: number) => `${(share * 100).toFixed(0)} %`
const line = ({ calls, p50, p99 }: CallTimes, busy: number) =>
  `p50 ${p50.toFixed(1)}, p99 ${p99.toFixed(1)} ms (${calls} calls), server at ${percent(busy)} of a processor`

/** What an attack did to everybody else. */
export interface Measured<Report> {
  report: Report
  before: Burden
  after: Burden
}

/**
 * Runs an attack beside calls of others, and prints what it did to them and to the server. Timing is told, never judged: this
 * machine has other work. That every other call goes through is.
 */
export async function beside<Report>(
  at: AbuseServer,
  what: string,
  attack: () => Promise<Report>,
): Promise<Measured<Report>> {
  const bystanders = await startBystanders(at)
  await at.burden()
  const quiet = await bystanders.quiet(2500)
  const before = await at.burden()
  const attacking = attack()
  const [report, busy] = await Promise.all([attacking, bystanders.during(attacking)])
  const after = await at.burden()
  console.log(
    [
      `${what}: ${JSON.stringify(report)}`,
      `  others' calls before: ${line(quiet, before.busy)}`,
      `  under attack:         ${line(busy, after.busy)}`,
      `  that is p50 × ${(busy.p50 / quiet.p50).toFixed(2)}, p99 × ${(busy.p99 / quiet.p99).toFixed(2)}`,
      `  memory resident: ${megabytes(before.rss)} before, ${megabytes(after.peak)} at most, ${megabytes(after.rss)} after; held: ${megabytes(before.held)} before, ${megabytes(after.held)} after`,
    ].join('\n'),
  )
  bystanders.leave()
  return { report, before, after }
}
