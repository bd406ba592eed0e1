import type { Call } from '@ringkit/core/protocol'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { createLeftovers } from './leftovers.ts'

const log = pino({ level: 'silent' })
const call = (callID: string, more: Partial<Call> = {}): Call => ({
  callID,
  epoch: 'e',
  version: 1,
  room: 'r',
  type: 'video',
  kind: 'direct',
  inviter: 'a',
  startedAt: 0,
  members: [],
  ...more,
})

function setup({ served = [], stored = [] }: { served?: Call[]; stored?: Call[] }) {
  const state = { now: 0, isOurTurn: true, rooms: new Map<string, string>(), deleted: [] as string[], reads: 0 }
  const leftovers = createLeftovers({
    installation: { isOurs: (metadata) => metadata === 'ours', mayTidy: async () => state.isOurTurn },
    rooms: {
      all: async () => [...state.rooms].map(([name, metadata]) => ({ name, metadata })),
      removeNamed: async (name) => {
        state.rooms.delete(name)
        state.deleted.push(name)
      },
    },
    find: (callID) => served.find((each) => each.callID === callID),
    read: async (callID) => {
      state.reads += 1
      return stored.find((each) => each.callID === callID)
    },
    elapsed: () => state.now,
    log,
  })
  leftovers.stop()
  return { state, tidy: leftovers.tidy }
}

test('N12: rooms of ours without a call are deleted, those of calls and of others stay', async () => {
  const served = call('served')
  const { state, tidy } = setup({ served: [served], stored: [served, call('far'), call('over', { endedAt: 1 })] })
  for (const name of ['rk_served_r', 'rk_far_r', 'rk_over_r', 'rk_none_r', 'rk_far_other', 'lobby'])
    state.rooms.set(name, 'ours')
  for (const name of ['rk_foreign_r', 'rkcheck_foreign', 'their lobby']) state.rooms.set(name, 'theirs')
  state.rooms.set('rk_nobody_r', '')
  await tidy()
  expect(state.deleted).toEqual(['rk_over_r', 'rk_none_r', 'rk_far_other'])
  // The one served here is known without asking.
  expect(state.reads).toBe(4)
})

test('while it is another node’s turn, nothing is done', async () => {
  const { state, tidy } = setup({})
  state.rooms.set('rk_none_r', 'ours')
  state.isOurTurn = false
  await tidy()
  expect(state.deleted).toEqual([])
})

test('a room for a check has its time, and is gone within 30 s when its server died', async () => {
  const { state, tidy } = setup({})
  state.rooms.set('rkcheck_1', 'ours')
  for (const seconds of [0, 5, 10]) {
    state.now = seconds * 1000
    await tidy()
  }
  expect(state.deleted).toEqual([])
  state.now = 15_000
  await tidy()
  expect(state.deleted).toEqual(['rkcheck_1'])
})
