import type { Call, CallMember } from '@ringkit/core/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { callStoreConformance } from '../../core/src/service/callStore.conformance.ts'
import { redisStore, type RedisStore } from './redisStore.ts'
import { startTCPProxy } from '../../../e2e/tcpProxy.ts'
import { startRedisCluster, startRedisServer, type RedisServer } from '../../../scripts/redisServer.ts'

let redis: RedisServer
let cluster: Awaited<ReturnType<typeof startRedisCluster>>
const stores: RedisStore[] = []
beforeAll(async () => {
  redis = await startRedisServer()
  cluster = await startRedisCluster()
}, 60_000)
afterAll(async () => {
  for (const store of stores) await store.close()
  await redis.stop()
  await cluster.stop()
})

let deployments = 0
function open({ url }: { url: string }, isCluster = false): RedisStore {
  const store = redisStore({ url, prefix: `test${(deployments += 1)}`, cluster: isCluster })
  stores.push(store)
  return store
}

/** Lets time pass for Redis, as far as its keys see it: each has so much less to live. All at once: no time of its own passes. */
async function turn(server: RedisServer, ms: number): Promise<void> {
  const keys = await server.keys()
  const turned = keys.map(async (key) => {
    const left = Number(await server.ask('PTTL', key))
    if (left > 0) await server.ask('PEXPIRE', key, String(Math.max(left - ms, 0)))
  })
  await Promise.all(turned)
}

callStoreConformance('redisStore', async () => ({ store: open(redis), turn: (ms) => turn(redis, ms) }))
callStoreConformance('redisStore on a Redis Cluster', async () => ({
  store: open(cluster.nodes[0] ?? redis, true),
  async turn(ms) {
    for (const node of cluster.nodes) await turn(node, ms)
  },
}))

test.each(['http://localhost:6379', 'localhost', ''])('url "%s" is refused', (url) =>
  expect(() => redisStore({ url })).toThrow(/redisStore: `url` must be/),
)
test('a prefix with braces is refused: it would break the one slot', () =>
  expect(() => redisStore({ url: 'redis://127.0.0.1:1', prefix: 'a{b}' })).toThrow(/redisStore: `prefix`/))

const member = (userID: string, more: Partial<CallMember> = {}): CallMember => ({
  userID,
  profile: {},
  status: 'ringing',
  leg: 1,
  entrance: 'ring',
  invitedBy: 'a',
  version: 1,
  isEntered: false,
  hasRoom: true,
  deadline: 5000,
  ...more,
})
const callOf = (callID: string, userIDs: string[], more: Partial<Call> = {}): Call => ({
  callID,
  epoch: 'e',
  version: 1,
  room: 'r',
  type: 'audio',
  kind: 'group',
  groupID: 'g',
  inviter: 'a',
  startedAt: 0,
  members: userIDs.map((userID) => member(userID)),
  ...more,
})

test('a commit whose answer was lost is sent again and has acted once', async () => {
  const wire = await startTCPProxy(redis.url)
  const store = redisStore({ url: wire.url.replace('http', 'redis'), prefix: 'lost-answer' })
  const key = store.shared.keys.call('1')
  /** The connection breaks after Redis has acted, and before that was heard. */
  async function withoutAnswer(commit: () => Promise<boolean>, hasActed: () => Promise<boolean>): Promise<boolean> {
    wire.hold()
    const committed = commit()
    while (!(await hasActed())) await new Promise((resolve) => setTimeout(resolve, 5))
    wire.cut()
    wire.mend()
    return committed
  }
  const call = callOf('1', ['a', 'b'])
  // Redis knows the script from here on: one question, one answer.
  await store.commit({ previous: undefined, next: callOf('before', ['x']) })
  const first = () => store.commit({ previous: undefined, next: call })
  expect(await withoutAnswer(first, async () => (await redis.ask('HGET', key, 'v')) === '1')).toBe(true)
  const result = { userID: 'a', commandID: 'c', fingerprint: 'f', callID: '1' }
  const second = () => store.commit({ previous: call, next: call, result })
  const isKept = async () => (await redis.ask('EXISTS', store.shared.keys.result('a', 'c'))) === 1
  expect(await withoutAnswer(second, isKept)).toBe(true)
  // The same command by somebody else, or once more, is another commit.
  expect(await second()).toBe(false)
  await store.close()
  await wire.close()
})

test('Redis forgets its scripts: the next commit brings them again', async () => {
  const store = open(redis)
  const call = callOf('1', ['a', 'b'])
  await store.commit({ previous: undefined, next: call })
  await redis.ask('SCRIPT', 'FLUSH')
  expect(await store.commit({ previous: call, next: { ...call, version: 2 } })).toBe(true)
})

test('a place whose call Redis has lost is free', async () => {
  const store = open(redis)
  await store.commit({ previous: undefined, next: callOf('1', ['a', 'b']) })
  await redis.ask('DEL', store.shared.keys.call('1'))
  expect([...(await store.callsOf(['a', 'b'])).keys()]).toEqual([])
  expect(await store.commit({ previous: undefined, next: callOf('2', ['a']) })).toBe(true)
  expect(await store.due(5000)).toEqual(['2'])
  expect(await store.nextDue()).toBe(5000)
})

test('what a call leaves ends by itself, and is little', async () => {
  const own = await startRedisServer()
  const store = open(own)
  const used = async () => Number(/used_memory:(\d+)/.exec(String(await own.ask('INFO', 'memory')))?.[1])
  await store.commit({ previous: undefined, next: callOf('warm', ['x']) })
  const before = await used()
  const count = 500
  for (let index = 0; index < count; index += 1) {
    const call = callOf(`call-${index}`, [`a${index}`, `b${index}`])
    await store.commit({ previous: undefined, next: call })
  }
  const bytes = (await used()) - before
  expect(bytes / count).toBeLessThan(3000)
  for (let index = 0; index < count; index += 1) {
    const call = callOf(`call-${index}`, [`a${index}`, `b${index}`])
    const members = call.members.map((one) => ({ ...one, status: 'ended' as const }))
    await store.commit({ previous: call, next: { ...call, version: 2, members, endedAt: 1 } })
    await store.shared.finish(call.callID)
  }
  const { keys } = store.shared
  for (const key of await own.keys()) {
    expect(key).not.toMatch(/:(user:[ab]|group:h)/)
    if (key !== keys.due && key !== keys.log) expect(Number(await own.ask('PTTL', key)), key).toBeGreaterThan(0)
  }
  await turn(own, 601_000)
  expect((await own.keys()).filter((key) => key.includes(':call:call-'))).toEqual([])
  await own.stop()
})
