import type { Call, CallMember } from '@ringkit/core/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { serverTransition } from '../../../core/src/protocol/transition.ts'
import { permissionOf, waitingPermission, type Permission } from './grants.ts'
import { identityOf } from './identity.ts'
import { MEDIA_GRACE_MS, reconcile, type Correction, type Participant, type RoomView } from './reconcile.ts'

const member = (userID: string, more: Partial<CallMember> = {}): CallMember => ({
  userID,
  profile: {},
  status: 'connected',
  leg: 1,
  entrance: 'ring',
  invitedBy: 'a',
  version: 1,
  deviceID: `${userID}1`,
  isEntered: true,
  hasRoom: true,
  connectedAt: 0,
  ...more,
})
const call = (members: CallMember[], more: Partial<Call> = {}): Call => ({
  callID: 'c',
  epoch: 'e',
  version: 1,
  room: 'r',
  type: 'video',
  kind: 'group',
  inviter: 'a',
  startedAt: 0,
  members,
  ...more,
})
const id = (userID: string, deviceID = `${userID}1`) => identityOf('c', userID, deviceID)
const inRoom = (identity: string, permission: Permission): Participant =>
  // LiveKit's message has methods of its own, which nothing here asks for.
  ({ identity, permission }) as Participant
/** In the room with the rights of a video call. */
const present = (...identities: string[]): Participant[] =>
  identities.map((identity) => inRoom(identity, permissionOf('video')))
const lost = (userID: string): Correction => ({
  kind: 'loseMedia',
  userID,
  deviceID: `${userID}1`,
  graceMs: MEDIA_GRACE_MS,
})
const back = (userID: string): Correction => ({ kind: 'resumeMedia', userID, deviceID: `${userID}1` })

const both = [member('a'), member('b')]
const marked = [member('a'), member('b', { mediaGraceUntil: 20_000 })]
const leftTheCall = [member('a'), member('b', { status: 'left', isEntered: false })]
const ringing = (more: Partial<CallMember> = {}) => {
  const { deviceID: _deviceID, ...rest } = member('b', { status: 'ringing', isEntered: false, ...more })
  return [member('a', { status: 'calling', isEntered: false }), rest]
}

test.each<[string, Call, RoomView, Correction[]]>([
  ['all are there', call(both), present(id('a'), id('b')), []],
  ['N11: media that is gone', call(both), present(id('a')), [lost('b')]],
  ['N11: everybody’s media is gone', call(both), [], [lost('a'), lost('b')]],
  ['media that is gone is noted once', call(marked), present(id('a')), []],
  ['media that is back', call(marked), present(id('a'), id('b')), [back('b')]],
  ['LiveKit does not answer, or the room is missing: nobody is judged', call(both), 'unknown', []],
  ['and no time counts', call(marked), 'unknown', [back('b')]],
  ['noMedia() is never judged', call([member('a'), member('b', { hasRoom: false })]), present(id('a')), []],
  [
    'who has not been in yet is on the way',
    call([member('a'), member('b', { isEntered: false })]),
    present(id('a')),
    [],
  ],
  ['while it rings nobody is judged', call(ringing()), [], []],
  ['a caller may be in the room', call(ringing()), present(id('a')), []],
  ['A6: who has left is out', call(leftTheCall), present(id('a'), id('b')), [{ kind: 'evict', identity: id('b') }]],
  [
    'A6: and so is another device of a member, and a stranger',
    call(both),
    present(id('a'), id('b'), id('b', 'b2'), 'x'),
    [
      { kind: 'evict', identity: id('b', 'b2') },
      { kind: 'evict', identity: 'x' },
    ],
  ],
  [
    'rights of another type',
    call(both, { type: 'audio' }),
    present(id('a')).concat(present(id('b'))),
    [
      { kind: 'permit', identity: id('a'), permission: permissionOf('audio') },
      { kind: 'permit', identity: id('b'), permission: permissionOf('audio') },
    ],
  ],
  [
    'any device of who rings may wait in the room',
    call(ringing()),
    [
      ...present(id('a')),
      inRoom(id('b'), waitingPermission('group')),
      inRoom(id('b', 'b2'), waitingPermission('group')),
    ],
    [],
  ],
  [
    'but with no more rights than that',
    call(ringing()),
    present(id('a'), id('b')),
    [{ kind: 'permit', identity: id('b'), permission: waitingPermission('group') }],
  ],
  [
    'an accept that has not reached LiveKit',
    call(both),
    [...present(id('a')), inRoom(id('b'), waitingPermission('group'))],
    [{ kind: 'permit', identity: id('b'), permission: permissionOf('video') }],
  ],
  ['a call that is over', call(leftTheCall, { endedAt: 1 }), present(id('b')), [{ kind: 'deleteRoom' }]],
  ['a call that is over, without a room', call(leftTheCall, { endedAt: 1 }), 'unknown', []],
])('%s', (_name, of, view, corrections) => expect(reconcile(of, view)).toEqual(corrections))

test('LiveKit’s word that somebody left says that they were in', () => {
  const early = call([member('a'), member('b', { isEntered: false })])
  expect(reconcile(early, present(id('a')), new Set([id('b')]))).toEqual([lost('b')])
  expect(reconcile(early, present(id('a'), id('b')), new Set([id('b')]))).toEqual([])
})

/** The store's part: each correction that concerns the call takes effect in it. */
const corrected = (before: Call, view: RoomView, now: number): Call =>
  reconcile(before, view).reduce(
    (call, each) =>
      each.kind === 'loseMedia' || each.kind === 'resumeMedia' ? serverTransition(call, each, now) : call,
    before,
  )

/** Whichever node's timer fires what has become due. */
function due(call: Call, now: number): Call {
  const next = serverTransition(call, { kind: 'due' }, now)
  return next === call ? call : due(next, now)
}

test('exactly who has not been seen for 20 s, while LiveKit could tell, has left', () => {
  const step = fc.record({
    afterMs: fc.integer({ min: 1, max: 9000 }),
    view: fc.constantFrom<RoomView>('unknown', [], present(id('a')), present(id('b')), present(id('a'), id('b'))),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      let now = 0
      // Two of whom LiveKit knows nothing: the call goes on whoever leaves.
      let state = call([...both, member('c', { hasRoom: false }), member('d', { hasRoom: false })])
      const missedSince = new Map<string, number>()
      const gone = new Set<string>()
      for (const { afterMs, view } of steps) {
        now += afterMs
        state = due(state, now)
        for (const [userID, since] of missedSince) if (now - since >= MEDIA_GRACE_MS) gone.add(userID)
        const left = state.members.filter(({ status }) => status !== 'connected').map(({ userID }) => userID)
        expect(left.toSorted()).toEqual([...gone].toSorted())
        for (const userID of ['a', 'b']) {
          const isSeen = view === 'unknown' || view.some(({ identity }) => identity === id(userID))
          if (isSeen) missedSince.delete(userID)
          else if (!missedSince.has(userID)) missedSince.set(userID, now)
        }
        state = corrected(state, view, now)
        // A second look that brings the same, on this node or another, changes nothing.
        expect(corrected(state, view, now + 1)).toBe(state)
      }
    }),
  )
})
