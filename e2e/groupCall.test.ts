import { expect, test } from 'vitest'
import { startOwnCallServer } from './callServer.ts'
import { gatherPeople } from './people.ts'
import type { Person } from './person.ts'

const { people } = gatherPeople()

const ids = (...persons: Person[]) => persons.map(({ userID }) => userID)

test('a group call: lists, a decline, leaving, and the last one', async () => {
  const [ann, bob, cid, dan] = await people(['Ann', 'Bob', 'Cid', 'Dan'])
  await ann.calls([bob, cid, dan], 'audio')
  const called = ids(bob, cid, dan)
  expect(await ann.heard('GROUP_CALL_INVITEE_LIST_UPDATE')).toEqual({ userIDList: [], ringingIDList: called })
  const { callID } = await bob.heard('INVITED')
  for (const each of [bob, cid, dan]) {
    const invited = { callID, userID: ann.userID, userIDList: called, isFromGroup: true, type: 'audio' }
    expect(await each.heard('INVITED')).toEqual(invited)
    expect(await each.heard('GROUP_CALL_INVITEE_LIST_UPDATE')).toEqual({ userIDList: [], ringingIDList: called })
  }

  await bob.accept()
  for (const each of [ann, cid, dan]) expect(await each.heard('USER_ACCEPT')).toEqual({ userID: bob.userID })
  for (const each of [ann, bob, cid, dan]) {
    const lists = { userIDList: ids(ann, bob), ringingIDList: ids(cid, dan) }
    expect(await each.heard('GROUP_CALL_INVITEE_LIST_UPDATE', 2)).toEqual(lists)
  }

  await cid.decline()
  for (const each of [ann, bob, dan]) {
    expect(await each.heard('REJECT')).toEqual({ userID: cid.userID })
    const lists = { userIDList: ids(ann, bob), ringingIDList: ids(dan) }
    expect(await each.heard('GROUP_CALL_INVITEE_LIST_UPDATE', 3)).toEqual(lists)
  }
  expect(await cid.heard('CALL_NOT_CONNECTED')).toEqual({ callID, reason: 'rejected', userID: cid.userID })

  await dan.accept()
  for (const [me, others] of [
    [ann, [bob, dan]],
    [bob, [ann, dan]],
    [dan, [ann, bob]],
  ] as const) {
    for (const other of others) {
      await me.heardLike('USER_ENTER', ({ userID }) => userID === other.userID)
      await me.hears(other)
    }
  }

  await ann.hangUp()
  expect(await ann.heard('CALLING_END')).toMatchObject({ callID, userID: ann.userID, reason: 'hangup' })
  for (const each of [bob, dan]) expect(await each.heard('USER_LEAVE')).toEqual({ userID: ann.userID })
  await bob.hangUp()
  expect(await bob.heard('CALLING_END')).toMatchObject({ userID: bob.userID, reason: 'hangup' })
  expect(await dan.heard('CALLING_END')).toMatchObject({ userID: bob.userID, reason: 'allGone' })

  const list = 'GROUP_CALL_INVITEE_LIST_UPDATE'
  expect(await cid.story()).toEqual(['SDK_READY', 'INVITED', list, 'USER_ACCEPT', list, 'CALL_NOT_CONNECTED'])
  const begun = [list, 'USER_ACCEPT', 'CALL_BEGIN', list]
  expect((await ann.story()).slice(1, 5)).toEqual(begun)
  expect((await ann.story()).at(-1)).toBe('CALLING_END')
  for (const each of [ann, bob, dan]) {
    const story = await each.story()
    expect(story.filter((event) => event === 'CALLING_END')).toHaveLength(1)
    expect(story.filter((event) => event === 'USER_ENTER')).toHaveLength(2)
    expect(story).not.toContain('NO_RESP')
    expect(story).not.toContain('CALLING_CANCEL')
  }
})

test('group NO_RESP: A rings B and C, B is silent: A and C get it, B gets CALLING_TIMEOUT', async () => {
  const { url: server } = await startOwnCallServer({ ringTimeout: 8 })
  const [ann, bob, cid] = await people(['Ann', 'Bob', 'Cid'], { server })
  await ann.calls([bob, cid], 'audio')
  await cid.accept()
  await ann.heard('USER_ENTER')
  const { callID } = await bob.heard('INVITED')

  const silent = { userIDList: [bob.userID] }
  expect(await ann.heard('NO_RESP')).toEqual(silent)
  expect(await cid.heard('NO_RESP')).toEqual(silent)
  expect(await bob.heard('CALLING_TIMEOUT')).toEqual({ userID: ann.userID, ...silent })
  expect(await bob.heard('CALL_NOT_CONNECTED')).toEqual({ callID, reason: 'noResponse' })
  await ann.hangUp()
  expect(await cid.heard('CALLING_END')).toMatchObject({ userID: ann.userID, reason: 'allGone' })
  const told = async (person: Person) => (await person.story()).filter((event) => /NO_RESP|TIMEOUT/.test(event))
  expect(await told(ann)).toEqual(['NO_RESP'])
  expect(await told(cid)).toEqual(['NO_RESP'])
  expect(await told(bob)).toEqual(['CALLING_TIMEOUT'])
})

test('group NO_RESP: those silent at one deadline come in one event, and none of them gets it', async () => {
  const { url: server } = await startOwnCallServer({ ringTimeout: 10 })
  const [ann, bob, cid, dan] = await people(['Ann', 'Bob', 'Cid', 'Dan'], { server })
  await ann.calls([bob, cid, dan], 'audio')
  await cid.accept()
  const silent = { userIDList: ids(bob, dan) }
  for (const each of [ann, cid]) expect(await each.heard('NO_RESP')).toEqual(silent)
  for (const each of [bob, dan]) {
    expect(await each.heard('CALLING_TIMEOUT')).toEqual({ userID: ann.userID, ...silent })
    await each.heard('CALL_NOT_CONNECTED')
    expect(await each.all('NO_RESP')).toEqual([])
  }
  for (const each of [ann, cid]) {
    expect(await each.all('NO_RESP')).toHaveLength(1)
    expect(await each.all('CALLING_TIMEOUT')).toEqual([])
  }
})

test('USER_INVITING: somebody is invited into a direct call, which becomes a group', async () => {
  const [ann, bob, cid] = await people(['Ann', 'Bob', 'Cid'])
  await ann.calls([bob], 'audio')
  await bob.accept()
  await ann.heard('USER_ENTER')
  await bob.heard('USER_ENTER')
  const { callID } = await bob.heard('INVITED')

  await ann.invites(cid)
  expect(await bob.heard('USER_INVITING')).toEqual({ userID: ann.userID, userIDList: [cid.userID] })
  const invited = await cid.heard('INVITED')
  expect(invited).toMatchObject({ callID, userID: ann.userID, isFromGroup: true, type: 'audio' })
  expect(invited.userIDList.toSorted()).toEqual(ids(ann, bob, cid).toSorted())
  const lists = { userIDList: ids(ann, bob), ringingIDList: [cid.userID] }
  for (const each of [ann, bob, cid]) expect(await each.heard('GROUP_CALL_INVITEE_LIST_UPDATE')).toEqual(lists)

  await cid.accept()
  for (const other of [ann, bob]) {
    await cid.heardLike('USER_ENTER', ({ userID }) => userID === other.userID)
    expect(await other.heardLike('USER_ACCEPT', ({ userID }) => userID === cid.userID)).toBeDefined()
    await other.heardLike('USER_ENTER', ({ userID }) => userID === cid.userID)
    await cid.hears(other)
    await other.hears(cid)
  }

  await ann.hangUp()
  for (const each of [bob, cid]) expect(await each.heard('USER_LEAVE')).toEqual({ userID: ann.userID })
  await bob.hangUp()
  expect(await cid.heard('CALLING_END')).toMatchObject({ userID: bob.userID, reason: 'allGone' })
  expect(await ann.all('USER_INVITING'), 'who invites is not told').toEqual([])
  expect(await cid.all('USER_INVITING')).toEqual([])
})

test('a group ID makes a group of two; the caller cancels it for all', async () => {
  const [ann, bob] = await people(['Ann', 'Bob'])
  await ann.calls([bob], 'audio', { groupID: 'team' })
  const invited = await bob.heard('INVITED')
  expect(invited).toMatchObject({ isFromGroup: true, groupID: 'team', userIDList: [bob.userID] })
  await ann.cancel()
  expect(await bob.heard('CALLING_CANCEL')).toEqual({ userID: ann.userID })
  expect(await bob.heard('CALL_NOT_CONNECTED')).toMatchObject({ callID: invited.callID, reason: 'cancelled' })
  expect(await ann.heard('CALL_NOT_CONNECTED')).toMatchObject({ callID: invited.callID, reason: 'cancelled' })
})

test('group LINE_BUSY: everybody in the call is told of a busy invitee, who is told nothing', async () => {
  const [ann, bob, cid, dan] = await people(['Ann', 'Bob', 'Cid', 'Dan'])
  await cid.calls([dan], 'audio')
  await dan.accept()
  await cid.heard('USER_ENTER')
  await dan.heard('USER_ENTER')
  await ann.calls([bob], 'audio')
  await bob.accept()
  await ann.heard('USER_ENTER')
  await bob.heard('USER_ENTER')

  await ann.invites(cid)
  for (const each of [ann, bob]) expect(await each.heard('LINE_BUSY')).toEqual({ userID: cid.userID })
  await dan.hangUp()
  for (const each of [cid, dan]) await each.heard('CALLING_END')
  expect(await cid.story()).toEqual([
    'SDK_READY',
    'USER_ACCEPT',
    'CALL_BEGIN',
    'USER_ENTER',
    'USER_LEAVE',
    'CALLING_END',
  ])
  expect(await dan.story()).toEqual(['SDK_READY', 'INVITED', 'CALL_BEGIN', 'USER_ENTER', 'CALLING_END'])
})
