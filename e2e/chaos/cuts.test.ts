import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { after, startChaos, type Chaos, type Person } from './nodes.ts'

/** Counted from the last sign of life, seconds: the default. */
const GRACE_S = 10
/** Within the grace. */
const SHORT_S = [1, 8] as const
const LONG_S = 30
/** Rings outlast every cut. */
const timeout = 60

const away = ['RECONNECTING', 'RECONNECTED']

/** A situation of two people, and who of them is cut off how. */
interface Case {
  chaos: Chaos
  a: Person
  b: Person
}

async function people(chaos: Chaos, name: string): Promise<Case> {
  const [a, b] = [await chaos.person(`${name}-a`, 0), await chaos.person(`${name}-b`, 1)]
  return { chaos, a, b }
}

const userIDOf = (person: Person) => person.engine.store.getState().self?.userID ?? ''
const forget = (...all: Person[]) => all.forEach(({ heard }) => heard.clear())

async function ring({ a, b }: Case): Promise<void> {
  await a.engine.call({ userIDList: [userIDOf(b)], type: 'audio', timeout })
  await b.until('ringing')
}

/** Cut for so long, and back; `frozen`: packets are dropped without a word. */
async function cut(who: readonly Person[], seconds: number, how: 'cut' | 'freeze' = 'cut'): Promise<void> {
  for (const { wire } of who) wire[how]()
  await after(seconds * 1000)
  const back = who.map(({ heard, wire }) => {
    const count = heard.of('RECONNECTED').length + 1
    wire.mend()
    return heard.until('RECONNECTED', count)
  })
  await Promise.all(back)
}

async function hangUp({ a, b }: Case): Promise<void> {
  await a.engine.hangup()
  await Promise.all([a.until('idle'), b.until('idle')])
}

async function idle(chaos: Chaos, seconds: number): Promise<void> {
  const both = await people(chaos, `idle${seconds}`)
  const { a, b } = both
  forget(a, b)
  await cut([b], seconds)
  expect(b.heard.names()).toEqual(away)
  expect(a.heard.names()).toEqual([])
  await ring(both)
  await hangUp(both)
}

/** C1, C4: ringing has no grace. */
async function ringing(chaos: Chaos, seconds: number): Promise<void> {
  const both = await people(chaos, `ringing${seconds}`)
  const { a, b } = both
  await ring(both)
  forget(a, b)
  await cut([b], seconds)
  expect([a.status(), b.status()]).toEqual(['calling', 'ringing'])
  expect(b.heard.names()).toEqual(away)
  expect(a.heard.names()).toEqual([])
  await b.engine.accept()
  await a.until('connected')
  await hangUp(both)
}

/** C1, C3. */
async function calling(chaos: Chaos, seconds: number): Promise<void> {
  const both = await people(chaos, `calling${seconds}`)
  const { a, b } = both
  await ring(both)
  forget(a, b)
  const from = performance.now()
  const back = cut([a], seconds)
  if (seconds < GRACE_S) {
    await back
    expect(a.heard.names()).toEqual(away)
    expect(b.heard.names()).toEqual([])
    await b.engine.accept()
    await a.until('connected')
    return hangUp(both)
  }
  const reason = { reason: 'offline', userID: userIDOf(a) }
  expect(await b.heard.until('CALL_NOT_CONNECTED')).toMatchObject(reason)
  expectGrace(from)
  expect(b.heard.of('CALLING_CANCEL')).toEqual([{ userID: userIDOf(a) }])
  await back
  expect(await a.heard.until('CALL_NOT_CONNECTED')).toMatchObject(reason)
  expect(a.heard.names()).toEqual([...away, 'CALL_NOT_CONNECTED'])
}

/** The grace has just ended; the last sign of life was up to a heartbeat of 2.5 s before the cut. */
function expectGrace(from: number): void {
  expect(performance.now() - from).toBeGreaterThan(GRACE_S * 1000 - 2700)
  expect(performance.now() - from).toBeLessThan(GRACE_S * 1000 + 1500)
}

/** C1, C2, C5, C11: one of two in a call, or both. */
async function connected(chaos: Chaos, whose: 'a' | 'b' | 'ab', seconds: number, how: 'cut' | 'freeze' = 'cut') {
  const both = await people(chaos, `${how}-${whose}${seconds}`)
  const { a, b } = both
  await chaos.connected(a, b)
  forget(a, b)
  const lost = [a, b].filter((_person, index) => whose.includes('ab'[index] ?? ''))
  const from = performance.now()
  const back = cut(lost, seconds, how)
  if (how === 'freeze') {
    await Promise.all(lost.map(({ heard }) => heard.until('RECONNECTING')))
    expect(performance.now() - from).toBeLessThan(6000)
  }
  const stays = [a, b].filter((person) => !lost.includes(person))
  if (seconds < GRACE_S) {
    await back
    for (const { heard } of lost) expect(heard.names()).toEqual(away)
    for (const { heard } of stays) expect(heard.names()).toEqual([])
    expect([a.status(), b.status()]).toEqual(['connected', 'connected'])
    return hangUp(both)
  }
  for (const { heard } of stays) {
    await heard.until('CALLING_END')
    expectGrace(from)
    expect(heard.names()).toEqual(['USER_LEAVE', 'CALLING_END'])
  }
  await back
  const ends = await Promise.all([a, b].map(({ heard }) => heard.until('CALLING_END')))
  for (const person of lost) {
    // Whose grace ended first hears the end alone; the other one also that this one left.
    const isFirst = ends[0]?.userID === userIDOf(person)
    const events = [...away, ...(isFirst ? [] : ['USER_LEAVE']), 'CALLING_END']
    expect(person.heard.names().toSorted()).toEqual(events.toSorted())
  }
  expect(ends[0]).toMatchObject({ reason: 'offline' })
  expect(lost.map(userIDOf)).toContain(ends[0]?.userID)
  expect(ends[1]).toEqual(ends[0])
}

/** C5 while it rings. */
async function frozenRing(chaos: Chaos): Promise<void> {
  const both = await people(chaos, 'frozen-ring')
  const { a, b } = both
  await ring(both)
  forget(a, b)
  const from = performance.now()
  const back = cut([b], LONG_S, 'freeze')
  await b.heard.until('RECONNECTING')
  expect(performance.now() - from).toBeLessThan(6000)
  await back
  expect([a.status(), b.status()]).toEqual(['calling', 'ringing'])
  expect(a.heard.names()).toEqual([])
  await hangUp(both)
}

async function sleptThroughACall(chaos: Chaos): Promise<void> {
  const both = await people(chaos, 'slept')
  const { a, b } = both
  await ring(both)
  forget(a)
  const back = cut([a], 8)
  await after(1000)
  await b.engine.accept()
  // Three whole seconds, however the nodes read the clock.
  await after(3300)
  await b.engine.hangup()
  await back
  const end = await a.heard.until('CALLING_END')
  expect(a.heard.names().toSorted()).toEqual(['CALLING_END', ...away].toSorted())
  expect(end).toEqual(b.heard.of('CALLING_END')[0])
  expect(end).toMatchObject({ userID: userIDOf(b), totalTime: 3, reason: 'hangup' })
}

async function sleptInAGroup(chaos: Chaos): Promise<void> {
  const { a, b } = await people(chaos, 'group')
  const c = await chaos.person('group-c', 1)
  await a.engine.call({ userIDList: ['group-b', 'group-c'], type: 'audio', timeout })
  await Promise.all([b.until('ringing'), c.until('ringing'), a.heard.until('GROUP_CALL_INVITEE_LIST_UPDATE')])
  forget(a)
  const back = cut([a], 8)
  await b.engine.reject()
  await c.engine.accept()
  await c.until('connected')
  await back
  await a.heard.until('GROUP_CALL_INVITEE_LIST_UPDATE')
  const events = ['REJECT', 'USER_ACCEPT', 'CALL_BEGIN', 'USER_ENTER', 'GROUP_CALL_INVITEE_LIST_UPDATE']
  expect(a.heard.names().filter((name) => !away.includes(name))).toEqual(events)
  await a.engine.hangup()
  await Promise.all([a, b, c].map((person) => person.until('idle')))
}

/** C9: over here at once, there when the hang-up arrives, or when the grace ends. */
async function hungUpOffline(chaos: Chaos, seconds: number): Promise<void> {
  const { a, b } = await people(chaos, `offline${seconds}`)
  await chaos.connected(a, b)
  forget(a, b)
  const back = cut([a], seconds)
  await a.heard.until('RECONNECTING')
  const from = performance.now()
  await a.engine.hangup()
  expect(performance.now() - from).toBeLessThan(200)
  expect(a.heard.of('CALLING_END')).toMatchObject([{ userID: userIDOf(a), reason: 'hangup' }])
  const end = await b.heard.until('CALLING_END')
  expect(end).toMatchObject({ userID: userIDOf(a), reason: seconds < GRACE_S ? 'hangup' : 'offline' })
  await back
  expect(a.heard.of('CALLING_END')).toHaveLength(1)
}

/** T7: the ring ends before the grace of the lost caller does. */
async function silentBeforeOffline(chaos: Chaos): Promise<void> {
  const { a, b } = await people(chaos, 'silent')
  await a.engine.call({ userIDList: [userIDOf(b)], type: 'audio', timeout: 10 })
  await b.until('ringing')
  forget(a, b)
  await after(1000)
  const back = cut([a], 14)
  await b.until('idle')
  expect(b.heard.names()).toEqual(['CALLING_TIMEOUT', 'CALL_NOT_CONNECTED'])
  await back
  expect(await a.heard.until('CALL_NOT_CONNECTED')).toMatchObject({ reason: 'noResponse' })
  expect(a.heard.of('NO_RESP')).toEqual([{ userIDList: [userIDOf(b)] }])
}

test('C1–C5, C7–C9, C11, T7: a network cut for 1, 8 and 30 s, in each state', { timeout: 120_000 }, async () => {
  const chaos = await startChaos()
  const every = [...SHORT_S, LONG_S]
  const cases = [
    ...every.flatMap((seconds) => [
      idle(chaos, seconds),
      ringing(chaos, seconds),
      calling(chaos, seconds),
      connected(chaos, 'a', seconds),
      connected(chaos, 'b', seconds),
      connected(chaos, 'ab', seconds),
    ]),
    connected(chaos, 'a', 5, 'freeze'),
    connected(chaos, 'b', LONG_S, 'freeze'),
    frozenRing(chaos),
    sleptThroughACall(chaos),
    sleptInAGroup(chaos),
    hungUpOffline(chaos, 5),
    hungUpOffline(chaos, LONG_S),
    silentBeforeOffline(chaos),
  ]
  const failures = (await Promise.allSettled(cases)).flatMap((each) =>
    each.status === 'rejected' ? [inspect(each.reason)] : [],
  )
  expect(failures.join('\n\n')).toBe('')
  await chaos.expectEnd()
})
