import { expect, test } from 'vitest'
import { described as entriesOf } from './journal.ts'
import { after, expectNothingLeft, startChaos, type Chaos } from './nodes.ts'
import { faultsOf, placeOf, unrestOf } from './reckoning.ts'
import { blowsOf, described, scheduleOf, type Blow } from './schedule.ts'
import { gather, type Player, type Troupe } from './troupe.ts'

const isFull = process.env.CHAOS === 'full'
const SCHEDULES = Number(process.env.RINGKIT_CHAOS_SCHEDULES ?? (isFull ? 200 : 20))
const SEED = Number(process.env.RINGKIT_CHAOS_SEED ?? Date.now() % 1_000_000_000)
/** Schedules that share their nodes, and what befalls those. */
const AT_ONCE = 5
/** Every fifth of them is run with the policy `single`. */
const SINGLE_EVERY = 5
/** Rings of 3 s, graces of 4 s, a node's lease, and two looks at the store. */
const REST_MS = 30_000

async function strike(chaos: Chaos, { what, node, forMs, skewMs }: Blow): Promise<void> {
  if (what === 'flush') return void (await chaos.redis.ask('SCRIPT', 'FLUSH'))
  if (what === 'disconnect') return void (await chaos.redis.ask('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes'))
  if (what === 'pause') {
    await chaos.redis.pause()
    await after(forMs)
    return chaos.redis.resume()
  }
  await chaos.nodes[node]?.kill()
  await after(forMs)
  const index = node
  const started = await chaos.start({ skewMs })
  // The new one stands where the old one stood.
  chaos.nodes.splice(chaos.nodes.indexOf(started), 1)
  chaos.nodes[index] = started
}

/** The blows one after the other; two at a time would leave no node. */
async function strikeAll(chaos: Chaos, blows: readonly Blow[], from: number): Promise<void> {
  for (const blow of blows.toSorted((one, other) => one.atMs - other.atMs)) {
    await after(Math.max(0, from + blow.atMs - performance.now()))
    await strike(chaos, blow)
  }
}

async function play({ schedule, act }: Troupe, from: number): Promise<string[]> {
  const faults: string[] = []
  const deeds = schedule.steps.map(async ({ atMs, who, deed }) => {
    await after(from + atMs - performance.now())
    await act(who, deed).catch((error: unknown) => faults.push(String(error)))
  })
  await Promise.all(deeds)
  return faults
}

/** Waits until this holds of nobody any more; what still holds after the time there is. */
async function untilNone(find: () => Promise<(string | undefined)[]>): Promise<string[]> {
  const until = performance.now() + REST_MS
  for (;;) {
    const found = (await find()).filter((each) => each !== undefined)
    if (found.length === 0 || performance.now() > until) return found
    await after(100)
  }
}

async function hangUp({ engine, journal }: Player): Promise<void> {
  const { status, call } = engine.store.getState()
  if (status !== 'connected' && status !== 'calling') return
  journal.note({ kind: 'leaves', callID: call?.callID })
  // Over already by somebody else's going.
  await engine.hangup().catch(() => undefined)
}

/** Nobody is busy and nobody is deaf: everybody can call everybody. */
async function callEachOther({ players }: Troupe): Promise<void> {
  const first = players.filter(({ where }) => where.device === 0)
  for (const rounds of [
    [0, 1, 2, 3],
    [0, 2, 3, 1],
    [3, 0, 1, 2],
  ] as const) {
    const [a, b, c, d] = rounds.map((index) => first[index])
    await Promise.all(
      [
        [a, b],
        [c, d],
      ].map(async ([caller, callee]) => {
        if (!caller || !callee) return
        const status = ({ engine }: Player) => engine.store.getState().status
        const until = async (player: Player, wanted: string) => {
          const from = performance.now()
          while (status(player) !== wanted) {
            if (performance.now() - from > 15_000)
              throw new Error(
                `the call of ${caller.deviceID} to ${callee.deviceID}: ${player.deviceID} is ${status(player)}`,
              )
            await after(10)
          }
        }
        await caller.engine.call({ userIDList: [callee.userID], type: 'audio' })
        await until(callee, 'ringing')
        await callee.engine.accept()
        await until(caller, 'connected')
        await caller.engine.hangup()
        await Promise.all([until(caller, 'idle'), until(callee, 'idle')])
      }),
    )
  }
}

/** Everything that was wrong with one schedule, with all that helps to find out why. */
function report(troupe: Troupe, faults: readonly string[], blows: readonly Blow[]): string {
  const journals = troupe.players.flatMap(({ deviceID, journal }) => [deviceID, ...entriesOf(journal)])
  const struck = blows.map((blow) => `  meanwhile ${JSON.stringify(blow)}`)
  return [...faults, described(troupe.schedule), ...struck, ...journals].join('\n')
}

/** All of them act while the parts are struck; then everything is mended. Resolves with what must not have happened. */
async function act(chaos: Chaos, troupes: readonly Troupe[], blows: readonly Blow[]): Promise<string[][]> {
  const begun = performance.now()
  const struck = strikeAll(chaos, blows, begun)
  const faults = await Promise.all(troupes.map((troupe) => play(troupe, begun)))
  await struck
  await Promise.all(troupes.map((troupe) => troupe.heal()))
  const slowest = troupes.flatMap(({ took }) => took).toSorted((one, other) => other.ms - one.ms)
  const names = blows.map(({ what }) => what).join(', ') || 'no blow'
  const slow = slowest.slice(0, 3).map(({ what, ms }) => `${what} ${ms} ms`)
  console.log(`seed ${troupes[0]?.schedule.seed}: ${names}; ${slowest.length} commands, the slowest ${slow.join(', ')}`)
  return faults
}

/** Nothing rings on, and who is in a call can hang up. What stays busy all the same. */
async function comeToRest(chaos: Chaos, all: readonly Player[]): Promise<string[]> {
  const unrest = await untilNone(() => Promise.all(all.map((player) => unrestOf(chaos, player))))
  await Promise.all(all.map(hangUp))
  const rest = await untilNone(() =>
    Promise.all(
      all.map(async ({ engine, deviceID, userID }) => {
        const { status } = engine.store.getState()
        if (status !== 'idle' && status !== 'loggedOut') return `${deviceID} is ${status} after hanging up`
        // A call ends here after a second, and its hang-up is on its way.
        return (await placeOf(chaos, userID)) ? `${deviceID} is idle, and ${userID} busy after hanging up` : undefined
      }),
    ),
  )
  return [...unrest, ...rest]
}

/** Some schedules side by side, by disjoint people on the same nodes. */
async function runBatch(chaos: Chaos, seeds: readonly number[]): Promise<string[]> {
  const blows = blowsOf(seeds[0] ?? 0)
  const from = performance.now()
  const troupes = await Promise.all(
    seeds.map((seed, index) => gather(chaos, scheduleOf(seed), `s${seed}x${index}`, from)),
  )
  const faults = await act(chaos, troupes, blows)
  const all = troupes.flatMap(({ players }) => players)
  const restless = await comeToRest(chaos, all)
  const reports: string[] = []
  for (const [index, troupe] of troupes.entries()) {
    const ofIts = restless.filter((each) => troupe.players.some(({ deviceID }) => each.startsWith(`${deviceID} `)))
    const found = [...(faults[index] ?? []), ...ofIts, ...(await faultsOf(chaos, troupe))]
    if (found.length > 0) reports.push(report(troupe, found, blows))
  }
  if (reports.length > 0) return reports
  await expectNothingLeft(chaos.redis, chaos.prefix)
  const called = await Promise.allSettled(troupes.map(callEachOther))
  for (const [index, result] of called.entries()) {
    const troupe = troupes[index]
    if (result.status === 'rejected' && troupe) reports.push(report(troupe, [String(result.reason)], blows))
  }
  await expectNothingLeft(chaos.redis, chaos.prefix)
  for (const { engine, wire } of all) {
    engine.destroy()
    await wire.close()
  }
  return reports
}

/** What was wrong with the first batch that went wrong, and how to run it once more. */
async function runAll(policy: 'multiple' | 'single', seeds: readonly number[]): Promise<string[]> {
  const chaos = await startChaos({ grace: 4, sessions: policy, each: [{ skewMs: 30_000 }, { skewMs: -30_000 }] })
  for (let from = 0; from < seeds.length; from += AT_ONCE) {
    const batch = seeds.slice(from, from + AT_ONCE)
    const reports = await runBatch(chaos, batch)
    for (const [index, node] of chaos.nodes.entries())
      if (!node.isWell()) reports.push(`node ${index} has ended by itself`)
    if (reports.length === 0) continue
    const lines = chaos.nodes.flatMap((node, index) => [`node ${index} says`, ...node.lines()])
    const again = `RINGKIT_CHAOS_SEED=${batch[0]} RINGKIT_CHAOS_SCHEDULES=${batch.length} RINGKIT_CHAOS_POLICY=${policy}`
    return [...reports, ...lines.filter((line) => !line.includes('LiveKit did not')), `Once more: ${again}`]
  }
  return []
}

const only = process.env.RINGKIT_CHAOS_POLICY
const ofPolicy = { multiple: SCHEDULES, single: Math.ceil(SCHEDULES / SINGLE_EVERY) }
const numbers = {
  single: only ? (only === 'single' ? SCHEDULES : 0) : ofPolicy.single,
  multiple: only ? (only === 'multiple' ? SCHEDULES : 0) : SCHEDULES - ofPolicy.single,
}

test.each(['multiple', 'single'] as const)(
  'random schedules, sessions: %s, leave everybody with one end of each call, and nothing behind',
  { timeout: 60_000 + SCHEDULES * 10_000 },
  async (policy) => {
    const first = policy === 'multiple' || only ? SEED : SEED + numbers.multiple
    const seeds = Array.from({ length: numbers[policy] }, (_none, index) => first + index)
    console.log(`${seeds.length} schedules with sessions: ${policy}, RINGKIT_CHAOS_SEED=${SEED}`)
    const from = performance.now()
    const reports = await runAll(policy, seeds)
    expect(reports, reports.join('\n\n')).toEqual([])
    console.log(`${seeds.length} schedules took ${Math.round((performance.now() - from) / 1000)} s`)
  },
)
