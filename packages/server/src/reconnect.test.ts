import { CallError } from '@ringkit/core/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestClient } from './testing/testClient.ts'
import { startTestServer, type TestServer } from './testing/testServer.ts'

let at: TestServer
/** Grace of 1 s. */
beforeAll(async () => void (at = await startTestServer()))
afterAll(() => at.stop())

const after = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const terminal = (client: TestClient) => client.heard().filter((each) => /^(CALLING_END|CALL_NOT_CONNECTED)/.test(each))

async function connect(a: TestClient, b: TestClient): Promise<void> {
  await a.calls([b.userID])
  await b.untilStatus('ringing')
  await b.accepts()
  await a.untilStatus('connected')
  await Promise.all([a.enters(), b.enters()])
  await a.untilHeard('USER_ENTER')
  await b.untilHeard('USER_ENTER')
}

test.each(['ringing', 'calling', 'connected'] as const)(
  'C1: cut for less than the grace while %s: nobody hears',
  async (status) => {
    // A busy machine comes back within it, too.
    const patient = await startTestServer({ reconnectGrace: 3 })
    const { client: a, wire } = await patient.wired(`c1a-${status}`)
    const b = await patient.client(`c1b-${status}`)
    if (status === 'ringing') await b.calls([a.userID])
    else await a.calls([b.userID])
    await (status === 'ringing' ? a : b).untilStatus('ringing')
    if (status === 'connected') await b.accepts()
    await a.untilStatus(status)
    await b.untilStatus(status === 'ringing' ? 'calling' : status === 'calling' ? 'ringing' : 'connected')
    const before = [a.heard(), b.heard()]
    wire.cut()
    await a.until(({ isLost }) => isLost)
    await after(300)
    wire.mend()
    await a.reconnect()
    expect(a.call?.me.status).toBe(status)
    // Past the end of the grace that would have been.
    await after(3000)
    expect([a.heard(), b.heard()]).toEqual(before)
    await (status === 'ringing' ? b : a).hangsUp()
    await a.untilStatus('over')
    await b.untilStatus('over')
    await patient.stop()
  },
)

test('C2: cut for longer while connected: offline, alike on both sides', async () => {
  const a = await at.client('c2a')
  const { client: b, wire } = await at.wired('c2b')
  await connect(a, b)
  const from = Date.now()
  wire.cut()
  await a.untilStatus('over')
  expect(Date.now() - from).toBeGreaterThan(950)
  // By the closing, not by a heartbeat: that would tell of it after 2.5 s at the earliest.
  expect(Date.now() - from).toBeLessThan(2500)
  expect(a.heard().slice(-2)).toEqual(['USER_LEAVE c2b', 'CALLING_END c2b offline'])
  wire.mend()
  await b.reconnect()
  expect(terminal(b)).toEqual(['CALLING_END c2b offline'])
  expect(b.call?.me.outcome).toEqual(a.call?.me.outcome)
})

test('C3: a caller that stays away is offline for those it rings', async () => {
  const { client: a, wire } = await at.wired('c3a')
  const b = await at.client('c3b')
  await a.calls(['c3b'])
  await b.untilStatus('ringing')
  wire.cut()
  await b.untilStatus('over')
  expect(b.heard().slice(-2)).toEqual(['CALLING_CANCEL c3a', 'CALL_NOT_CONNECTED c3a offline'])
  wire.mend()
  await a.reconnect()
  expect(terminal(a)).toEqual(['CALL_NOT_CONNECTED c3a offline'])
})

test('C4: ringing has no grace: a device that was away rings on and can accept', async () => {
  const a = await at.client('c4a')
  const { client: b, wire } = await at.wired('c4b')
  await a.calls(['c4b'])
  await b.untilStatus('ringing')
  wire.cut()
  await b.until(({ isLost }) => isLost)
  await after(1500)
  expect(a.heard()).toEqual([])
  wire.mend()
  await b.reconnect()
  expect(b.heard()).toEqual(['INVITED c4b'])
  await b.accepts()
  await a.untilStatus('connected')
  await a.hangsUp()
})

test(
  'C5: a dead link is noticed within 6 s at both ends, and the grace counts from the last sign of life',
  { timeout: 30_000 },
  async () => {
    const patient = await startTestServer({ reconnectGrace: 8 })
    const a = await patient.client('c5a')
    const { client: b, wire } = await patient.wired('c5b')
    await connect(a, b)
    const from = Date.now()
    wire.freeze()
    await b.until(({ isLost }) => isLost)
    expect(Date.now() - from).toBeLessThan(6000)
    await a.untilStatus('over')
    // The last heartbeat was up to 2.5 s before the link went dead.
    expect(Date.now() - from).toBeGreaterThan(5000)
    // Counted from the noticing it would be 10.5 s at the earliest.
    expect(Date.now() - from).toBeLessThan(10_000)
    expect(a.heard().at(-1)).toBe('CALLING_END c5b offline')
    await patient.stop()
  },
)

test('C5: the server has noticed a dead link within 6 s, so a short grace ends then', { timeout: 30_000 }, async () => {
  const a = await at.client('c5c')
  const { client: b, wire } = await at.wired('c5d')
  await connect(a, b)
  const from = Date.now()
  wire.freeze()
  await a.untilStatus('over')
  expect(Date.now() - from).toBeLessThan(6000)
})

test('C7: who slept through a whole call hears its end alone', async () => {
  const patient = await startTestServer({ reconnectGrace: 60 })
  const { client: a, wire } = await patient.wired('c7a')
  const b = await patient.client('c7b')
  await a.calls(['c7b'])
  await b.untilStatus('ringing')
  wire.cut()
  await b.accepts()
  await b.hangsUp()
  wire.mend()
  await a.reconnect()
  expect(a.heard()).toEqual(['CALLING_END c7b hangup'])
  await patient.stop()
})

test('C8: what happened meanwhile in a group comes in the contract’s order', async () => {
  const patient = await startTestServer({ reconnectGrace: 60 })
  const { client: a, wire } = await patient.wired('c8a')
  const [b, c] = [await patient.client('c8b'), await patient.client('c8c')]
  await a.calls(['c8b', 'c8c'])
  await Promise.all([b.untilStatus('ringing'), c.untilStatus('ringing')])
  const before = a.heard().length
  wire.cut()
  await b.rejects()
  await c.accepts()
  await c.enters()
  wire.mend()
  await a.reconnect()
  expect(a.heard().slice(before)).toEqual([
    'REJECT c8b',
    'USER_ACCEPT c8c',
    'CALL_BEGIN',
    'USER_ENTER c8c',
    'GROUP_CALL_INVITEE_LIST_UPDATE c8a+c8c',
  ])
  await patient.stop()
})

test('C10: a new connection of the device closes the old one; no grace, no command from the old one', async () => {
  const a = await at.client('c10a')
  const b = await at.client('c10b')
  await connect(a, b)
  const moved = await at.client('c10a', { isLogin: false })
  await a.until(({ isLost }) => isLost)
  await expect(a.hangsUp()).rejects.toMatchObject({ code: 'SIGNALLING_FAILED' })
  expect(moved.call?.me.status).toBe('connected')
  await after(1200)
  expect(terminal(b)).toEqual([])
  await moved.hangsUp()
  await b.untilStatus('over')
})

test('C10: even the command that the old connection sent at that moment is refused', async () => {
  let decide: () => void = () => undefined
  let wasAsked: () => void = () => undefined
  const asked = new Promise<void>((resolve) => (wasAsked = resolve))
  const slow = await startTestServer({
    authorize: () =>
      new Promise((resolve) => {
        decide = () => resolve(true)
        wasAsked()
      }),
  })
  const old = await slow.client('a')
  const b = await slow.client('b')
  const placed = old.calls(['b']).catch(CallError.from)
  await asked
  const moved = await slow.client('a', { isLogin: false })
  decide()
  expect(await placed).toMatchObject({ code: 'SIGNALLING_FAILED' })
  expect(await moved.ask({ kind: 'sync' })).toEqual({ ok: true })
  expect(b.events).toEqual([])
  await slow.stop()
})

test('C11: both cut for long: each hears one end, both alike', async () => {
  const one = await at.wired('c11a')
  const two = await at.wired('c11b')
  await connect(one.client, two.client)
  const { callID = '' } = one.client.call ?? {}
  one.wire.cut()
  two.wire.cut()
  while ((await at.server.getCall(callID))?.endedAt === undefined) await after(50)
  one.wire.mend()
  two.wire.mend()
  await one.client.reconnect()
  await two.client.reconnect()
  expect(terminal(one.client)).toHaveLength(1)
  expect(terminal(two.client)).toEqual(terminal(one.client))
  expect(one.client.call?.me.outcome).toEqual(two.client.call?.me.outcome)
})

test('a call that authorize allows after the caller’s connection went rings nobody', async () => {
  let decide: () => void = () => undefined
  let wasAsked: () => void = () => undefined
  let hasGone: () => void = () => undefined
  const asked = new Promise<void>((resolve) => (wasAsked = resolve))
  const gone = new Promise<void>((resolve) => (hasGone = resolve))
  const slow = await startTestServer({
    authorize: () =>
      new Promise((resolve) => {
        decide = () => resolve(true)
        wasAsked()
      }),
    onPresence: (_userID, isOnline) => void (isOnline || hasGone()),
  })
  const { client: a, wire } = await slow.wired('a')
  const b = await slow.client('b')
  const placed = a.calls(['b']).catch(CallError.from)
  await asked
  wire.cut()
  await gone
  decide()
  expect(await placed).toMatchObject({ code: 'SIGNALLING_FAILED' })
  wire.mend()
  await a.reconnect()
  expect(a.welcome).not.toHaveProperty('current')
  expect(await b.ask({ kind: 'sync' })).toEqual({ ok: true })
  await slow.stop()
})

test('T7: a ring that ends before the grace of the lost caller ends by silence', { timeout: 20_000 }, async () => {
  const patient = await startTestServer({ reconnectGrace: 6 })
  const { client: a, wire } = await patient.wired('a')
  const b = await patient.client('b')
  await a.calls(['b'], { timeout: 2 })
  await b.untilStatus('ringing')
  wire.cut()
  await b.untilStatus('over')
  expect(b.heard().slice(-2)).toEqual(['CALLING_TIMEOUT b', 'CALL_NOT_CONNECTED noResponse'])
  wire.mend()
  await a.reconnect()
  expect(a.heard()).toEqual(['NO_RESP b', 'CALL_NOT_CONNECTED noResponse'])
  await patient.stop()
})

test(
  'T8: back at the end of the grace: resumed and nobody hears, or left and both hear the same',
  { timeout: 30_000 },
  async () => {
    const rounds = Array.from({ length: 30 }, async (_unused, index) => {
      const a = await at.client(`t8a${index}`)
      const { client: b, wire } = await at.wired(`t8b${index}`)
      await connect(a, b)
      wire.cut()
      await b.until(({ isLost }) => isLost)
      wire.mend()
      await after(1000 + (index % 15) * 4 - 45)
      await b.reconnect()
      await after(300)
      if (b.call?.me.status === 'connected') {
        expect(terminal(a)).toEqual([])
        await a.hangsUp()
        await b.untilStatus('over')
      } else {
        await a.untilStatus('over')
        expect(terminal(a)).toEqual([`CALLING_END ${b.userID} offline`])
        expect(terminal(b)).toEqual(terminal(a))
        expect(b.call?.me.outcome).toEqual(a.call?.me.outcome)
      }
    })
    await Promise.all(rounds)
  },
)
