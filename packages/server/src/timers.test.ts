import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from './testing/testServer.ts'

let at: TestServer
beforeAll(async () => void (at = await startTestServer({ ringTimeout: 2 })))
afterAll(() => at.stop())

test('the ring time of the server holds when the caller names none', async () => {
  const a = await at.client('plain-a')
  const b = await at.client('plain-b')
  const from = Date.now()
  await a.calls([b.userID])
  await a.untilStatus('over')
  expect(Date.now() - from).toBeGreaterThan(1950)
  // Not the 30 s of a server that names none.
  expect(Date.now() - from).toBeLessThan(5000)
  expect(a.heard()).toEqual([`NO_RESP ${b.userID}`, 'CALL_NOT_CONNECTED noResponse'])
  await b.untilStatus('over')
  expect(b.heard()).toEqual([`INVITED ${b.userID}`, `CALLING_TIMEOUT ${b.userID}`, 'CALL_NOT_CONNECTED noResponse'])
})

test('T4: those of one deadline come in one event, to everybody but themselves', async () => {
  const [a, x, b, c, d] = await Promise.all(['a', 'x', 'b', 'c', 'd'].map((name) => at.client(`t4${name}`)))
  if (!a || !x || !b || !c || !d) throw new Error('five people')
  await a.calls([x.userID], { groupID: 'g', timeout: 30 })
  await x.untilStatus('ringing')
  await x.accepts()
  await a.untilStatus('connected')
  await a.invites([b.userID, c.userID], 2)
  await a.invites([d.userID], 3)
  const noResponses = (client: typeof a) => client.heard().filter((event) => event.startsWith('NO_RESP'))
  await Promise.all([a, x].map((client) => client.until(() => noResponses(client).length === 2)))
  for (const client of [a, x]) expect(noResponses(client)).toEqual([`NO_RESP t4b+t4c`, `NO_RESP t4d`])
  await Promise.all([b, c, d].map((client) => client.untilStatus('over')))
  expect(noResponses(d)).toEqual(['NO_RESP t4b+t4c'])
  expect(d.heard().slice(-2)).toEqual([`CALLING_TIMEOUT t4d`, 'CALL_NOT_CONNECTED noResponse'])
  for (const client of [b, c]) {
    expect(noResponses(client)).toEqual([])
    expect(client.heard().slice(-2)).toEqual([`CALLING_TIMEOUT t4b+t4c`, 'CALL_NOT_CONNECTED noResponse'])
  }
  await a.hangsUp()
})

test('T5: invited again after a decline it rings for the full time, and the old deadline passes without effect', async () => {
  const [a, x, b] = await Promise.all(['a', 'x', 'b'].map((name) => at.client(`t5${name}`)))
  if (!a || !x || !b) throw new Error('three people')
  await a.calls([x.userID, b.userID], { timeout: 3 })
  await Promise.all([x.untilStatus('ringing'), b.untilStatus('ringing')])
  await x.accepts()
  await a.untilStatus('connected')
  await b.rejects()
  await a.untilHeard('REJECT')
  // The ring begins before the answer has come.
  const from = Date.now()
  await a.invites([b.userID], 4)
  await b.untilStatus('ringing')
  expect(b.heard().filter((event) => event.startsWith('INVITED'))).toHaveLength(2)
  await b.untilStatus('over')
  expect(Date.now() - from).toBeGreaterThan(3900)
  expect(b.heard().slice(-2)).toEqual([`CALLING_TIMEOUT t5b`, 'CALL_NOT_CONNECTED noResponse'])
  await a.untilHeard('NO_RESP')
  expect(a.heard().filter((event) => event.startsWith('NO_RESP'))).toEqual(['NO_RESP t5b'])
  await a.hangsUp()
})

test('20 rings that end in one second all end in time, once per side', { timeout: 30_000 }, async () => {
  const pairs = await Promise.all(
    Array.from({ length: 20 }, async (_unused, index) => [
      await at.client(`many-a${index}`),
      await at.client(`many-b${index}`),
    ]),
  )
  await Promise.all(
    pairs.map(async ([a, b]) => {
      if (!a || !b) return
      const { members } = await a.calls([b.userID], { timeout: 2 })
      const deadline = members.find(({ userID }) => userID === b.userID)?.deadline ?? 0
      await Promise.all([a.untilStatus('over'), b.untilStatus('over')])
      expect(Date.now() - deadline).toBeGreaterThanOrEqual(0)
      // Twenty ends at one moment keep a busy machine busy; the second they may be late is for e2e/chaos/deadlines.test.ts.
      expect(Date.now() - deadline).toBeLessThan(5000)
      expect(a.heard()).toHaveLength(2)
      expect(b.heard()).toHaveLength(3)
    }),
  )
})

test('40 calls with two deadlines each: whoever fires the first ones does not touch the second', async () => {
  const groups = await Promise.all(
    Array.from({ length: 40 }, async (_unused, index) => ({
      a: await at.client(`two-a${index}`),
      userIDs: [`two-b${index}`, `two-c${index}`] as const,
    })),
  )
  await Promise.all(groups.map(({ a, userIDs: [b] }) => a.calls([b], { groupID: a.userID, timeout: 3 })))
  await Promise.all(groups.map(({ a, userIDs: [, c] }) => a.invites([c], 6)))
  await Promise.all(
    groups.map(async ({ a, userIDs: [b, c] }) => {
      const deadline = a.call?.members.find(({ userID }) => userID === c)?.deadline ?? Infinity
      await a.untilHeard(`NO_RESP ${b}`)
      expect(Date.now()).toBeLessThan(deadline)
      await a.untilStatus('over')
      expect(Date.now()).toBeGreaterThanOrEqual(deadline)
      expect(a.heard().filter((event) => event.startsWith('NO_RESP'))).toEqual([`NO_RESP ${b}`, `NO_RESP ${c}`])
    }),
  )
})
