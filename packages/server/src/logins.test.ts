import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestClient } from './testing/testClient.ts'
import { startTestServer, type TestServer } from './testing/testServer.ts'

let many: TestServer
let single: TestServer
/** A grace that ends in none of these tests, however busy the machine. */
const reconnectGrace = 60
beforeAll(async () => {
  many = await startTestServer({ reconnectGrace })
  single = await startTestServer({ reconnectGrace, sessions: 'single' })
})
afterAll(async () => {
  await many.stop()
  await single.stop()
})

const idle = { ok: true }

async function connect(a: TestClient, b: TestClient): Promise<void> {
  await a.calls([b.userID])
  await b.untilStatus('ringing')
  await b.accepts()
  await a.untilStatus('connected')
  await Promise.all([a.enters(), b.enters()])
  await Promise.all([a, b].map((client) => client.untilHeard('USER_ENTER')))
}

test('D1: with the policy single a later login displaces the earlier one and its call is left at once', async () => {
  const a1 = await single.client('d1a', { deviceID: 'one' })
  const b = await single.client('d1b')
  await connect(a1, b)
  const before = a1.heard()
  const a2 = await single.client('d1a', { deviceID: 'two' })
  expect(a2.welcome).toEqual({ self: { userID: 'd1a', name: 'Name of d1a' }, maxMembers: 100 })
  await a1.until(({ kicked }) => kicked === 'repeatLogin')
  await b.untilStatus('over')
  expect(b.heard().slice(-2)).toEqual(['USER_LEAVE d1a', 'CALLING_END d1a removed'])
  expect(a1.heard()).toEqual(before)
  expect(await a2.ask({ kind: 'sync' })).toEqual(idle)
  expect(a2.events).toEqual([])
  await a2.calls(['d1b'])
  await a2.hangsUp()
})

test('D1: the call of a device in its grace is left, too', async () => {
  const { client: a1, wire } = await single.wired('d1c', { deviceID: 'one' })
  const b = await single.client('d1d')
  await connect(a1, b)
  wire.cut()
  await a1.until(({ isLost }) => isLost)
  const a2 = await single.client('d1c', { deviceID: 'two' })
  await b.untilStatus('over')
  expect(b.heard().at(-1)).toBe('CALLING_END d1c removed')
  expect(await a2.ask({ kind: 'sync' })).toEqual(idle)
})

test('D1: who only rang rings on at the new login', async () => {
  const a = await single.client('d1e')
  const b1 = await single.client('d1f', { deviceID: 'one' })
  await a.calls(['d1f'])
  await b1.untilStatus('ringing')
  const b2 = await single.client('d1f', { deviceID: 'two' })
  await b1.until(({ kicked }) => kicked === 'repeatLogin')
  expect(b2.heard()).toEqual(['INVITED d1f'])
  await b2.accepts()
  await a.untilStatus('connected')
  expect(b1.heard()).toEqual(['INVITED d1f'])
  await a.hangsUp()
})

test('D2: a displaced device that comes back by itself stays out and displaces nobody', async () => {
  const a1 = await single.client('d2', { deviceID: 'one' })
  const a2 = await single.client('d2', { deviceID: 'two' })
  await a1.until(({ kicked }) => kicked === 'repeatLogin')
  a1.kicked = undefined
  await expect(a1.reconnect()).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
  expect(a1.kicked).toBe('repeatLogin')
  expect(a2.kicked).toBeUndefined()
  expect(await a2.ask({ kind: 'sync' })).toEqual(idle)
  // Also after the other one has signed out; a login of its own brings it back.
  await a2.logout()
  await expect(a1.reconnect()).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
  await a1.connect()
  expect(await a1.ask({ kind: 'sync' })).toEqual(idle)
})

test('the policy single lets the one device reload and reconnect', async () => {
  const a = await single.client('d2r', { deviceID: 'one' })
  const again = await single.client('d2r', { deviceID: 'one', isLogin: false })
  await a.until(({ isLost }) => isLost)
  const reloaded = await single.client('d2r', { deviceID: 'one' })
  await again.until(({ isLost }) => isLost)
  expect([a.kicked, again.kicked, reloaded.kicked]).toEqual([undefined, undefined, undefined])
})

test('D3: a ringing device that logs out does not decline: the other rings on', async () => {
  const a = await many.client('d3a')
  const b1 = await many.client('d3b', { deviceID: 'one' })
  const b2 = await many.client('d3b', { deviceID: 'two' })
  await a.calls(['d3b'])
  await Promise.all([b1.untilStatus('ringing'), b2.untilStatus('ringing')])
  expect(await b1.logout()).toEqual({ ok: true })
  await b2.accepts()
  await a.untilStatus('connected')
  expect(a.heard()).toEqual(['USER_ACCEPT d3b', 'CALL_BEGIN'])
  await a.hangsUp()
})

test('D4: the only device logs out while it rings, and finds the ring again', async () => {
  const a = await many.client('d4a')
  const b = await many.client('d4b')
  await a.calls(['d4b'], { timeout: 4 })
  await b.untilStatus('ringing')
  await b.logout()
  b.forget()
  await b.connect()
  expect(b.heard()).toEqual(['INVITED d4b'])
  await b.logout()
  await a.untilStatus('over')
  expect(a.heard()).toEqual(['NO_RESP d4b', 'CALL_NOT_CONNECTED noResponse'])
})

test('D5: a user in a call on one device cannot call from another, and is busy for a third', async () => {
  const a1 = await many.client('d5a', { deviceID: 'one' })
  const a2 = await many.client('d5a', { deviceID: 'two' })
  const b = await many.client('d5b')
  const c = await many.client('d5c')
  await connect(a1, b)
  const before = a1.heard()
  await expect(a2.calls(['d5c'])).rejects.toMatchObject({ code: 'REPEATED_CALL' })
  await c.calls(['d5a'])
  expect(c.heard()).toEqual(['LINE_BUSY d5a', 'CALL_NOT_CONNECTED d5a busy'])
  expect(a1.heard()).toEqual(before)
  expect(a2.events).toEqual([])
  await expect(a2.does({ kind: 'hangup', callID: a1.call?.callID ?? '' })).rejects.toMatchObject({
    code: 'WRONG_STATE',
  })
  await a1.hangsUp()
})

test('D6: five devices ring and one declines', async () => {
  const a = await many.client('d6a')
  const devices = await Promise.all([1, 2, 3, 4, 5].map((n) => many.client('d6b', { deviceID: `device${n}` })))
  await a.calls(['d6b'])
  await Promise.all(devices.map((device) => device.untilStatus('ringing')))
  await devices[0]?.rejects('later')
  await a.untilStatus('over')
  expect(a.events).toEqual([
    { event: 'REJECT', payload: { userID: 'd6b', message: 'later' } },
    { event: 'CALL_NOT_CONNECTED', payload: { callID: a.call?.callID, reason: 'rejected', userID: 'd6b' } },
  ])
  await Promise.all(devices.map((device) => device.untilStatus('over')))
  const ends = devices.map((device) => device.heard().at(-1))
  expect(ends[0]).toBe('CALL_NOT_CONNECTED d6b rejected')
  expect(ends.slice(1)).toEqual(Array.from({ length: 4 }, () => 'CALL_NOT_CONNECTED d6b rejectedElsewhere'))
})

test('D7: a logout in a call hangs up at once', async () => {
  const a = await many.client('d7a')
  const b = await many.client('d7b')
  await connect(a, b)
  const from = Date.now()
  expect(await a.logout()).toEqual({ ok: true })
  await b.untilStatus('over')
  // Long before a grace would have ended.
  expect(Date.now() - from).toBeLessThan(5000)
  expect(b.heard().at(-1)).toBe('CALLING_END d7a hangup')
})

test('a logout while ringing out cancels', async () => {
  const a = await many.client('d7c')
  const b = await many.client('d7d')
  await a.calls(['d7d'])
  await b.untilStatus('ringing')
  await a.logout()
  await b.untilStatus('over')
  expect(b.heard().slice(-2)).toEqual(['CALLING_CANCEL d7c', 'CALL_NOT_CONNECTED d7c cancelled'])
})
