import type { Call, CallMember } from '@ringkit/core/protocol'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { createWatch } from './watch.ts'

const log = pino({ level: 'silent' })
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
const call = (callID: string, members: CallMember[]): Call => ({
  callID,
  epoch: 'e',
  version: 1,
  room: 'r',
  type: 'video',
  kind: 'direct',
  inviter: 'a',
  startedAt: 0,
  members,
})

function setup(calls: Call[]) {
  const state = {
    now: 0,
    rooms: new Set<string>(),
    isDown: false,
    restored: [] as string[],
    lost: [] as string[],
    looks: [] as string[],
  }
  const watch = createWatch({
    rooms: {
      present: async () => {
        if (state.isDown) throw new Error('down')
        return state.rooms
      },
      restore: async ({ callID }) => {
        state.restored.push(callID)
        state.rooms.add(callID)
      },
    },
    reconciler: {
      look: async (callID) => void state.looks.push(callID),
      pause: async ({ callID }) => void state.looks.push(`${callID} paused`),
    },
    going: () => calls,
    onLost: async (callID) => state.lost.push(callID),
    now: () => state.now,
    log,
  })
  watch.stop()
  return { state, look: watch.look }
}

test('N9: a call that lost its room gets it again', async () => {
  const { state, look } = setup([call('one', [member('a'), member('b')])])
  await look()
  expect(state.restored).toEqual(['one'])
  await look()
  expect(state.restored).toEqual(['one'])
})

test('N10: 30 s after the loss the calls with media end, the others go on', async () => {
  const bot = { hasRoom: false }
  const { state, look } = setup([
    call('media', [member('a'), member('b')]),
    call('bots', [member('c', bot), member('d', bot)]),
    call('ringing', [member('e', { status: 'calling' }), member('f', { status: 'ringing' })]),
  ])
  state.isDown = true
  await look()
  state.now = 29_000
  await look()
  expect(state.lost).toEqual([])
  state.now = 30_000
  await look()
  expect(state.lost).toEqual(['media'])
})

test('a short loss is forgotten, and the time counts from the connecting', async () => {
  const { state, look } = setup([
    call('one', [member('a', { connectedAt: 20_000 }), member('b', { connectedAt: 20_000 })]),
  ])
  state.isDown = true
  await look()
  state.now = 40_000
  await look()
  expect(state.lost).toEqual([])
  state.isDown = false
  await look()
  state.isDown = true
  state.now = 60_000
  await look()
  expect(state.lost).toEqual([])
})

test('N11: rooms that are there are compared every 4 s; those of before the restart are not', async () => {
  const { state, look } = setup([call('one', [member('a'), member('b')]), call('two', [member('c'), member('d')])])
  state.rooms.add('one')
  for (const seconds of [0, 2, 4, 6, 8]) {
    state.now = seconds * 1000
    await look()
  }
  expect(state.looks).toEqual(['one', 'two', 'one', 'two', 'one'])
})

test('N11: while LiveKit does not answer, and while the room is missing, no time counts', async () => {
  const { state, look } = setup([
    call('marked', [member('a', { mediaGraceUntil: 20_000 }), member('b')]),
    call('whole', [member('c'), member('d')]),
  ])
  state.isDown = true
  expect(await look()).toBe(false)
  expect(state.looks).toEqual(['marked paused'])
  state.isDown = false
  state.rooms.add('whole')
  expect(await look()).toBe(true)
  expect(state.looks).toEqual(['marked paused', 'marked paused', 'whole'])
})

test('one look compares 100 rooms at most, those that wait longest first', async () => {
  const calls = Array.from({ length: 150 }, (_each, index) => call(`${index}`, [member(`a${index}`)]))
  const { state, look } = setup(calls)
  for (const { callID } of calls) state.rooms.add(callID)
  await look()
  expect(state.looks).toHaveLength(100)
  state.now = 5000
  await look()
  expect(state.looks.slice(100, 150)).toEqual(calls.slice(100).map(({ callID }) => callID))
  expect(state.looks).toHaveLength(200)
})
