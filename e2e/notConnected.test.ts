import { expect, test } from 'vitest'
import { startOwnCallServer, startWire } from './callServer.ts'
import { gatherPeople } from './people.ts'

const { people, person } = gatherPeople()

test('REJECT: declined', async () => {
  const [ann, bob] = await people(['Ann', 'Bob'])
  await ann.calls([bob], 'video')
  const { callID } = await bob.heard('INVITED')
  await bob.decline()
  expect(await ann.heard('REJECT')).toEqual({ userID: bob.userID })
  const outcome = { callID, reason: 'rejected', userID: bob.userID }
  expect(await ann.heard('CALL_NOT_CONNECTED')).toEqual(outcome)
  expect(await bob.heard('CALL_NOT_CONNECTED')).toEqual(outcome)
  expect(await ann.story()).toEqual(['SDK_READY', 'REJECT', 'CALL_NOT_CONNECTED'])
  expect(await bob.story()).toEqual(['SDK_READY', 'INVITED', 'CALL_NOT_CONNECTED'])
  expect(await ann.lights(), "the caller's own picture is off").toEqual({ camera: 0, microphone: 0 })
})

test('CALLING_CANCEL: the caller thinks better of it', async () => {
  const [ann, bob] = await people(['Ann', 'Bob'])
  await ann.calls([bob], 'video')
  const { callID } = await bob.heard('INVITED')
  await ann.cancel()
  const outcome = { callID, reason: 'cancelled', userID: ann.userID }
  expect(await bob.heard('CALLING_CANCEL')).toEqual({ userID: ann.userID })
  expect(await bob.heard('CALL_NOT_CONNECTED')).toEqual(outcome)
  expect(await ann.heard('CALL_NOT_CONNECTED')).toEqual(outcome)
  expect(await bob.story()).toEqual(['SDK_READY', 'INVITED', 'CALLING_CANCEL', 'CALL_NOT_CONNECTED'])
  expect(await ann.story()).toEqual(['SDK_READY', 'CALL_NOT_CONNECTED'])
  expect(await ann.lights()).toEqual({ camera: 0, microphone: 0 })
  await bob.page.getByRole('dialog', { name: 'Incoming call' }).waitFor({ state: 'detached' })
})

test('NO_RESP and CALLING_TIMEOUT: nobody answers', async () => {
  const { url: server } = await startOwnCallServer({ ringTimeout: 2 })
  const [ann, bob] = await people(['Ann', 'Bob'], { server })
  await ann.calls([bob], 'audio')
  expect(await ann.heard('NO_RESP')).toEqual({ userIDList: [bob.userID] })
  expect(await bob.heard('CALLING_TIMEOUT')).toEqual({ userID: ann.userID, userIDList: [bob.userID] })
  const { callID } = await bob.heard('INVITED')
  expect(await ann.heard('CALL_NOT_CONNECTED')).toEqual({ callID, reason: 'noResponse' })
  expect(await bob.heard('CALL_NOT_CONNECTED')).toEqual({ callID, reason: 'noResponse' })
  expect(await ann.story()).toEqual(['SDK_READY', 'NO_RESP', 'CALL_NOT_CONNECTED'])
  expect(await bob.story()).toEqual(['SDK_READY', 'INVITED', 'CALLING_TIMEOUT', 'CALL_NOT_CONNECTED'])
})

test('LINE_BUSY: in another call; those in it are told nothing', async () => {
  const [ann, bob, cid] = await people(['Ann', 'Bob', 'Cid'])
  await ann.calls([bob], 'audio')
  await bob.accept()
  await ann.heard('USER_ENTER')
  await bob.heard('USER_ENTER')
  await cid.calls([bob], 'video')
  expect(await cid.heard('LINE_BUSY')).toEqual({ userID: bob.userID })
  expect(await cid.heard('CALL_NOT_CONNECTED')).toMatchObject({ reason: 'busy', userID: bob.userID })
  await ann.hangUp()
  for (const each of [ann, bob]) await each.heard('CALLING_END')
  expect(await cid.story()).toEqual(['SDK_READY', 'LINE_BUSY', 'CALL_NOT_CONNECTED'])
  expect(await bob.story()).toEqual(['SDK_READY', 'INVITED', 'CALL_BEGIN', 'USER_ENTER', 'USER_LEAVE', 'CALLING_END'])
  expect(await ann.story()).toEqual(['SDK_READY', 'USER_ACCEPT', 'CALL_BEGIN', 'USER_ENTER', 'CALLING_END'])
})

test('glare: two who call each other at the same moment are in one call', async () => {
  const wire = await startWire()
  const [ann, bob] = await Promise.all([person('Ann'), person('Bob', { server: wire.url })])
  await ann.page.getByRole('checkbox', { name: bob.name, exact: true }).check()
  await bob.page.getByRole('checkbox', { name: ann.name, exact: true }).check()
  // Ann's ring does not reach Bob before his own call has reached the server.
  wire.hold()
  await ann.press('Video call')
  await ann.button('Cancel call').waitFor()
  await bob.press('Audio call')
  const begun = await ann.heard('CALL_BEGIN')
  wire.mend()

  // The first one committed is the inviter and gives the type.
  expect(begun).toMatchObject({ type: 'video', role: 'inviter' })
  expect(await bob.heard('CALL_BEGIN')).toEqual({ ...begun, role: 'invitee' })
  await bob.heard('USER_ENTER')
  await ann.heard('USER_ENTER')
  await bob.sees(ann)
  expect(await bob.lights(), 'a camera starts only for who asked for video').toMatchObject({ camera: 0 })
  await bob.hangUp()
  expect(await ann.heard('CALLING_END')).toEqual(await bob.heard('CALLING_END'))
  for (const side of [ann, bob]) {
    const story = await side.story()
    expect(story.filter((event) => event === 'CALL_BEGIN')).toHaveLength(1)
    expect(story).not.toContain('INVITED')
    expect(story).not.toContain('LINE_BUSY')
    expect(story).not.toContain('ERROR')
  }
})

test('another device of the called: acceptedElsewhere', async () => {
  const [ann, bob] = await people(['Ann', 'Bob'])
  const tablet = await person(bob.name, { isSame: true })
  await ann.calls([bob], 'audio')
  const { callID } = await tablet.heard('INVITED')
  await bob.accept()
  expect(await tablet.heard('CALL_NOT_CONNECTED')).toEqual({ callID, reason: 'acceptedElsewhere' })
  // Both are told of the other's media, each by a message of its own.
  await bob.heard('USER_ENTER')
  await ann.heard('USER_ENTER')
  await ann.hangUp()
  for (const each of [ann, bob]) await each.heard('CALLING_END')
  expect(await tablet.story()).toEqual(['SDK_READY', 'INVITED', 'CALL_NOT_CONNECTED'])
  expect(await ann.story()).toEqual(['SDK_READY', 'USER_ACCEPT', 'CALL_BEGIN', 'USER_ENTER', 'CALLING_END'])
})

test('another device of the called: rejectedElsewhere', async () => {
  const [ann, bob] = await people(['Ann', 'Bob'])
  const tablet = await person(bob.name, { isSame: true })
  await ann.calls([bob], 'audio')
  const { callID } = await tablet.heard('INVITED')
  await bob.decline()
  expect(await tablet.heard('CALL_NOT_CONNECTED')).toMatchObject({ callID, reason: 'rejectedElsewhere' })
  for (const each of [ann, bob]) await each.heard('CALL_NOT_CONNECTED')
  expect(await tablet.story()).toEqual(['SDK_READY', 'INVITED', 'CALL_NOT_CONNECTED'])
  expect(await bob.story()).toEqual(['SDK_READY', 'INVITED', 'CALL_NOT_CONNECTED'])
  expect(await ann.story()).toEqual(['SDK_READY', 'REJECT', 'CALL_NOT_CONNECTED'])
})

test('INVITED: a device that signs in while it still rings is told too', async () => {
  const [ann, bob] = await people(['Ann', 'Bob'])
  await ann.calls([bob], 'audio')
  const invited = await bob.heard('INVITED')
  const tablet = await person(bob.name, { isSame: true })
  expect(await tablet.heard('INVITED')).toEqual(invited)
  await tablet.accept()
  await ann.heard('USER_ENTER')
  await tablet.heard('USER_ENTER')
  expect(await bob.heard('CALL_NOT_CONNECTED')).toMatchObject({ reason: 'acceptedElsewhere' })
  expect(await tablet.story()).toEqual(['SDK_READY', 'INVITED', 'CALL_BEGIN', 'USER_ENTER'])
})
