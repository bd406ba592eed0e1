import type { Call, CallMember } from '@ringkit/core/protocol'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startFakeLiveKit, type FakeLiveKit } from '../testing/fakeLiveKit.ts'
import { identityOf } from './identity.ts'
import { createRooms } from './rooms.ts'
import { roomService } from './roomService.ts'

let liveKit: FakeLiveKit
beforeAll(async () => void (liveKit = await startFakeLiveKit()))
afterAll(() => liveKit.close())

const member = (userID: string, status: CallMember['status']): CallMember => ({
  userID,
  profile: {},
  status,
  leg: 1,
  entrance: 'ring',
  invitedBy: 'a',
  version: 1,
  ...(status !== 'ringing' && { deviceID: `${userID}1` }),
  isEntered: false,
  hasRoom: true,
})
const call = (...members: CallMember[]): Call => ({
  callID: 'c',
  epoch: 'e',
  version: 1,
  room: 'r',
  type: 'audio',
  kind: 'direct',
  inviter: 'a',
  startedAt: 0,
  members,
})

/** What LiveKit is asked at an accept, of a call whose callee entered the room while it rang, or did not. */
async function askedAtAccept({ isWarm, isAlone }: { isWarm: boolean; isAlone: boolean }): Promise<string[]> {
  const installation = { metadata: async () => '' }
  const rooms = createRooms({ livekit: liveKit.access, installation, isAlone, log: pino({ level: 'silent' }) })
  const ringing = member('b', 'ringing')
  const rings = call(member('a', 'calling'), ringing)
  await rooms.onChange(undefined, rings)
  if (isWarm) await rooms.enter(rings, { member: ringing, identity: identityOf('c', 'b', 'b1') })
  const before = liveKit.requests.length
  await rooms.onChange(rings, call(member('a', 'connected'), member('b', 'connected')))
  return liveKit.requests.slice(before).map(({ method }) => method)
}

test('alone, an accept asks LiveKit something only when a ringing device was let into the room', async () => {
  const both = ['UpdateParticipant', 'ListParticipants']
  expect(await askedAtAccept({ isAlone: true, isWarm: false })).toEqual([])
  expect(await askedAtAccept({ isAlone: true, isWarm: true })).toEqual(both)
  // Another node may have let it in.
  expect(await askedAtAccept({ isAlone: false, isWarm: false })).toEqual(both)
})

test('who asks is signed once for each room, and the oldest of many is forgotten', async () => {
  const client = roomService(liveKit.access)
  const header = (room: string) => client.authHeader({ roomAdmin: true, room })
  const first = await header('r0')
  expect(await header('r0')).toBe(first)
  expect(await header('r1')).not.toEqual(first)
  for (let n = 2; n <= 1000; n += 1) await header(`r${n}`)
  expect(await header('r0')).not.toBe(first)
})
