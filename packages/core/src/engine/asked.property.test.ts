import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CallType } from '../protocol/events.ts'
import { createLab } from '../testing/callLab.ts'
import { askedAfter, wantedIn, type Asked } from './asked.ts'

/** Bob's snapshot of a call of Ann's. */
function snapshotOf(type: CallType, status: 'ringing' | 'connected') {
  const lab = createLab()
  lab.do('ann', { kind: 'call', userIDList: ['bob'], type })
  if (status === 'connected') lab.do('bob', { kind: 'accept', callID: 'call1' })
  const { held } = lab.device('bob')
  if (!held) throw new Error('bob holds no call')
  return held
}

const snapshots = fc.record({
  type: fc.constantFrom<CallType>('audio', 'video'),
  status: fc.constantFrom<'ringing' | 'connected'>('ringing', 'connected'),
})
const asked: fc.Arbitrary<Asked> = fc.record({ camera: fc.boolean(), microphone: fc.boolean() }, { requiredKeys: [] })

test('no camera is ever wanted in an audio call, nor anything without a call', () => {
  fc.assert(
    fc.property(snapshots, asked, ({ type, status }, asked) => {
      expect(wantedIn(undefined, askedAfter(undefined, asked))).toEqual({ camera: false, microphone: false })
      if (type === 'audio') expect(wantedIn(snapshotOf(type, status), asked).camera).toBe(false)
    }),
  )
})

test('what was asked for in a video call is what is wanted, and what is left open follows the rules of the call', () => {
  fc.assert(
    fc.property(snapshots, asked, ({ status }, asked) => {
      const snapshot = snapshotOf('video', status)
      const usual = { camera: status === 'ringing', microphone: true }
      expect(wantedIn(snapshot, askedAfter(snapshot, asked))).toEqual({ ...usual, ...asked })
    }),
  )
})

test('whoever is in a call that was an audio call in between has the camera off', () => {
  fc.assert(
    fc.property(asked, (asked) => {
      const after = askedAfter(snapshotOf('audio', 'connected'), { ...asked, camera: true })
      expect(wantedIn(snapshotOf('video', 'connected'), after).camera).toBe(false)
    }),
  )
})

test('who is still being rung gets the usual of the type there is when accepting', () => {
  const after = askedAfter(snapshotOf('audio', 'ringing'), { camera: true })
  expect(wantedIn(snapshotOf('video', 'ringing'), after).camera).toBe(true)
})
