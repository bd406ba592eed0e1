import { CallError } from '@ringkit/core/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestClient } from './testing/testClient.ts'
import { startTestServer, type TestServer } from './testing/testServer.ts'

const ROUNDS = Number(process.env.RINGKIT_TEST_ROUNDS ?? 50)
let at: TestServer
beforeAll(async () => void (at = await startTestServer()))
afterAll(() => at.stop())

/** Both at the same moment, each first in half of the rounds. */
async function atOnce<A, B>(round: number, a: () => Promise<A>, b: () => Promise<B>) {
  const settle = <T>(promise: Promise<T>) =>
    promise.then(
      (value) => ({ value, code: undefined }),
      (error: unknown) => ({ value: undefined, code: CallError.from(error).code }),
    )
  if (round % 2 === 0) {
    const first = settle(a())
    const second = settle(b())
    return [await first, await second] as const
  }
  const second = settle(b())
  const first = settle(a())
  return [await first, await second] as const
}

/** The people of a test, signed in once, with a clean slate in each round. */
async function people<const N extends readonly string[]>(test: string, ...names: N) {
  const made = await Promise.all(names.map((name) => person(test, name)))
  // One client for each name, in their order.
  return made as { [K in keyof N]: TestClient }
}

const signedIn = new Map<string, Promise<TestClient>>()
async function person(test: string, name: string): Promise<TestClient> {
  const [user = name, device = '1'] = name.split('/')
  const userID = `${user}-${test}`
  const key = `${userID}-${device}`
  const client = signedIn.get(key) ?? at.client(userID, { deviceID: key })
  signedIn.set(key, client)
  ;(await client).forget()
  return client
}

const terminal = (client: TestClient) => client.heard().filter((each) => /^(CALLING_END|CALL_NOT_CONNECTED)/.test(each))

/** Exactly one terminal event each, and nobody is left busy. */
async function expectEnd(...clients: TestClient[]): Promise<void> {
  await Promise.all(clients.map((client) => client.untilStatus('over')))
  for (const client of clients) expect(terminal(client), client.userID).toHaveLength(1)
  await expectIdle(...clients)
}
async function expectIdle(...clients: TestClient[]): Promise<void> {
  for (const client of clients) expect(await client.ask({ kind: 'sync' })).toEqual({ ok: true })
}

async function each(test: string, run: (test: string, index: number) => Promise<unknown>): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) await run(test, round)
}

test('R1: a cancel and an accept have one winner, the same on both sides', { timeout: 60_000 }, () =>
  each('r1', async (test, index) => {
    const [a, b] = await people(test, 'a', 'b')
    await a.calls([b.userID])
    await b.untilStatus('ringing')
    const [, accept] = await atOnce(
      index,
      () => a.hangsUp(),
      () => b.accepts(),
    )
    await expectEnd(a, b)
    if (accept.code) {
      expect(accept.code).toBe('WRONG_STATE')
      expect(terminal(a)).toEqual([`CALL_NOT_CONNECTED ${a.userID} cancelled`])
      expect(b.heard().slice(-2)).toEqual([`CALLING_CANCEL ${a.userID}`, `CALL_NOT_CONNECTED ${a.userID} cancelled`])
    } else {
      for (const one of [a, b]) expect(terminal(one)).toEqual([`CALLING_END ${a.userID} hangup`])
    }
  }),
)

test('R2: of two devices that accept at once one has the call', { timeout: 60_000 }, () =>
  each('r2', async (test, index) => {
    const [a, b1, b2] = await people(test, 'a', 'b/1', 'b/2')
    await a.calls([b1.userID])
    await Promise.all([b1.untilStatus('ringing'), b2.untilStatus('ringing')])
    const [first, second] = await atOnce(
      index,
      () => b1.accepts(),
      () => b2.accepts(),
    )
    const [winner, loser] = first.code ? [b2, b1] : [b1, b2]
    expect([first.code, second.code].filter(Boolean)).toEqual(['WRONG_STATE'])
    await loser.untilHeard('CALL_NOT_CONNECTED acceptedElsewhere')
    await Promise.all([winner.untilStatus('connected'), a.untilStatus('connected')])
    expect(a.heard().filter((event) => event.startsWith('USER_ACCEPT'))).toHaveLength(1)
    await a.hangsUp()
    await expectEnd(a, winner)
    expect(terminal(loser)).toHaveLength(1)
  }),
)

test('R3: one device accepts and another declines: never both', { timeout: 60_000 }, () =>
  each('r3', async (test, index) => {
    const [a, b1, b2] = await people(test, 'a', 'b/1', 'b/2')
    await a.calls([b1.userID])
    await Promise.all([b1.untilStatus('ringing'), b2.untilStatus('ringing')])
    const [accept, reject] = await atOnce(
      index,
      () => b1.accepts(),
      () => b2.rejects(),
    )
    if (reject.code) {
      await b2.untilHeard('CALL_NOT_CONNECTED acceptedElsewhere')
      await a.untilStatus('connected')
      await a.hangsUp()
    } else {
      expect(accept.code).toBe('WRONG_STATE')
      await b1.untilHeard(`CALL_NOT_CONNECTED ${b1.userID} rejectedElsewhere`)
      await a.untilHeard(`REJECT ${b1.userID}`)
      expect(a.heard().at(-1)).toBe(`CALL_NOT_CONNECTED ${b1.userID} rejected`)
    }
    await expectEnd(a, b1, b2)
  }),
)

test('R4: both hang up at once: one end, alike on both sides, and both succeed', { timeout: 60_000 }, () =>
  each('r4', async (test, index) => {
    const [a, b] = await people(test, 'a', 'b')
    await a.calls([b.userID])
    await b.untilStatus('ringing')
    await b.accepts()
    await a.untilStatus('connected')
    const [first, second] = await atOnce(
      index,
      () => a.hangsUp(),
      () => b.hangsUp(),
    )
    expect([first.code, second.code]).toEqual([undefined, undefined])
    await expectEnd(a, b)
    expect(a.call?.me.outcome).toEqual(b.call?.me.outcome)
  }),
)

test('R5: two who call each other are in one connected call', { timeout: 60_000 }, () =>
  each('r5', async (test, index) => {
    const [a, b] = await people(test, 'a', 'b')
    const [first, second] = await atOnce(
      index,
      () => a.calls([b.userID], { type: 'audio' }),
      () => b.calls([a.userID], { type: 'video' }),
    )
    await Promise.all([a.untilStatus('connected'), b.untilStatus('connected')])
    expect(first.value?.callID).toBe(second.value?.callID)
    expect(a.call?.callID).toBe(b.call?.callID)
    for (const one of [a, b]) expect(one.heard().join()).not.toMatch('LINE_BUSY')
    const inviter = a.call?.inviter === a.userID ? a : b
    expect(a.call?.type).toBe(inviter === a ? 'audio' : 'video')
    await a.hangsUp()
    await expectEnd(a, b)
  }),
)

test('R6: different sets of invitees do not merge', { timeout: 60_000 }, () =>
  each('r6', async (test, index) => {
    const [a, b, c] = await people(test, 'a', 'b', 'c')
    const [first, second] = await atOnce(
      index,
      () => a.calls([b.userID, c.userID]),
      () => b.calls([a.userID]),
    )
    expect([first.code, second.code].filter(Boolean)).toEqual(['REPEATED_CALL'])
    if (first.code) expect(c.call).toBeUndefined()
    const [caller, ...rung] = first.code ? [b, a] : [a, b, c]
    await Promise.all(rung.map((client) => client.untilStatus('ringing')))
    await caller.hangsUp()
    // All who rang: news that another node has yet to bring would be taken for the next round's.
    await expectEnd(caller, ...rung)
    await expectIdle(c)
  }),
)

test('R8: two who call a third at once: one rings, the other finds the line busy', { timeout: 60_000 }, () =>
  each('r8', async (test, index) => {
    const [a, b, c] = await people(test, 'a', 'b', 'c')
    await atOnce(
      index,
      () => a.calls([b.userID]),
      () => c.calls([b.userID]),
    )
    await b.untilStatus('ringing')
    const [caller, late] = b.call?.inviter === a.userID ? [a, c] : [c, a]
    await late.untilStatus('over')
    expect(late.heard()).toEqual([`LINE_BUSY ${b.userID}`, `CALL_NOT_CONNECTED ${b.userID} busy`])
    expect(b.heard().filter((event) => event.startsWith('INVITED'))).toHaveLength(1)
    await caller.hangsUp()
    await expectEnd(caller, b)
  }),
)

test('R9: c calls a while a calls b', { timeout: 60_000 }, () =>
  each('r9', async (test, index) => {
    const [a, b, c] = await people(test, 'a', 'b', 'c')
    const [mine] = await atOnce(
      index,
      () => a.calls([b.userID]),
      () => c.calls([a.userID]),
    )
    if (mine.code) {
      expect(mine.code).toBe('REPEATED_CALL')
      await a.untilStatus('ringing')
      await c.hangsUp()
      await expectEnd(a, c)
      expect(b.call).toBeUndefined()
    } else {
      await c.untilStatus('over')
      expect(c.heard()).toEqual([`LINE_BUSY ${a.userID}`, `CALL_NOT_CONNECTED ${a.userID} busy`])
      await b.untilStatus('ringing')
      await a.hangsUp()
      await expectEnd(a, b)
    }
    await expectIdle(a, b, c)
  }),
)

test('R11: b leaves as d accepts: a and d stay', { timeout: 60_000 }, () =>
  each('r11', async (test, index) => {
    const [a, b, d] = await people(test, 'a', 'b', 'd')
    await a.calls([b.userID, d.userID])
    await Promise.all([b.untilStatus('ringing'), d.untilStatus('ringing')])
    await b.accepts()
    await Promise.all([a.untilStatus('connected'), b.enters(), a.enters()])
    await a.until(
      ({ call }) => call?.members.every(({ status, isEntered }) => status !== 'connected' || isEntered) ?? false,
    )
    await atOnce(
      index,
      () => b.hangsUp(),
      () => d.accepts(),
    )
    const list = `GROUP_CALL_INVITEE_LIST_UPDATE ${a.userID}+${d.userID}`
    await a.until((client) => client.heard().at(-1) === list)
    await d.until((client) => client.heard().at(-1) === list)
    expect(a.heard()).toContain(`USER_LEAVE ${b.userID}`)
    expect(a.heard()).toContain(`USER_ACCEPT ${d.userID}`)
    expect(terminal(a)).toEqual([])
    await a.hangsUp()
    await expectEnd(a, b, d)
  }),
)

test('R12: a hangs up as b invites d', { timeout: 60_000 }, () =>
  each('r12', async (test, index) => {
    const [a, b, d] = await people(test, 'a', 'b', 'd')
    await a.calls([b.userID])
    await b.untilStatus('ringing')
    await b.accepts()
    await a.untilStatus('connected')
    const [, invite] = await atOnce(
      index,
      () => a.hangsUp(),
      () => b.invites([d.userID]),
    )
    await a.untilStatus('over')
    if (invite.code) {
      expect(invite.code).toBe('WRONG_STATE')
      expect(d.call).toBeUndefined()
    } else {
      await d.untilStatus('ringing')
      await b.until(({ call }) => call?.kind === 'group' && call.me.status === 'connected')
      await b.hangsUp()
      await expectEnd(d)
    }
    await expectEnd(a, b)
    await expectIdle(d)
  }),
)

test('R13: both switch to audio at once: one change is told, both succeed', { timeout: 60_000 }, () =>
  each('r13', async (test, index) => {
    const [a, b] = await people(test, 'a', 'b')
    const { callID } = await a.calls([b.userID])
    await b.untilStatus('ringing')
    await b.accepts()
    await a.untilStatus('connected')
    const audio = { kind: 'switchCallType', callID, type: 'audio' } as const
    const results = await atOnce(
      index,
      () => a.does(audio),
      () => b.does(audio),
    )
    expect(results.map(({ code }) => code)).toEqual([undefined, undefined])
    await a.hangsUp()
    await expectEnd(a, b)
    for (const one of [a, b])
      expect(one.heard().filter((event) => event.startsWith('CALL_TYPE_CHANGED'))).toHaveLength(1)
  }),
)

test('R7: an accept at the deadline, or the deadline: one of them', { timeout: 60_000 }, async () => {
  const pairs: (readonly [TestClient, TestClient])[] = []
  // One after the other: a hundred logins at one moment, and rings that end before they have arrived, are not what is tested.
  for (let index = 0; index < 50; index += 1) pairs.push(await people(`r7${index}`, 'a', 'b'))
  const rounds = pairs.map(async ([a, b], index) => {
    await a.calls([b.userID], { timeout: 4 })
    await b.untilStatus('ringing')
    const deadline = b.call?.members.find(({ userID }) => userID === b.userID)?.deadline ?? 0
    await new Promise((resolve) => setTimeout(resolve, deadline - Date.now() + (index % 11) - 5))
    const accepted = await b.accepts().then(
      () => true,
      (error: unknown) => {
        expect(CallError.from(error).code).toBe('WRONG_STATE')
        return false
      },
    )
    if (accepted) {
      await a.untilStatus('connected')
      await a.hangsUp()
      await expectEnd(a, b)
      for (const one of [a, b]) expect(one.heard().join()).not.toMatch(/NO_RESP|CALLING_TIMEOUT/)
    } else {
      await expectEnd(a, b)
      expect(a.heard()).toEqual([`NO_RESP ${b.userID}`, 'CALL_NOT_CONNECTED noResponse'])
      expect(b.heard().slice(1)).toEqual([`CALLING_TIMEOUT ${b.userID}`, 'CALL_NOT_CONNECTED noResponse'])
    }
  })
  await Promise.all(rounds)
})

test(
  'R10: one seat left: of two invites one goes through, and the limit holds at every moment',
  { timeout: 60_000 },
  async () => {
    const small = await startTestServer({ maxMembers: 3 })
    for (let round = 0; round < ROUNDS; round += 1) {
      const [a, b] = [await small.client(`a${round}`), await small.client(`b${round}`)]
      await a.calls([b.userID], { groupID: 'g' })
      await b.untilStatus('ringing')
      await b.accepts()
      await a.untilStatus('connected')
      const results = await atOnce(
        round,
        () => a.invites([`d${round}`]),
        () => b.invites([`e${round}`]),
      )
      expect(results.map(({ code }) => code).filter(Boolean)).toEqual(['BAD_PARAMETER'])
      // Whom b invites at another node, a hears of a moment later.
      await a.until(
        ({ call }) => call?.members.filter(({ status }) => status === 'connected' || status === 'ringing').length === 3,
      )
      await a.hangsUp()
      await b.hangsUp()
    }
    await small.stop()
  },
)

test('R14: who logs out while authorize ponders rings nobody', async () => {
  let decide: (isAllowed: boolean) => void = () => undefined
  let wasAsked: () => void = () => undefined
  const asked = new Promise<void>((resolve) => (wasAsked = resolve))
  const slow = await startTestServer({
    authorize() {
      wasAsked()
      return new Promise<boolean>((resolve) => (decide = resolve))
    },
  })
  const [a, b] = [await slow.client('a'), await slow.client('b')]
  const placed = a.command({ kind: 'call', userIDList: ['b'], type: 'audio' }).catch(CallError.from)
  await asked
  await a.logout()
  decide(true)
  expect(await placed).toMatchObject({ code: 'SIGNALLING_FAILED' })
  const again = await slow.client('a')
  expect(again.welcome?.current).toBeUndefined()
  expect(await b.ask({ kind: 'sync' })).toEqual({ ok: true })
  expect(b.events).toEqual([])
  await slow.stop()
})
