import type { Call } from '@ringkit/core/protocol'
import { createCallServer, redisStore } from '@ringkit/server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { noLiveKit, startTestNodes, type TestServer } from '../../packages/server/src/testing/testServer.ts'
import { startRedisServer, type RedisServer } from '../../scripts/redisServer.ts'

let redis: RedisServer
let at: TestServer
const told: string[] = []
beforeAll(async () => {
  redis = await startRedisServer()
  at = await startTestNodes(2, { onCallEnded: ({ callID }) => void told.push(callID) }, redis)
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
  const next: Call = {
    callID: 'untold',
    epoch: 'e',
    version: 1,
    room: 'room',
    type: 'audio',
    kind: 'direct',
    inviter: 'x',
    startedAt: now,
    endedAt: now,
    members: [],
  }
  await dying.commit({ previous: undefined, next })
  const ended = dying.shared.keys.ended
  expect(await redis.ask('ZSCORE', ended, 'untold')).not.toBeNull()
  // It was longer ago than a node may take.
  await redis.ask('ZADD', ended, String(now - 31_000), 'untold')
  while (!told.includes('untold')) await new Promise((resolve) => setTimeout(resolve, 50))
  while ((await redis.ask('ZSCORE', ended, 'untold')) !== null) await new Promise((resolve) => setTimeout(resolve, 50))
  await dying.close()
})
