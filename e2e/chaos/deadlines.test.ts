import { expect, onTestFinished, test } from 'vitest'
import { startFakeLiveKit } from '../../packages/server/src/testing/fakeLiveKit.ts'
import { TestClient } from '../../packages/server/src/testing/testClient.ts'
import { startChaos, type Chaos } from './nodes.ts'
import { callInStore } from './reckoning.ts'

const RINGS = process.env.CHAOS === 'full' ? 500 : 150
/** Signing in is not what is measured, and a node lets so many in at a time. */
const AT_ONCE = 20
/** Until all rings have been placed, ms. */
const PLACING_MS = 10_000

interface Pair {
  a: TestClient
  b: TestClient
}

async function signIn(chaos: Chaos): Promise<Pair[]> {
  const urls = chaos.nodes.map(({ url }) => url)
  const client = async (userID: string, node: number) => {
    const made = await new TestClient({ userID, url: urls[node % urls.length] ?? '', hasRoom: false }).connect()
    onTestFinished(() => made.close())
    return made
  }
  const pairs: Pair[] = []
  for (let from = 0; from < RINGS; from += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, RINGS - from) }, async (_none, index) => {
      const number = from + index
      // Within one node, and across both.
      return { a: await client(`a${number}`, number), b: await client(`b${number}`, Math.floor(number / 2)) }
    })
    pairs.push(...(await Promise.all(some)))
  }
  return pairs
}

/** Calls, and waits for the end; how late, ms, it was decided, and told at both ends. */
async function ring(chaos: Chaos, { a, b }: Pair, endsAt: number): Promise<{ fired: number; heard: number }> {
  const { callID, members } = await a.calls([b.userID], { timeout: (endsAt - Date.now()) / 1000 })
  const deadline = members.find(({ userID }) => userID === b.userID)?.deadline ?? 0
  let heardAt = 0
  const over = [a, b].map(async (client) => {
    await client.until(({ call }) => call?.me.status === 'over', 'the end', 2 * PLACING_MS)
    heardAt = Date.now()
  })
  await Promise.all(over)
  expect(a.heard()).toEqual([`NO_RESP ${b.userID}`, 'CALL_NOT_CONNECTED noResponse'])
  expect(b.heard()).toEqual([`INVITED ${b.userID}`, `CALLING_TIMEOUT ${b.userID}`, 'CALL_NOT_CONNECTED noResponse'])
  const { endedAt = Infinity } = (await callInStore(chaos, callID)) ?? {}
  return { fired: endedAt - deadline, heard: heardAt - deadline }
}

const share = (times: number[], part: number) =>
  times.toSorted((one, other) => one - other)[Math.floor(times.length * part)] ?? Infinity

test(
  `T2: ${RINGS} rings that end in one second at two nodes: each side once, in time`,
  { timeout: 120_000 },
  async () => {
    const liveKit = await startFakeLiveKit()
    const chaos = await startChaos({ liveKitURL: liveKit.access.url })
    const pairs = await signIn(chaos)
    const end = Date.now() + PLACING_MS
    const times = await Promise.all(pairs.map((pair, index) => ring(chaos, pair, end + (index % 10) * 100)))
    const [fired, heard] = [times.map((each) => each.fired), times.map((each) => each.heard)]
    for (const [what, ms] of Object.entries({ fired, heard }))
      console.log(`${what} ${share(ms, 0.5)} ms (p50), ${share(ms, 0.99)} ms (p99) after the deadline, of ${RINGS}`)
    expect(share(fired, 0)).toBeGreaterThanOrEqual(0)
    expect(share(fired, 0.99)).toBeLessThan(1000)
    expect(share(heard, 0.99)).toBeLessThan(1000)
    await liveKit.close()
  },
)
