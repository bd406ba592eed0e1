import { afterAll, beforeAll, expect, test } from 'vitest'
import { startRedisServer, type RedisServer } from '../../../../scripts/redisServer.ts'
import { redisStore } from '../redisStore.ts'
import { createCallServer } from '../createCallServer.ts'
import { TestClient } from '../testing/testClient.ts'
import { noLiveKit, startTestNodes, type TestServer } from '../testing/testServer.ts'

let redis: RedisServer
let at: TestServer
const told: string[] = []
beforeAll(async () => {
  redis = await startRedisServer()
  const options = {
    onPresence: (userID: string, isOnline: boolean) => void told.push(`${userID} ${isOnline ? 'on' : 'off'}`),
    onRing: (_call: unknown, userID: string, { online }: { online: boolean }) =>
      void told.push(`ring ${userID} ${online ? 'online' : 'offline'}`),
    limits: { callsPer10Seconds: 3, socketsPerUser: 2 },
  }
  at = await startTestNodes(2, options, redis)
}, 60_000)
afterAll(async () => {
  await at.stop()
  await redis.stop()
})

/** Signs in at the node of this number. */
const on = (node: number, userID: string, deviceID = `${userID}-1`) =>
  at.client(userID, { deviceID, url: at.nodes[node]?.url ?? '' })

async function connected(name: string) {
  const [a, b] = [await on(0, `${name}a`), await on(1, `${name}b`)]
  const { callID } = await a.calls([b.userID])
  await b.untilStatus('ringing')
  await b.accepts()
  await a.untilStatus('connected')
  return { a, b, callID }
}

test('who rings is known by name at the other node, and as online', async () => {
  const [a, b] = [await on(0, 'ann'), await on(1, 'bob')]
  const call = await a.calls(['bob', 'nobody'])
  expect(call.members.map(({ name }) => name)).toEqual(['Name of ann', 'Name of bob', undefined])
  await b.untilStatus('ringing')
  // The app is told by another node than the one that rings, once that has asked who is online.
  await expect
    .poll(() => told, { timeout: 20_000 })
    .toEqual(expect.arrayContaining(['ann on', 'bob on', 'ring bob online', 'ring nobody offline']))
  await a.hangsUp()
  await b.untilStatus('over')
})

test('getCall, removeMember and endCall work at a node that has no part in the call', async () => {
  const { a, b, callID } = await connected('end')
  const third = createCallServer({
    authenticate: (token) => ({ userID: token }),
    livekit: noLiveKit,
    logLevel: 'silent',
    store: redisStore({ url: redis.url, prefix: at.prefix }),
  })
  expect((await third.getCall(callID))?.members.map(({ status }) => status)).toEqual(['connected', 'connected'])
  await third.removeMember(callID, b.userID)
  await Promise.all([a.untilHeard('CALLING_END endb removed'), b.untilHeard('CALLING_END endb removed')])
  const again = await a.calls([b.userID])
  await b.untilStatus('ringing')
  await third.endCall(again.callID)
  await b.untilHeard('CALLING_CANCEL')
  await expect(third.endCall('none')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await third.close()
})

test('kick reaches every node: all devices are out until they log in again, and so is the user’s call', async () => {
  const { a, b } = await connected('kick')
  const second = await on(0, 'kickb', 'second')
  told.length = 0
  await at.nodes[0]?.server.kick('kickb')
  await Promise.all([b, second].map((device) => device.until(({ kicked }) => kicked === 'removed')))
  await a.untilHeard('CALLING_END kickb removed')
  expect(told.filter((each) => each.startsWith('kick'))).toEqual(['kickb off'])
  await expect(b.reconnect()).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
  await b.connect()
  expect(await b.ask({ kind: 'sync' })).toEqual({ ok: true })
})

test('D1, D2: policy single: a login at one node displaces the one at the other for good', async () => {
  const single = await startTestNodes(2, { sessions: 'single' }, redis)
  const here = await single.client('ann', { deviceID: 'one', url: single.nodes[0]?.url ?? '' })
  const peer = await single.client('bob', { url: single.nodes[0]?.url ?? '' })
  await here.calls(['bob'])
  await peer.untilStatus('ringing')
  await peer.accepts()
  const there = await single.client('ann', { deviceID: 'two', url: single.nodes[1]?.url ?? '' })
  await here.until(({ kicked }) => kicked === 'repeatLogin')
  await peer.untilHeard('CALLING_END ann removed')
  expect(here.heard().join()).not.toMatch('CALLING_END')
  await expect(here.reconnect({ url: single.nodes[1]?.url ?? '' })).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
  expect(there.kicked).toBeUndefined()
  expect(await there.ask({ kind: 'sync' })).toEqual({ ok: true })
  await single.stop()
})

test('C10: a device that moves to another node has no grace, and its old connection is closed', async () => {
  const { a, b } = await connected('move')
  const moved = new TestClient({ ...a.options, url: at.nodes[1]?.url ?? '', isLogin: false })
  await moved.connect()
  await a.until(({ isLost }) => isLost)
  expect(moved.call?.me.status).toBe('connected')
  await expect(a.hangsUp()).rejects.toMatchObject({ code: 'SIGNALLING_FAILED' })
  // Past the end of the grace that would have been.
  await new Promise((resolve) => setTimeout(resolve, 1300))
  expect(b.heard().join()).not.toMatch('CALLING_END')
  await moved.hangsUp()
  await b.untilHeard('CALLING_END movea hangup')
  moved.close()
})

test('a user’s calls and devices are counted by all nodes together', async () => {
  const [first, second] = [await on(0, 'busy', 'one'), await on(1, 'busy', 'two')]
  await expect(on(0, 'busy', 'three')).rejects.toMatchObject({ code: 'RATE_LIMITED' })
  const codes: (string | undefined)[] = []
  for (const device of [first, second, first, second]) {
    const reply = await device.command({ kind: 'call', userIDList: ['x'], type: 'audio' })
    codes.push(reply.ok ? undefined : reply.error.code)
    if (reply.ok) await device.command({ kind: 'hangup', callID: reply.snapshot.callID })
  }
  expect(codes).toEqual([undefined, undefined, undefined, 'RATE_LIMITED'])
})

test('a Redis that has forgotten the newest logins, as a replica that takes over, keeps no old connection signed in', async () => {
  const order = `{${at.prefix}}:order`
  const before = await redis.ask('GET', order)
  const [a, b] = [await on(0, 'old'), await on(0, 'older')]
  await redis.ask('SET', order, String(before))
  await at.nodes[1]?.server.kick('older')
  await b.until(({ kicked }) => kicked === 'removed')
  await redis.ask('SET', order, '1')
  await on(1, 'old')
  await a.until(({ isLost }) => isLost)
  expect([a.kicked, b.kicked]).toEqual([undefined, 'removed'])
})
