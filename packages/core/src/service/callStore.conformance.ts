import { describe, expect, test } from 'vitest'
import type { Call, CallMember } from '../protocol/call.ts'
import type { CallStore } from './callStore.ts'

const member = (userID: string, more: Partial<CallMember> = {}): CallMember => ({
  userID,
  profile: {},
  status: 'ringing',
  leg: 1,
  entrance: 'ring',
  invitedBy: 'a',
  version: 1,
  isEntered: false,
  hasRoom: true,
  deadline: 5_000,
  ...more,
})

const callOf = (callID: string, userIDs: string[], more: Partial<Call> = {}): Call => ({
  callID,
  epoch: 'e',
  version: 1,
  room: `room of ${callID}`,
  type: 'audio',
  kind: 'group',
  inviter: 'a',
  startedAt: 0,
  members: userIDs.map((userID) => member(userID)),
  ...more,
})

const next = (call: Call, more: Partial<Call> = {}): Call => ({ ...call, version: call.version + 1, ...more })

/** What every store promises (callStore.ts). `turn` sets the store's clock, if the test can. */
export function callStoreConformance(
  name: string,
  make: () => Promise<{ store: CallStore; turn(ms: number): void | Promise<void> }>,
): void {
  describe(`${name} is a CallStore`, () => {
    test('writes a version once: the second of two that read the same loses', async () => {
      const { store } = await make()
      const first = callOf('1', ['a', 'b'])
      expect(await store.commit({ previous: undefined, next: first })).toBe(true)
      expect(await store.commit({ previous: undefined, next: first })).toBe(false)
      const [won, lost] = await Promise.all([
        store.commit({ previous: first, next: next(first, { type: 'video' }) }),
        store.commit({ previous: first, next: next(first, { userData: 'x' }) }),
      ])
      expect([won, lost].toSorted()).toEqual([false, true])
      expect((await store.read('1'))?.version).toBe(2)
    })

    test('nobody has two places; a place is free again when its user is out', async () => {
      const { store } = await make()
      const first = callOf('1', ['a', 'b'])
      const second = callOf('2', ['b', 'c'])
      await store.commit({ previous: undefined, next: first })
      expect(await store.commit({ previous: undefined, next: second })).toBe(false)
      expect(await store.read('2')).toBeUndefined()
      expect([...(await store.callsOf(['a', 'b', 'c'])).keys()].toSorted()).toEqual(['a', 'b'])
      const members = [member('a'), member('b', { status: 'rejected' })]
      await store.commit({ previous: first, next: next(first, { members }) })
      expect(await store.commit({ previous: undefined, next: second })).toBe(true)
      expect((await store.callsOf(['b'])).get('b')?.callID).toBe('2')
    })

    test('keeps the answer to a command, with the change or without one', async () => {
      const { store } = await make()
      const call = callOf('1', ['a', 'b'])
      const result = { userID: 'a', commandID: 'c1', fingerprint: 'f', callID: '1' }
      await store.commit({ previous: undefined, next: call, result })
      expect(await store.result('a', 'c1')).toMatchObject(result)
      expect(await store.result('b', 'c1')).toBeUndefined()
      expect(await store.commit({ previous: call, next: call, result: { ...result, commandID: 'c2' } })).toBe(true)
      expect(await store.commit({ previous: call, next: next(call), result })).toBe(false)
      expect((await store.read('1'))?.version).toBe(1)
    })

    test('knows what is due and when the next is', async () => {
      const { store } = await make()
      expect(await store.nextDue()).toBeUndefined()
      const call = callOf('1', ['a', 'b'])
      await store.commit({ previous: undefined, next: call })
      await store.commit({
        previous: undefined,
        next: callOf('2', ['c'], { members: [member('c', { deadline: 9_000 })] }),
      })
      expect(await store.nextDue()).toBe(5_000)
      expect(await store.due(4_999)).toEqual([])
      expect(await store.due(5_000)).toEqual(['1'])
      expect((await store.due(9_000)).toSorted()).toEqual(['1', '2'])
    })

    test('lists calls that go on, by group and by member', async () => {
      const { store } = await make()
      const call = callOf('1', ['a', 'b'], { groupID: 'g' })
      await store.commit({ previous: undefined, next: call })
      expect((await store.callsOfGroup('g')).map(({ callID }) => callID)).toEqual(['1'])
      expect((await store.callsWith('b')).map(({ callID }) => callID)).toEqual(['1'])
      expect(await store.callsWith('z')).toEqual([])
      const members = call.members.map((one) => ({ ...one, status: 'ended' as const }))
      await store.commit({ previous: call, next: next(call, { members, endedAt: 1 }) })
      expect([await store.callsOfGroup('g'), await store.callsWith('b')]).toEqual([[], []])
    })

    test('an ended call stays readable for ten minutes, then it is gone', async () => {
      const { store, turn } = await make()
      const call = callOf('1', ['a'], { members: [member('a', { status: 'ended' })], endedAt: await store.now() })
      await store.commit({ previous: undefined, next: call })
      await turn(590_000)
      await store.commit({ previous: undefined, next: callOf('2', ['b']) })
      expect(await store.read('1')).toBeDefined()
      await turn(20_000)
      await store.commit({ previous: undefined, next: callOf('3', ['c']) })
      expect(await store.read('1')).toBeUndefined()
    })
  })
}
