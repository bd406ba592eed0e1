import { expect, test } from 'vitest'
import { startTestNodes, type TestServer } from '../../packages/server/src/testing/testServer.ts'
import type { TestClient } from '../../packages/server/src/testing/testClient.ts'
import type { Wire } from '../../packages/server/src/testing/wire.ts'
import { startRedisServer, type RedisServer } from '../../scripts/redisServer.ts'
import { after, expectNothingLeft } from './nodes.ts'

const CALLS = process.env.CHAOS === 'full' ? 1000 : 300
/** Calls that go on at a time, each among people of its own. */
const LANES = 20

interface Lane {
  at: TestServer
  name: string
  a: TestClient
  wire: Wire
  b: TestClient
  /** Another device of b. */
  b2: TestClient
  c: TestClient
}

async function startLane(at: TestServer, index: number): Promise<Lane> {
  const name = `lane${index}`
  const { client: a, wire } = await at.wired(`${name}a`)
  const b = await at.client(`${name}b`)
  const b2 = await at.client(`${name}b`, { deviceID: `${name}b2` })
  return { at, name, a, wire, b, b2, c: await at.client(`${name}c`) }
}

const over = (...clients: TestClient[]) => Promise.all(clients.map((client) => client.untilStatus('over')))
const ring = async ({ a, b, b2 }: Lane, timeout?: number) => {
  const { callID } = await a.calls([b.userID], timeout === undefined ? {} : { timeout })
  await Promise.all([b.untilStatus('ringing'), b2.untilStatus('ringing')])
  return callID
}
const connect = async (lane: Lane) => {
  const callID = await ring(lane)
  await lane.b.accepts()
  await Promise.all([lane.a.untilStatus('connected'), lane.b2.untilStatus('over')])
  return callID
}
const loseCaller = async ({ a, wire }: Lane) => {
  wire.cut()
  await a.until(({ isLost }) => isLost)
}
const returns = async ({ a, wire }: Lane) => {
  wire.mend()
  await a.reconnect()
}

/** Every way in which a call may end. */
const outcomes: readonly ((lane: Lane) => Promise<unknown>)[] = [
  async function cancelled(lane) {
    await ring(lane)
    await lane.a.hangsUp()
  },
  async function rejected(lane) {
    await ring(lane)
    await lane.b.rejects('later')
  },
  async function noResponse(lane) {
    await ring(lane, 1)
    await over(lane.a, lane.b, lane.b2)
  },
  async function busy(lane) {
    await ring(lane)
    await lane.c.calls([lane.b.userID])
    await over(lane.c)
    await lane.a.hangsUp()
  },
  async function acceptedElsewhereAndHungUp(lane) {
    await connect(lane)
    await lane.b.hangsUp()
  },
  async function offlineWhileCalling(lane) {
    await ring(lane)
    await loseCaller(lane)
    await over(lane.b, lane.b2)
    await returns(lane)
  },
  async function offlineInACall(lane) {
    await connect(lane)
    await loseCaller(lane)
    await over(lane.b)
    await returns(lane)
  },
  async function groupUntilAllHaveGone({ a, b, c, b2, name }) {
    await a.calls([b.userID, c.userID], { groupID: name })
    await Promise.all([b, b2, c].map((client) => client.untilStatus('ringing')))
    await b.accepts()
    await c.rejects()
    await b.invites([c.userID])
    await c.untilStatus('ringing')
    await c.accepts()
    await a.hangsUp()
    await b.hangsUp()
    await over(c)
  },
  async function removed(lane) {
    const callID = await connect(lane)
    await lane.at.server.removeMember(callID, lane.b.userID)
  },
  async function endedByTheServer(lane) {
    const callID = await connect(lane)
    await lane.at.server.endCall(callID)
  },
]

async function runCalls(lanes: readonly Lane[], count: number): Promise<void> {
  let next = 0
  await Promise.all(
    lanes.map(async (lane) => {
      for (let number = next++; number < count; number = next++) {
        await outcomes[number % outcomes.length]?.(lane)
        const parts = [lane.a, lane.b, lane.b2, lane.c]
        await Promise.all(parts.map((client) => client.until(({ call }) => !call || call.me.status === 'over')))
        for (const client of parts) client.forget()
      }
    }),
  )
}

/** As if as much time had passed as every key has left. */
async function letTimePass(redis: RedisServer, prefix: string): Promise<void> {
  await expect.poll(() => redis.ask('ZCARD', `{${prefix}}:ended`), { timeout: 10_000 }).toBe(0)
  await expectNothingLeft(redis, prefix)
  const passing = (await redis.keys()).filter((key) => !/:(devices|held|profile|admission):?/.test(key))
  for (const key of passing) if (Number(await redis.ask('PTTL', key)) > 0) await redis.ask('PEXPIRE', key, '1')
  await after(50)
  // The nodes keep a minute of it.
  await redis.ask('XTRIM', `{${prefix}}:log`, 'MAXLEN', '0')
  // What has expired takes room until Redis comes by.
  await expect
    .poll(async () => Number(await redis.ask('DBSIZE')) - (await redis.keys()).length, { timeout: 10_000 })
    .toBe(0)
  await redis.ask('MEMORY', 'PURGE')
}

/** Of the nodes and the people, not of their calls. */
const standing = async (redis: RedisServer) =>
  (await redis.keys()).filter((key) => !/:(installation|tidying)$/.test(key))

async function used(redis: RedisServer): Promise<number> {
  return Number(/used_memory:(\d+)/.exec(String(await redis.ask('INFO', 'memory')))?.[1])
}

test(
  `N14: ${CALLS} calls of every outcome leave nothing behind once their time has passed`,
  { timeout: 180_000 },
  async () => {
    const redis = await startRedisServer()
    const at = await startTestNodes(2, {}, redis)
    const lanes: Lane[] = []
    for (let index = 0; index < LANES; index += 1) lanes.push(await startLane(at, index))
    // Until nodes, scripts, connections and tables have the size that they keep.
    await runCalls(lanes, 2 * outcomes.length * LANES)
    await letTimePass(redis, at.prefix)
    const [keys, before] = [await standing(redis), await used(redis)]
    await runCalls(lanes, CALLS)
    const full = await used(redis)
    await letTimePass(redis, at.prefix)
    const end = await used(redis)
    const kilobytes = (bytes: number) => `${Math.round(bytes / 1024)} kB`
    console.log(
      `used_memory: ${kilobytes(before)}, ${kilobytes(full)} with ${CALLS} calls, ${kilobytes(end)} after their time`,
    )
    expect(await standing(redis)).toEqual(keys)
    expect(Math.abs(end - before) / before).toBeLessThan(0.05)
    await at.stop()
    await redis.stop()
  },
)
