import { expect, test } from 'vitest'
import { createLab } from '../testing/callLab.ts'
import { diff, isStale, placed } from './diff.ts'
import { isRefusal } from './refusal.ts'
import { snapshot, type Snapshot } from './snapshot.ts'

/** Ann's snapshots of a call that rings, connects and ends. */
function story(): { ringing: Snapshot; connected: Snapshot; over: Snapshot } {
  const lab = createLab()
  const cut = () => {
    const call = lab.calls.get('call1')
    const made = call && snapshot(call, 'a', 'a1', lab.now)
    if (!made) throw new Error('a is in it')
    return made
  }
  if (isRefusal(lab.do('a', { kind: 'call', userIDList: ['b'], type: 'audio' }))) throw new Error('placed')
  const ringing = cut()
  lab.do('b', { kind: 'accept', callID: 'call1' })
  const connected = cut()
  lab.do('b', { kind: 'hangup', callID: 'call1' })
  return { ringing, connected, over: cut() }
}

test('a stale snapshot tells nothing; of a new epoch every version is news', () => {
  const { ringing, connected, over } = story()
  expect(diff(connected, ringing, 'a')).toEqual([])
  expect(diff(connected, connected, 'a')).toEqual([])
  const lost = { ...over, version: ringing.version, epoch: 'after a failover' }
  expect(isStale(connected, lost)).toBe(false)
  expect(diff(connected, lost, 'a').map(({ event }) => event)).toContain('CALLING_END')
})

test('after the end nothing is told of the same stay', () => {
  const { over } = story()
  const members = over.members.map((member) => ({ ...member, status: 'busy' as const }))
  expect(diff(over, { ...over, version: over.version + 1, members }, 'a')).toEqual([])
})

test('from ringing straight to the end: the terminal event, no CALL_BEGIN for a call that is over', () => {
  const { ringing, over } = story()
  expect(diff(ringing, over, 'a').map(({ event }) => event)).toEqual(['CALLING_END'])
  expect(diff(placed(over), over, 'a').map(({ event }) => event)).toEqual(['CALLING_END'])
})

test('a call met after a reload repeats nothing but CALL_BEGIN and who is in', () => {
  const { connected } = story()
  expect(diff(undefined, connected, 'a').map(({ event }) => event)).toEqual(['CALL_BEGIN'])
})

test('however many a call has, each of them is looked up a few times, not once for everybody else', () => {
  const people = Array.from({ length: 99 }, (_, index) => `p${index}`)
  const lab = createLab({ maxMembers: 100 })
  lab.do('a', { kind: 'call', userIDList: people, type: 'audio' })
  lab.do('p0', { kind: 'accept', callID: 'call1' })
  const before = lab.device('a').held
  lab.do('p98', { kind: 'accept', callID: 'call1' })
  const after = lab.device('a').held
  if (!before || !after) throw new Error('a is in it')
  let looks = 0
  const members = new Proxy(before.members, {
    get(target, key, receiver): unknown {
      if (typeof key === 'string' && /^\d+$/.test(key)) looks += 1
      return Reflect.get(target, key, receiver)
    },
  })
  const events = diff({ ...before, members }, after, 'a')
  expect(events.map(({ event }) => event)).toEqual(['USER_ACCEPT', 'GROUP_CALL_INVITEE_LIST_UPDATE'])
  expect(looks).toBeLessThan(10 * before.members.length)
})
