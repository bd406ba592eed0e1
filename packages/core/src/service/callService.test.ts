import { describe, expect, test } from 'vitest'
import type { Call } from '../protocol/call.ts'
import type { Author, Command, CommandOf } from '../protocol/commands.ts'
import { isRefusal } from '../protocol/refusal.ts'
import { createCallService, type Action } from './callService.ts'
import { memoryStore } from './memoryStore.ts'

const author = (userID: string): Author => ({ userID, deviceID: `${userID}1`, profile: {}, hasRoom: false })
const live = () => true
const ringBob: CommandOf<'call'> = { kind: 'call', userIDList: ['b'], type: 'audio' }

function make(authorize?: (action: Action) => boolean | Promise<boolean>) {
  let made = 0
  let now = 0
  const changes: [Call | undefined, Call][] = []
  const store = memoryStore({ now: () => now })
  const service = createCallService({
    store,
    maxMembers: 10,
    ringSeconds: 30,
    newID: () => `id${(made += 1)}`,
    profileOf: () => ({}),
    onChange: (previous, next) => changes.push([previous, next]),
    ...(authorize && { authorize }),
  })
  return { service, store, changes, turn: (ms: number) => void (now += ms) }
}

function ok(result: Awaited<ReturnType<ReturnType<typeof make>['service']['execute']>>): Call {
  if (isRefusal(result)) throw new Error(result.message)
  return result
}

describe('a command acts once per id', () => {
  test('repeated after its reply was lost, and twice at the same moment', async () => {
    const { service, changes } = make()
    const [first, second] = await Promise.all([
      service.execute(author('a'), 'x', ringBob, live),
      service.execute(author('a'), 'x', ringBob, live),
    ])
    expect(ok(first).callID).toBe(ok(second).callID)
    expect(ok(await service.execute(author('a'), 'x', ringBob, live)).callID).toBe(ok(first).callID)
    expect(changes).toHaveLength(1)
  })

  test('twice at the same moment, and the second one has nothing left to change: it is not tried again and again', async () => {
    const { service, store } = make()
    let commits = 0
    const { commit } = store
    store.commit = (change) => {
      commits += 1
      return commit(change)
    }
    const { callID } = ok(await service.execute(author('a'), 'x', ringBob, live))
    commits = 0
    const hangup: CommandOf<'hangup'> = { kind: 'hangup', callID }
    const both = [1, 2].map(() => service.execute(author('a'), 'y', hangup, live))
    for (const done of await Promise.all(both)) expect(ok(done).endedAt).toBeDefined()
    expect(commits).toBe(2)
  })

  test('the same id with another body is refused', async () => {
    const { service } = make()
    await service.execute(author('a'), 'x', ringBob, live)
    const other = await service.execute(author('a'), 'x', { ...ringBob, type: 'video' }, live)
    expect(other).toMatchObject({ refused: 'BAD_PARAMETER' })
  })

  test('somebody else’s id is not mine', async () => {
    const { service } = make()
    await service.execute(author('a'), 'x', ringBob, live)
    expect(ok(await service.execute(author('c'), 'x', { ...ringBob, userIDList: ['d'] }, live)).inviter).toBe('c')
  })
})

describe('authorize', () => {
  test('refused: NOT_ALLOWED for call and invite, NOT_FOUND for join', async () => {
    const { service } = make(({ kind }) => kind === 'call')
    const call = ok(await service.execute(author('a'), 'x', { ...ringBob, groupID: 'g' }, live))
    await service.execute(author('b'), 'y', { kind: 'accept', callID: call.callID }, live)
    const invite: Command = { kind: 'invite', callID: call.callID, userIDList: ['c'] }
    expect(await service.execute(author('a'), 'z', invite, live)).toMatchObject({ refused: 'NOT_ALLOWED' })
    const join = await service.execute(author('c'), 'w', { kind: 'join', callID: call.callID }, live)
    expect(join).toMatchObject({ refused: 'NOT_FOUND' })
    const none = await make(() => false).service.execute(author('a'), 'x', ringBob, live)
    expect(none).toMatchObject({ refused: 'NOT_ALLOWED' })
  })

  test('a stranger’s invite is NOT_FOUND without asking the app', async () => {
    const asked: string[] = []
    const { service } = make(({ kind }) => asked.push(kind) > 0)
    const call = ok(await service.execute(author('a'), 'x', ringBob, live))
    const invite: Command = { kind: 'invite', callID: call.callID, userIDList: ['c'] }
    expect(await service.execute(author('z'), 'y', invite, live)).toMatchObject({ refused: 'NOT_FOUND' })
    expect(asked).toEqual(['call'])
  })

  test('who has gone while it was asked rings nobody', async () => {
    let answer: (is: boolean) => void = () => {}
    const { service, store, changes } = make(() => new Promise((resolve) => (answer = resolve)))
    let isLive = true
    const placed = service.execute(author('a'), 'x', ringBob, () => isLive)
    await new Promise<void>((resolve) => setImmediate(resolve))
    isLive = false
    answer(true)
    expect(await placed).toMatchObject({ refused: 'NOT_LOGGED_IN' })
    expect(changes).toEqual([])
    expect((await store.callsOf(['a', 'b'])).size).toBe(0)
  })

  test('join is for those who were invited, unless the app says otherwise', async () => {
    const { service } = make()
    const group: Command = { ...ringBob, userIDList: ['b', 'c'], groupID: 'g' }
    const { callID } = ok(await service.execute(author('a'), 'x', group, live))
    await service.execute(author('b'), 'y', { kind: 'accept', callID }, live)
    await service.execute(author('c'), 'z', { kind: 'reject', callID }, live)
    expect(await service.joinable('c', 'g')).toMatchObject([{ callID, userIDList: ['a', 'b'], groupID: 'g' }])
    expect(await service.joinable('z', 'g')).toEqual([])
    expect(await service.execute(author('z'), 'u', { kind: 'join', callID }, live)).toMatchObject({
      refused: 'NOT_FOUND',
    })
    ok(await service.execute(author('c'), 'v', { kind: 'join', callID }, live))
    expect(await service.joinable('c', 'g')).toEqual([])
  })
})

describe('at the same moment', () => {
  test('two accept on two devices: one is connected, the other refused', async () => {
    for (let round = 0; round < 50; round += 1) {
      const { service } = make()
      const { callID } = ok(await service.execute(author('a'), 'x', ringBob, live))
      const accept: Command = { kind: 'accept', callID }
      const both = await Promise.all([
        service.execute(author('b'), 'y', accept, live),
        service.execute({ ...author('b'), deviceID: 'b2' }, 'z', accept, live),
      ])
      expect(both.filter(isRefusal)).toMatchObject([{ refused: 'WRONG_STATE' }])
    }
  })

  test('two call the same person: one rings, the other finds the line busy', async () => {
    const { service } = make()
    const [one, other] = await Promise.all([
      service.execute(author('a'), 'x', ringBob, live),
      service.execute(author('c'), 'y', ringBob, live),
    ])
    expect([ok(one), ok(other)].map((call) => call.members[1]?.status).toSorted()).toEqual(['busy', 'ringing'])
  })
})

test('what is due takes effect in the order of its times, however late it is fired', async () => {
  const { service, changes, turn } = make()
  const { callID } = ok(await service.execute(author('a'), 'x', { ...ringBob, timeout: 10 }, live))
  await service.apply(callID, { kind: 'lose', userID: 'a', deviceID: 'a1', at: 1_000, graceMs: 10_000 })
  turn(60_000)
  await service.fireDue()
  expect(changes.at(-1)?.[1].members.map(({ status }) => status)).toEqual(['ended', 'noResponse'])
})

test('sync: the current call, and how the known one stands; null for one that is not mine', async () => {
  const { service } = make()
  const { callID, epoch } = ok(await service.execute(author('a'), 'x', ringBob, live))
  const known = { callID, epoch, version: 1 }
  expect((await service.sync('b', 'b1')).current?.me.status).toBe('ringing')
  expect(await service.sync('z', 'z1', known)).toEqual({ known: null })
  expect(await service.sync('a', 'a1', { ...known, epoch: 'another' })).toMatchObject({ current: { callID } })
  await service.execute(author('b'), 'y', { kind: 'reject', callID }, live)
  expect((await service.sync('a', 'a1', known)).known?.me.outcome).toMatchObject({ reason: 'rejected' })
  expect(await service.sync('a', 'a2')).toEqual({})
})
