import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createLab, labDevice, type Lab, type LabDevice } from '../testing/callLab.ts'
import { isActive, isConnected, isOver, isRinging } from './call.ts'
import type { CallEventOf } from './events.ts'
import { isRefusal } from './refusal.ts'

const people = ['a', 'b', 'c', 'd', 'e'] as const
const person = fc.constantFrom(...people)
const deviceNumber = fc.constantFrom('1', '1', '1', '2')

type Step =
  | { do: 'call'; who: string; whom: string[]; type: 'audio' | 'video'; group: boolean; seconds: number }
  | { do: 'accept' | 'reject' | 'hangup' | 'enter' | 'join'; who: string; device: string }
  | { do: 'switch'; who: string; type: 'audio' | 'video' }
  | { do: 'invite'; who: string; whom: string[]; seconds: number }
  | { do: 'lose' | 'resume' | 'remove'; who: string; device: string }
  | { do: 'pass'; ms: number }

const whom = fc.uniqueArray(person, { minLength: 1, maxLength: 4 })
const seconds = fc.integer({ min: 1, max: 40 })
const type = fc.constantFrom<'audio' | 'video'>('audio', 'video')
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('call' as const), who: person, whom, type, group: fc.boolean(), seconds }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constantFrom('accept', 'accept', 'enter', 'reject', 'hangup', 'join').map((kind) => kind as 'accept'),
      who: person,
      device: deviceNumber,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('switch' as const), who: person, type }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('invite' as const), who: person, whom, seconds }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('lose', 'resume', 'remove').map((kind) => kind as 'lose'),
      who: person,
      device: deviceNumber,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 15_000 }) }) },
)
const steps = fc.array(step, { minLength: 3, maxLength: 40 })

/** The call somebody would mean: the one they are active in, else the newest that knows them, else the newest. */
function meant(lab: Lab, who: string) {
  const calls = [...lab.calls.values()].toReversed()
  return (
    calls.find((call) => call.members.some((member) => member.userID === who && isActive(member))) ??
    calls.find((call) => call.members.some((member) => member.userID === who)) ??
    calls[0]
  )
}

function run(lab: Lab, one: Step): void {
  if (one.do === 'pass') return lab.pass(one.ms)
  if (one.do === 'call') {
    const { who, type: callType, group, seconds: timeout } = one
    lab.do(who, { kind: 'call', userIDList: one.whom, type: callType, timeout, ...(group && { groupID: 'g' }) })
    return
  }
  const call = meant(lab, one.who)
  if (!call) return
  const { callID } = call
  if (one.do === 'switch') lab.do(one.who, { kind: 'switchCallType', callID, type: one.type })
  else if (one.do === 'invite') lab.do(one.who, { kind: 'invite', callID, userIDList: one.whom, timeout: one.seconds })
  else if (one.do === 'remove') lab.server(callID, { kind: 'remove', userID: one.who })
  else if (one.do === 'resume') lab.server(callID, { kind: 'resume', userID: one.who, deviceID: one.who + one.device })
  else if (one.do === 'lose') {
    lab.server(callID, { kind: 'lose', userID: one.who, deviceID: one.who + one.device, at: lab.now, graceMs: 10_000 })
  } else lab.do(one.who, { kind: one.do, callID }, one.who + one.device)
}

function newLab(): Lab {
  const lab = createLab({ maxMembers: 4 })
  for (const who of people) for (const number of ['1', '2']) lab.device(who, who + number)
  return lab
}

/** Everybody goes, and all time passes. */
function finish(lab: Lab): void {
  lab.pass(60_000)
  for (const call of [...lab.calls.values()]) {
    for (const { userID, deviceID } of call.members.filter(isConnected)) {
      lab.do(userID, { kind: 'hangup', callID: call.callID }, deviceID)
    }
  }
  lab.pass(60_000)
}

function invariants(lab: Lab): void {
  const active = [...lab.calls.values()].flatMap((call) => call.members.filter(isActive).map(({ userID }) => userID))
  expect(new Set(active).size, 'nobody is in two calls').toBe(active.length)
  for (const call of lab.calls.values()) {
    const connected = call.members.filter(isConnected).length
    const ringing = call.members.filter(isRinging).length
    const calling = call.members.filter(({ status }) => status === 'calling').length
    if (isOver(call)) expect(connected + ringing + calling, 'an ended call holds nobody').toBe(0)
    else expect(calling + connected, 'no call is left with nobody in it').toBeGreaterThan(0)
    if (!isOver(call)) expect(connected + ringing + calling, 'nobody is alone in a call').toBeGreaterThan(1)
    expect(connected + ringing + calling, 'never more than maxMembers').toBeLessThanOrEqual(4)
    for (const member of call.members) {
      expect(member.outcome !== undefined, 'an outcome, and only when it is over').toBe(!isActive(member))
    }
  }
}

const isTerminal = (told: CallEventOf): told is CallEventOf<'CALL_NOT_CONNECTED' | 'CALLING_END'> =>
  told.event === 'CALL_NOT_CONNECTED' || told.event === 'CALLING_END'
const isBeginning = ({ event }: CallEventOf) => event === 'INVITED' || event === 'CALL_BEGIN'

/** Events that lists are made of, one by one, so that two logs can be compared. */
function atoms(log: readonly CallEventOf[]): string[] {
  return log.flatMap((told) => {
    if (told.event === 'GROUP_CALL_INVITEE_LIST_UPDATE') return []
    // The type it has when it is told: one that slept tells the newer one.
    if (told.event === 'CALL_BEGIN') return [JSON.stringify({ ...told, payload: { ...told.payload, type: '' } })]
    if (!('userIDList' in told.payload)) return [JSON.stringify(told)]
    // One that slept may find some of a list rung again already.
    const { userIDList, ...rest } = told.payload
    return userIDList.map((userID) => JSON.stringify([told.event, rest, userID]))
  })
}

function counts(items: readonly string[]): Map<string, number> {
  const map = new Map<string, number>()
  for (const item of items) map.set(item, (map.get(item) ?? 0) + 1)
  return map
}

describe('for random commands of several people', () => {
  test('nobody is in two calls, no call is left with nobody in it, all have one outcome', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const lab = newLab()
        for (const one of all) {
          run(lab, one)
          invariants(lab)
        }
        finish(lab)
        invariants(lab)
        expect([...lab.calls.values()].every(isOver)).toBe(true)
      }),
      { numRuns: 400 },
    )
  })

  test('every device hears exactly one terminal event per call it held, and it comes last', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const lab = newLab()
        for (const one of all) run(lab, one)
        finish(lab)
        for (const { log, held } of lab.devices) {
          expect(held).toBeUndefined()
          let isOpen = false
          for (const told of log) {
            // A caller's stay begins with its call(), which is no event: anything may open it.
            if (isTerminal(told)) isOpen = false
            else if (isBeginning(told)) isOpen = true
            else if (!isOpen)
              expect([
                'REJECT',
                'LINE_BUSY',
                'NO_RESP',
                'USER_ACCEPT',
                'CALL_TYPE_CHANGED',
                'GROUP_CALL_INVITEE_LIST_UPDATE',
              ]).toContain(told.event)
          }
          expect(isOpen).toBe(false)
        }
      }),
      { numRuns: 400 },
    )
  })

  test('any subset of the snapshots that ends in the last one: same final state, nothing twice, no outcome lost', () => {
    fc.assert(
      fc.property(steps, fc.infiniteStream(fc.boolean()), (all, sleeps) => {
        const lab = newLab()
        for (const one of all) run(lab, one)
        for (const device of lab.devices) compare(device, sleeps)
      }),
      { numRuns: 400 },
    )
  })
})

/** A second device that misses some of the snapshots, but never the last of a call. */
function compare(full: LabDevice, sleeps: Iterator<boolean>): void {
  for (const callID of new Set(full.sent.map((sent) => sent.callID))) {
    const sent = full.sent.filter((one) => one.callID === callID)
    const attentive = labDevice(full.userID, full.deviceID)
    const sleepy = labDevice(full.userID, full.deviceID)
    sent.forEach((one, index) => attentive.take(one, index === 0))
    const knownLegs = new Set<number>()
    sent.forEach((one, index) => {
      // The first one makes the call known: who never knew of a call has nothing to be told.
      if (index !== 0 && index !== sent.length - 1 && sleeps.next().value) return
      sleepy.take(one, index === 0)
      if (index === 0 || one.me.status !== 'over') knownLegs.add(one.me.leg)
    })
    expect(sleepy.held).toEqual(attentive.held)
    const heard = counts(atoms(attentive.log))
    for (const [atom, count] of counts(atoms(sleepy.log))) {
      if (atom.includes('INVITED') || atom.includes('CALL_TYPE_CHANGED')) continue
      expect(count, `${atom} told twice`).toBeLessThanOrEqual(heard.get(atom) ?? 0)
    }
    const [ends, allEnds] = [sleepy.log.filter(isTerminal), attentive.log.filter(isTerminal)]
    // A ring that was slept through altogether has no end to be told; that of the one before it stands.
    const last = sent.at(-1)?.me.leg ?? 0
    if (knownLegs.has(last)) expect(ends.at(-1)).toEqual(allEnds.at(-1))
    else expect(allEnds).toContainEqual(ends.at(-1))
    expect(ends.length).toBeLessThanOrEqual(allEnds.length)
  }
}

describe('two crossing commands', () => {
  const crossing = fc.constantFrom('accept', 'reject', 'hangup', 'pass', 'switch', 'remove', 'glare')
  test('both sides agree on the outcome, in either order', () => {
    fc.assert(
      fc.property(fc.boolean(), crossing, crossing, fc.boolean(), (isConnectedFirst, first, second, isBFirst) => {
        const lab = createLab()
        lab.do('a', { kind: 'call', userIDList: ['b'], type: 'video', timeout: 10 })
        const callID = 'call1'
        if (isConnectedFirst) lab.do('b', { kind: 'accept', callID })
        const act = (who: string, what: string) => {
          if (what === 'pass') return lab.pass(10_000)
          if (what === 'remove') return lab.server(callID, { kind: 'remove', userID: who })
          if (what === 'switch') return void lab.do(who, { kind: 'switchCallType', callID, type: 'audio' })
          if (what === 'glare') {
            return void lab.do(who, { kind: 'call', userIDList: [who === 'a' ? 'b' : 'a'], type: 'video' })
          }
          lab.do(who, { kind: what as 'accept', callID })
        }
        const [one, other] = isBFirst ? (['b', 'a'] as const) : (['a', 'b'] as const)
        act(one, first)
        act(other, second)
        lab.pass(60_000)
        if (!isOver(lab.calls.get(callID) ?? ({} as never))) {
          expect(isRefusal(lab.do('a', { kind: 'hangup', callID }))).toBe(false)
        }
        const ends = ['a', 'b'].map((who) =>
          lab.device(who).log.filter((told) => isTerminal(told) && told.payload.callID === callID),
        )
        expect(ends.map((list) => list.length)).toEqual([1, 1])
        expect(ends[0]).toEqual(ends[1])
      }),
      { numRuns: 300 },
    )
  })
})
