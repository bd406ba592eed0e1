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
