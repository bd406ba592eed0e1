import type { Call, CallMember } from '@ringkit/core/protocol'
import { expect, test } from 'vitest'
import { permissionOf } from './grants.ts'
import { identityOf } from './identity.ts'
import { callIDOfRoom, roomName } from './roomName.ts'
import { roomWork } from './roomWork.ts'

const member = (userID: string, status: CallMember['status'], deviceID = `${userID}1`): CallMember => ({
  userID,
  profile: {},
  status,
  leg: 1,
  entrance: 'ring',
  invitedBy: 'a',
  version: 1,
  ...(status !== 'ringing' && { deviceID }),
  isEntered: false,
  hasRoom: true,
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

test.each<[string, Call | undefined, Call, ReturnType<typeof roomWork>]>([
  ['a new call', undefined, call([member('a', 'calling'), member('b', 'ringing')]), [{ kind: 'createRoom' }]],
  ['a call that is over at once', undefined, call([member('a', 'ended')], { endedAt: 1 }), []],
  [
    'an accept',
    call([member('a', 'calling'), member('b', 'ringing')]),
    call([member('a', 'connected'), member('b', 'connected')]),
    [
      { kind: 'updatePermission', identity: id('b'), permission: permissionOf('video') },
      { kind: 'removeWaiting', userID: 'b', keep: id('b') },
    ],
  ],
  [
    'one who rejects, and one who rings on',
    call([member('a', 'connected'), member('b', 'ringing'), member('d', 'ringing')]),
    call([member('a', 'connected'), member('b', 'rejected'), member('d', 'ringing')]),
    [{ kind: 'removeWaiting', userID: 'b' }],
  ],
  [
    'a direct call that becomes a group while it rings: who waits there is subscribed no more',
    call([member('a', 'calling'), member('b', 'ringing')], { kind: 'direct' }),
    call([member('a', 'calling'), member('b', 'ringing'), member('d', 'ringing')]),
    [{ kind: 'removeWaiting', userID: 'b' }],
  ],
  [
    'one who leaves',
    call([member('a', 'connected'), member('b', 'connected'), member('d', 'connected')]),
    call([member('a', 'connected'), member('b', 'left'), member('d', 'connected')]),
    [{ kind: 'removeParticipant', identity: id('b') }],
  ],
  [
    'one who comes back on another device',
    call([member('a', 'connected'), member('b', 'connected')]),
    call([member('a', 'connected'), member('b', 'connected', 'b2')]),
    [{ kind: 'removeParticipant', identity: id('b') }],
  ],
  [
    'a switch of the type',
    call([member('a', 'connected'), member('b', 'connected'), member('d', 'ringing')]),
    call([member('a', 'connected'), member('b', 'connected'), member('d', 'ringing')], { type: 'audio' }),
    [
      { kind: 'updatePermission', identity: id('a'), permission: permissionOf('audio') },
      { kind: 'updatePermission', identity: id('b'), permission: permissionOf('audio') },
    ],
  ],
  ['the end', call([member('a', 'connected')]), call([member('a', 'ended')], { endedAt: 1 }), [{ kind: 'deleteRoom' }]],
  ['what comes after the end', call([], { endedAt: 1 }), call([], { endedAt: 1 }), []],
])('%s', (_name, previous, next, work) => expect(roomWork(previous, next, true)).toEqual(work))

test('where nobody can wait in the room, an accept asks nothing of it; a leaving and a switch of the type do', () => {
  const [a, b, d] = [member('a', 'calling'), member('b', 'ringing'), member('d', 'ringing')]
  const isIn = (userID: string) => member(userID, 'connected')
  expect(roomWork(call([a, b]), call([isIn('a'), isIn('b')]), false)).toEqual([])
  expect(roomWork(call([a, b], { kind: 'direct' }), call([a, b, d]), false)).toEqual([])
  expect(roomWork(call([isIn('a'), isIn('b'), d]), call([isIn('a'), member('b', 'left'), d]), false)).toEqual([
    { kind: 'removeParticipant', identity: id('b') },
  ])
  const audio = { identity: id('a'), permission: permissionOf('audio') }
  expect(roomWork(call([isIn('a')]), call([isIn('a')], { type: 'audio' }), false)).toEqual([
    { kind: 'updatePermission', ...audio },
  ])
})

test('who accepts and enters no room is given no rights in it; another device of theirs may wait there', () => {
  const bot = { ...member('b', 'connected'), hasRoom: false }
  const work = roomWork(
    call([member('a', 'calling'), member('b', 'ringing')]),
    call([member('a', 'connected'), bot]),
    true,
  )
  expect(work).toEqual([{ kind: 'removeWaiting', userID: 'b', keep: id('b') }])
})

test('an identity leads back to the userID, tells devices apart, and keeps the deviceID to itself', () => {
  const identity = identityOf('c', 'a:b', 'phone')
  expect(identity).toMatch(/^[\da-f]{12}:a:b$/)
  expect(identity).not.toBe(identityOf('c', 'a:b', 'tablet'))
  expect(identity).not.toBe(identityOf('d', 'a:b', 'phone'))
})

test('a room leads back to its call; any other name does not', () => {
  expect(callIDOfRoom(roomName({ callID: 'abc', room: 'def' }))).toBe('abc')
  for (const name of ['', 'lobby', 'rk_abc', 'rk__def', 'rk_a_b_c']) expect(callIDOfRoom(name)).toBeUndefined()
})
