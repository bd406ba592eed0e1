import { createServer } from 'node:http'
import { AccessToken } from 'livekit-server-sdk'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import type { CallInfo } from './callInfo.ts'
import { createCallServer } from './createCallServer.ts'
import type { CallServerOptions } from './options.ts'
import { TestClient } from './testing/testClient.ts'
import { noLiveKit, startTestServer } from './testing/testServer.ts'

async function connect(a: TestClient, b: TestClient): Promise<string> {
  const { callID } = await a.calls([b.userID])
  await b.untilStatus('ringing')
  await b.accepts()
  await a.untilStatus('connected')
  return callID
}

const needed: CallServerOptions = { authenticate: () => ({ userID: 'x' }), livekit: noLiveKit }

test.each<[string, object, RegExp]>([
  ['authenticate', { authenticate: undefined }, /`authenticate` must be a function/],
  ['authorize', { authorize: true }, /`authorize` must be a function/],
  ['livekit', { livekit: undefined }, /`livekit` must be \{ url, apiKey, apiSecret \}/],
  ['livekit.url', { livekit: { ...noLiveKit, url: 'localhost:7880' } }, /`livekit\.url` must be a ws/],
  [
    'livekit.apiSecret',
    { livekit: { ...noLiveKit, apiSecret: '' } },
    /`livekit\.apiSecret` must be a non-empty string/,
  ],
  ['sessions', { sessions: 'some' }, /`sessions` must be "multiple" or "single"/],
  ['ringTimeout', { ringTimeout: 601 }, /`ringTimeout` must be a number from 1 to 600/],
  ['reconnectGrace', { reconnectGrace: -1 }, /`reconnectGrace` must be a number from 0 to 600/],
  ['maxMembers', { maxMembers: 2.5 }, /`maxMembers` must be a whole number/],
  ['limits', { limits: { socketsPerUser: 0 } }, /`limits\.socketsPerUser` must be a number from 1/],
  ['an unknown limit', { limits: { calls: 1 } }, /`limits\.calls` does not exist/],
  ['origins', { origins: ['app.example'] }, /`origins` must be a list of origins/],
  ['an unknown option', { ringTimeOut: 3 }, /`ringTimeOut` does not exist/],
])('a bad option is refused by name: %s', (_name, change, message) => {
  const given = { ...needed, ...change } as CallServerOptions
  expect(() => createCallServer(given)).toThrow(
    expect.objectContaining({ code: 'BAD_PARAMETER', message: expect.stringMatching(message) }),
  )
})

test('close() ends the calls of the embedded store with error, for those who ring and those connected', async () => {
  const at = await startTestServer()
  const [a, b, c, d] = await Promise.all(['a', 'b', 'c', 'd'].map((name) => at.client(name)))
  if (!a || !b || !c || !d) throw new Error('four people')
  const callID = await connect(a, b)
  await c.calls(['d'])
  await d.untilStatus('ringing')
  await at.server.close()
  await Promise.all([a, b, c, d].map((one) => one.until(({ isLost }) => isLost)))
  for (const one of [a, b]) expect(one.heard().at(-1)).toBe('CALLING_END error')
  for (const one of [c, d]) expect(one.heard().at(-1)).toBe('CALL_NOT_CONNECTED error')
  expect(a.events.at(-1)?.payload).toMatchObject({ callID, userID: '', reason: 'error' })
  await expect(a.reconnect()).rejects.toMatchObject({ code: 'SIGNALLING_FAILED' })
})

test('close() takes less than a second without calls, also with people connected, and twice is once', async () => {
  const at = await startTestServer()
  await at.client('a')
  const from = Date.now()
  await Promise.all([at.server.close(), at.server.close()])
  expect(Date.now() - from).toBeLessThan(1000)
})

test('kick() signs a user out on all devices and out of the call; only a login brings a device back', async () => {
  const at = await startTestServer()
  const [a1, a2, b] = [
    await at.client('a', { deviceID: 'one' }),
    await at.client('a', { deviceID: 'two' }),
    await at.client('b'),
  ]
  await connect(a1, b)
  const before = a1.heard()
  await at.server.kick('a')
  await Promise.all([a1, a2].map((device) => device.until(({ kicked }) => kicked === 'removed')))
  await b.untilStatus('over')
  expect(b.heard().at(-1)).toBe('CALLING_END a removed')
  expect(a1.heard()).toEqual(before)
  await expect(a1.reconnect()).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
  await a2.connect()
  await expect(a1.reconnect()).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
  await a2.reconnect()
  await at.server.kick('nobody')
  await at.stop()
})

test('kick() takes a ring away', async () => {
  const at = await startTestServer()
  const [a, b] = [await at.client('a'), await at.client('b')]
  await a.calls(['b'])
  await b.untilStatus('ringing')
  await at.server.kick('b')
  await a.untilStatus('over')
  expect(await a.ask({ kind: 'sync' })).toEqual({ ok: true })
  await at.stop()
})

test('endCall() ends for all, removeMember() for one, getCall() tells how it stands', async () => {
  const at = await startTestServer()
  const [a, b, c] = [await at.client('a'), await at.client('b'), await at.client('c')]
  const { callID } = await a.calls(['b', 'c'], { userData: 'ticket 7' })
  await Promise.all([b.untilStatus('ringing'), c.untilStatus('ringing')])
  await Promise.all([b.accepts(), c.accepts()])
  await at.server.removeMember(callID, 'c')
  await c.untilStatus('over')
  expect(c.heard().at(-1)).toBe('CALLING_END c removed')
  expect(await at.server.getCall(callID)).toMatchObject({
    callID,
    type: 'video',
    kind: 'group',
    userData: 'ticket 7',
    inviter: 'a',
    members: [
      { userID: 'a', name: 'Name of a', status: 'connected' },
      { userID: 'b', status: 'connected' },
      { userID: 'c', status: 'left', outcome: { reason: 'removed' } },
    ],
  })
  expect(JSON.stringify(await at.server.getCall(callID))).not.toMatch(/room|deviceID/)
  await at.server.endCall(callID)
  await Promise.all([a.untilStatus('over'), b.untilStatus('over')])
  for (const one of [a, b]) expect(one.events.at(-1)?.payload).toMatchObject({ userID: '', reason: 'removed' })
  await at.server.endCall(callID)
  expect(await at.server.getCall('nothing')).toBeUndefined()
  await expect(at.server.endCall('nothing')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(at.server.removeMember('nothing', 'a')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await at.stop()
})

test('the app hears of rings, presence and ended calls; what its code throws breaks nothing', async () => {
  const told: string[] = []
  const ended: CallInfo[] = []
  const at = await startTestServer({
    onRing: (call, userID, { online }) => {
      told.push(`ring ${userID} ${online} by ${call.inviter}`)
      throw new Error('push service is down')
    },
    onPresence: async (userID, online) => {
      told.push(`presence ${userID} ${online}`)
      throw new Error('no database')
    },
    onCallEnded: (call) => {
      ended.push(call)
      throw new Error('no disk')
    },
  })
  const a = await at.client('a')
  const b1 = await at.client('b', { deviceID: 'one' })
  const b2 = await at.client('b', { deviceID: 'two' })
  await a.calls(['b', 'offline'])
  await b1.untilStatus('ringing')
  await b1.rejects()
  await a.hangsUp()
  expect(told).toEqual(['presence a true', 'presence b true', 'ring b true by a', 'ring offline false by a'])
  expect(ended.map(({ members }) => members.map(({ status }) => status))).toEqual([['left', 'rejected', 'cancelled']])
  await b1.logout()
  await b2.logout()
  expect(told.slice(4)).toEqual(['presence b false'])
  await at.stop()
})

test('authorize is asked what the contract says, and its no is NOT_ALLOWED', async () => {
  const asked: object[] = []
  const at = await startTestServer({
    authorize: (action) => {
      asked.push(action)
      return !action.userIDList.includes('forbidden')
    },
  })
  const [a, b, c] = [await at.client('a'), await at.client('b'), await at.client('c')]
  await expect(a.calls(['forbidden'])).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
  expect(a.call).toBeUndefined()
  const { callID } = await a.calls(['b'], { groupID: 'g' })
  await b.untilStatus('ringing')
  await b.accepts()
  await expect(b.invites(['forbidden'])).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
  expect(await c.ask({ kind: 'getCalls', groupID: 'g' })).toMatchObject({
    ok: true,
    calls: [{ callID, userIDList: ['a', 'b'] }],
  })
  await c.does({ kind: 'join', callID })
  expect(asked).toContainEqual({ kind: 'call', by: 'a', userIDList: ['b'], groupID: 'g', wasInvited: false })
  expect(asked).toContainEqual({
    kind: 'invite',
    by: 'b',
    userIDList: ['forbidden'],
    groupID: 'g',
    callID,
    wasInvited: true,
  })
  expect(asked).toContainEqual({ kind: 'join', by: 'c', userIDList: [], groupID: 'g', callID, wasInvited: false })
  await at.stop()
})

test('an authorize that throws refuses, and the server goes on', async () => {
  const at = await startTestServer({
    authorize: () => {
      throw new Error('no database')
    },
  })
  const a = await at.client('a')
  await expect(a.calls(['b'])).rejects.toMatchObject({ code: 'INTERNAL' })
  expect(await a.ask({ kind: 'sync' })).toEqual({ ok: true })
  await at.stop()
})

test('the routes: healthz, readyz, metrics; anything else is not found', async () => {
  const at = await startTestServer()
  const [a, b] = [await at.client('a'), await at.client('b')]
  await connect(a, b)
  await a.hangsUp()
  const get = async (path: string, init?: RequestInit) => {
    const response = await fetch(at.url + path, init)
    return { status: response.status, text: await response.text() }
  }
  expect(await get('/healthz')).toEqual({ status: 200, text: 'ok' })
  expect(await get('/readyz')).toEqual({ status: 200, text: 'ok' })
  const { text } = await get('/metrics')
  expect(text).toMatch(/^ringkit_calls_total\{outcome="answered"\} 1$/m)
  expect(text).toMatch(/^ringkit_sessions 2$/m)
  expect(text).toMatch(/^ringkit_calls 0$/m)
  expect(text).toMatch(/^ringkit_requests_total\{kind="accept",code="ok"\} 1$/m)
  expect(text).toMatch(/^ringkit_ring_to_accept_seconds_count 1$/m)
  expect((await get('/nothing')).status).toBe(404)
  expect((await get('/livekit/webhook')).status).toBe(404)
  expect((await get('/livekit/webhook', { method: 'POST', body: '{}' })).status).toBe(401)
  // A stranger's body is not read; LiveKit's own has a bound.
  const body = 'x'.repeat(2 ** 20 + 1)
  expect((await get('/livekit/webhook', { method: 'POST', body })).status).toBe(401)
  const authorization = await new AccessToken(needed.livekit.apiKey, needed.livekit.apiSecret).toJwt()
  expect((await get('/livekit/webhook', { method: 'POST', body, headers: { authorization } })).status).toBe(413)
  await at.stop()
})

test('attach() leaves the app’s own routes alone, and close() its server', async () => {
  const http = createServer((request, response) => response.end(`app ${request.url}`))
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const address = http.address()
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  const server = createCallServer({ ...needed, authenticate: (token) => ({ userID: token }), logLevel: 'silent' })
  server.attach(http)
  const text = async (path: string) => (await fetch(url + path)).text()
  expect(await text('/mine')).toBe('app /mine')
  expect(await text('/healthz')).toBe('ok')
  const a = await new TestClient({ url, userID: 'a' }).connect()
  await server.close()
  await a.until(({ isLost }) => isLost)
  expect(await text('/mine')).toBe('app /mine')
  expect(await text('/healthz')).toBe('app /healthz')
  await new Promise((resolve) => {
    http.close(resolve)
    http.closeAllConnections()
  })
})

test('a port that is taken is told', async () => {
  const at = await startTestServer()
  const other = createCallServer({ ...needed, logLevel: 'silent' })
  await expect(other.listen(Number(new URL(at.url).port), '127.0.0.1')).rejects.toMatchObject({ code: 'EADDRINUSE' })
  await other.close()
  await at.stop()
})

test('tokens are never logged', async () => {
  const lines: string[] = []
  const logger = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
  const at = await startTestServer({ logger, authenticate: (token) => ({ userID: token.slice(0, 3) }) })
  const [a, b] = [await at.client('ann', { token: 'ann-secret' }), await at.client('bob', { token: 'bob-secret' })]
  await connect(a, b)
  await a.ask({ kind: 'access', callID: a.call?.callID ?? '' })
  await at.stop()
  expect(lines.length).toBeGreaterThan(3)
  expect(lines.join('')).not.toMatch(/-secret|eyJ/)
})
