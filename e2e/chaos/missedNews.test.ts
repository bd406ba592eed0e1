import type { Call, CallMember } from '@ringkit/core/protocol'
import { createCallServer, redisStore } from '@ringkit/server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { noLiveKit, startTestNodes, type TestServer } from '../../packages/server/src/testing/testServer.ts'
import { startRedisServer, type RedisServer } from '../../scripts/redisServer.ts'

let redis: RedisServer
let at: TestServer
const told: string[] = []

const callOf = (callID: string, startedAt: number): Call => ({
  callID,
  epoch: 'e',
  version: 1,
  room: `room-${callID}`,
  type: 'audio',
  kind: 'direct',
  inviter: 'x',
  startedAt,
  members: [],
})

beforeAll(async () => {
  redis = await startRedisServer()
  const options = {
    onCallEnded: ({ callID }: { callID: string }) => void told.push(callID),
    onRing: ({ callID }: { callID: string }, userID: string) => void told.push(`ring ${callID} ${userID}`),
  }
  at = await startTestNodes(2, options, redis)
})
afterAll(async () => {
  await at.stop()
  await redis.stop()
})

test('a node that hears nothing of the others catches up within its look', async () => {
  const deaf = redisStore({ url: redis.url, prefix: at.prefix })
  // It reads, and writes, a log of its own.
  deaf.shared.keys.log = deaf.shared.keys.none
  const server = createCallServer({
    authenticate: (token) => ({ userID: token }),
    livekit: noLiveKit,
    logLevel: 'silent',
    store: deaf,
  })
  const { url } = await server.listen(0, '127.0.0.1')
  const [a, b] = [await at.client('deafa', { url: at.nodes[0]?.url ?? '' }), await at.client('deafb', { url })]
  const from = performance.now()
  await a.calls(['deafb'])
  await b.untilStatus('ringing')
  await b.accepts()
  await a.untilStatus('connected')
  await a.hangsUp()
  await b.untilHeard('CALLING_END deafa hangup')
  expect(performance.now() - from).toBeLessThan(18_000)
  b.close()
  await server.close()
})

test('the end of a call whose node died before it told the app is told by another node', async () => {
  const dying = redisStore({ url: redis.url, prefix: at.prefix })
  const now = await dying.now()
  await dying.commit({ previous: undefined, next: { ...callOf('untold', now), endedAt: now } })
  const ended = dying.shared.keys.ended
  expect(await redis.ask('ZSCORE', ended, 'untold')).not.toBeNull()
  // It was longer ago than a node may take.
  await redis.ask('ZADD', ended, String(now - 31_000), 'untold')
  while (!told.includes('untold')) await new Promise((resolve) => setTimeout(resolve, 50))
  while ((await redis.ask('ZSCORE', ended, 'untold')) !== null) await new Promise((resolve) => setTimeout(resolve, 50))
  await dying.close()
})

test('a ring of which its node died before it told the app is told by another node', async () => {
  const dying = redisStore({ url: redis.url, prefix: at.prefix })
  const rung: CallMember = {
    userID: 'nobody',
    profile: {},
    status: 'ringing',
    leg: 1,
    entrance: 'ring',
    invitedBy: 'x',
    version: 1,
    isEntered: false,
    hasRoom: true,
    rungAt: await dying.now(),
    deadline: (await dying.now()) + 20_000,
  }
  await dying.commit({ previous: undefined, next: { ...callOf('unheard', await dying.now()), members: [rung] } })
  // Its last sign of life was just before.
  await redis.ask('ZADD', dying.shared.keys.nodes, String((await dying.now()) - 200), 'dying')
  await expect.poll(() => told, { timeout: 10_000 }).toContain('ring unheard nobody')
  await at.server.endCall('unheard')
  await dying.close()
})
