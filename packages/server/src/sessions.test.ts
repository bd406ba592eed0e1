import { createCallService, isRefusal, memoryStore, type Author, type Snapshot } from '@ringkit/core/protocol'
import { afterEach, expect, test } from 'vitest'
import type { Link } from './link.ts'
import { localRoster } from './roster.ts'
import { createSessions, type Session } from './sessions.ts'
import { startTestServer, type TestServer } from './testing/testServer.ts'

let at: TestServer | undefined
afterEach(() => at?.stop())

const author = (userID: string, deviceID = `${userID}-1`): Author => ({ userID, deviceID, profile: {}, hasRoom: false })

/** Another node: it works on the same calls, and the hints of what it does have not come yet. */
function otherNode(store = memoryStore()) {
  let made = 0
  const service = createCallService({
    store,
    maxMembers: 10,
    ringSeconds: 30,
    newID: () => `other ${(made += 1)}`,
    profileOf: () => ({}),
    onChange: () => {},
  })
  return {
    store,
    service,
    async rings(...userIDList: string[]): Promise<string> {
      const command = { kind: 'call', userIDList, type: 'audio' } as const
      const call = await service.execute(author('caller'), 'ring', command, () => true)
      if (isRefusal(call)) throw new Error(call.message)
      return call.callID
    },
  }
}

test('what a greeting reads of a call is told to all of its people here, whose hint of it may come later', async () => {
  const other = otherNode()
  at = await startTestServer({ store: other.store })
  const ann = await at.client('ann')
  const callID = await other.rings('ann', 'bob')
  const bob = await at.client('bob')
  for (const each of [ann, bob]) {
    const { call } = await each.untilStatus('ringing')
    expect(call?.callID).toBe(callID)
    expect(each.heard()[0]).toMatch('INVITED')
  }
})

test('D1: whose accept was under way when another node displaced the device is in no call once it has gone', async () => {
  const { service, store, rings } = otherNode()
  const roster = localRoster('single')
  const sessions = createSessions({
    policy: 'single',
    service,
    store,
    roster,
    graceMs: 10_000,
    maxMembers: 10,
    onPresence: () => {},
    onGreeted: () => {},
  })
  const told: (Snapshot | string)[] = []
  const link: Link = {
    lastSeen: () => Date.now(),
    isOpen: () => true,
    welcome: () => {},
    push: (snapshot) => void told.push(snapshot),
    kick: (reason) => void told.push(reason),
    close: () => {},
  }
  const bob: Session = { ...author('bob'), link, isLogin: true, state: 'live' }
  await sessions.open(bob)
  const callID = await rings('bob')
  // The other node's login took the place and found a ring; then the accept was committed, and only then it is heard of here.
  await roster.claim({ userID: 'bob', deviceID: 'bob-2', connectionID: 'there' }, true)
  await service.execute(bob, 'accept', { kind: 'accept', callID }, () => true)
  await sessions.displaced('bob', 'bob-2', Infinity, 'repeatLogin')
  expect(told).toEqual(['repeatLogin'])
  await sessions.lost(bob)
  const call = await store.read(callID)
  expect(call?.members.map(({ outcome }) => outcome)).toEqual([
    expect.objectContaining({ event: 'CALLING_END', reason: 'removed' }),
    expect.objectContaining({ event: 'CALLING_END', reason: 'removed' }),
  ])
})
