import { setTimeout as pass } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { freeTCPPort } from '../packages/server/src/cli/freePort.ts'
import { brokenConnections, startOwnCallServer, startWire } from './callServer.ts'
import { gatherPeople } from './people.ts'
import type { Person } from './person.ts'

const { people, person } = gatherPeople()

async function connect(ann: Person, bob: Person, type: 'audio' | 'video' = 'audio'): Promise<string> {
  await ann.calls([bob], type)
  await bob.accept()
  await ann.heard('USER_ENTER')
  await bob.heard('USER_ENTER')
  return (await ann.heard('CALL_BEGIN')).callID
}

const annsStory = ['SDK_READY', 'USER_ACCEPT', 'CALL_BEGIN', 'USER_ENTER']
const bobsStory = ['SDK_READY', 'INVITED', 'CALL_BEGIN', 'USER_ENTER']

test('a reload resumes the call, and the other side hears of no more than the tracks', async () => {
  const [ann, bob] = await people(['Ann', 'Bob'])
  const callID = await connect(ann, bob, 'video')
  await ann.sees(bob)
  await bob.page.reload()
  expect(await bob.heard('CALL_BEGIN')).toEqual({ callID, type: 'video', role: 'invitee' })
  expect(await bob.heard('USER_ENTER')).toEqual({ userID: ann.userID })
  await bob.sees(ann)
  await bob.hears(ann)
  const back = await ann.heardLike('USER_VIDEO_AVAILABLE', ({ isVideoAvailable }) => !isVideoAvailable)
  expect(back.userID).toBe(bob.userID)
  await ann.heard('USER_VIDEO_AVAILABLE', 3)
  await ann.sees(bob)
  await ann.hears(bob)
  expect(await ann.story()).toEqual(annsStory)
  expect(await bob.story()).toEqual(['SDK_READY', 'CALL_BEGIN', 'USER_ENTER'])
  await ann.hangUp()
  expect(await bob.heard('CALLING_END')).toMatchObject({ callID, userID: ann.userID, reason: 'hangup' })
})

for (const seconds of [1, 8]) {
  test(`the way to the call server breaks for ${seconds} s: nobody else hears of it`, async () => {
    const wire = await startWire()
    const [ann, bob] = await Promise.all([
      person('Ann'),
      person('Bob', { server: wire.url, expectedErrors: brokenConnections }),
    ])
    const callID = await connect(ann, bob)
    const since = performance.now()
    wire.cut()
    expect(await bob.heard('RECONNECTING')).toEqual({ what: 'signalling' })
    // From the cut: so does the server's grace, and of 8 s there are only two to spare.
    await pass(since + seconds * 1000 - performance.now())
    wire.mend()
    expect(await bob.heard('RECONNECTED')).toEqual({ what: 'signalling' })
    // A grace that still ran would be over by then.
    await pass(since + 12_000 - performance.now())
    await bob.hears(ann)
    await bob.hangUp()
    expect(await ann.heard('CALLING_END')).toMatchObject({ callID, userID: bob.userID, reason: 'hangup' })
    // Of his own hanging up he hears by the answer, which may come later.
    await bob.heard('CALLING_END')
    expect(await ann.story()).toEqual([...annsStory, 'USER_LEAVE', 'CALLING_END'])
    expect(await bob.story()).toEqual([...bobsStory, 'RECONNECTING', 'RECONNECTED', 'CALLING_END'])
  })
}

test('a wire that goes silent is noticed, and the call goes on', async () => {
  const wire = await startWire()
  const [ann, bob] = await Promise.all([
    person('Ann'),
    person('Bob', { server: wire.url, expectedErrors: brokenConnections }),
  ])
  await connect(ann, bob)
  wire.freeze()
  await bob.heard('RECONNECTING')
  wire.mend()
  await bob.heard('RECONNECTED')
  await bob.hangUp()
  await ann.heard('CALLING_END')
  expect(await ann.story()).toEqual([...annsStory, 'USER_LEAVE', 'CALLING_END'])
})

test('a ring survives a broken way: no second INVITED, and it can be accepted', async () => {
  const wire = await startWire()
  const [ann, bob] = await Promise.all([
    person('Ann'),
    person('Bob', { server: wire.url, expectedErrors: brokenConnections }),
  ])
  await ann.calls([bob], 'audio')
  await bob.heard('INVITED')
  wire.cut()
  await bob.heard('RECONNECTING')
  wire.mend()
  await bob.heard('RECONNECTED')
  await bob.accept()
  await ann.heard('USER_ENTER')
  expect(await bob.all('INVITED')).toHaveLength(1)
  expect(await ann.story()).toEqual(annsStory)
})

test('a closed tab: the other side hears `offline` after the grace', async () => {
  const [ann, bob] = await people(['Ann', 'Bob'])
  const callID = await connect(ann, bob)
  const since = performance.now()
  await bob.page.close()
  const end = await ann.heard('CALLING_END')
  expect(end).toMatchObject({ callID, userID: bob.userID, reason: 'offline' })
  expect((performance.now() - since) / 1000).toBeGreaterThan(7)
  expect(await ann.heard('USER_LEAVE')).toEqual({ userID: bob.userID })
  expect(await ann.story()).toEqual([...annsStory, 'USER_LEAVE', 'CALLING_END'])
  expect(await ann.lights()).toEqual({ camera: 0, microphone: 0 })
})

test('the closed tab of a caller: CALLING_CANCEL after the grace, nobody is left ringing', async () => {
  const [ann, bob] = await people(['Ann', 'Bob'])
  await ann.calls([bob], 'audio')
  const { callID } = await bob.heard('INVITED')
  await ann.page.close()
  expect(await bob.heard('CALLING_CANCEL')).toEqual({ userID: ann.userID })
  expect(await bob.heard('CALL_NOT_CONNECTED')).toEqual({ callID, reason: 'offline', userID: ann.userID })
  expect(await bob.story()).toEqual(['SDK_READY', 'INVITED', 'CALLING_CANCEL', 'CALL_NOT_CONNECTED'])
})

test('the server ends a call: `removed`, and nobody did it', async () => {
  const { url: server, server: callServer } = await startOwnCallServer()
  const [ann, bob] = await people(['Ann', 'Bob'], { server })
  const callID = await connect(ann, bob)
  await callServer.endCall(callID)
  for (const each of [ann, bob]) {
    expect(await each.heard('CALLING_END')).toMatchObject({ callID, userID: '', reason: 'removed' })
    expect(await each.lights()).toEqual({ camera: 0, microphone: 0 })
  }
  expect(await ann.story()).toEqual([...annsStory, 'CALLING_END'])
  expect(await bob.story()).toEqual([...bobsStory, 'CALLING_END'])
})

test('a call server that closes ends its calls with `error`, and everybody is back once it is', async () => {
  const secret = crypto.getRandomValues(new Uint8Array(32))
  const port = await freeTCPPort()
  const first = await startOwnCallServer({ port, secret })
  const [ann, bob] = await people(['Ann', 'Bob'], { server: first.url, expectedErrors: brokenConnections })
  const callID = await connect(ann, bob)
  await first.close()
  for (const each of [ann, bob]) {
    expect(await each.heard('CALLING_END')).toMatchObject({ callID, userID: '', reason: 'error' })
    expect(await each.lights()).toEqual({ camera: 0, microphone: 0 })
    await each.heard('RECONNECTING')
  }
  await startOwnCallServer({ port, secret })
  for (const each of [ann, bob]) await each.heard('RECONNECTED')
  await ann.calls([bob], 'audio')
  await bob.heard('INVITED', 2)
})

test('a call server that dies forgets its calls: they end with `error` on its return', async () => {
  const secret = crypto.getRandomValues(new Uint8Array(32))
  const port = await freeTCPPort()
  const first = await startOwnCallServer({ port, secret })
  const wire = await startWire(first.url)
  const [ann, bob] = await people(['Ann', 'Bob'], { server: wire.url, expectedErrors: brokenConnections })
  const callID = await connect(ann, bob)
  // Cut first: nobody hears its last words.
  wire.cut()
  await first.close()
  await startOwnCallServer({ port, secret })
  wire.mend()
  for (const each of [ann, bob]) {
    expect(await each.heard('CALLING_END')).toMatchObject({ callID, userID: '', reason: 'error' })
    expect((await each.story()).filter((event) => event === 'CALLING_END')).toHaveLength(1)
    expect(await each.lights()).toEqual({ camera: 0, microphone: 0 })
  }
})

test('a LiveKit that cannot be reached: told, and ended with `error` after 30 s', async () => {
  const url = `ws://127.0.0.1:${await freeTCPPort()}`
  const liveKit = { url, apiKey: 'devkey', apiSecret: 'secret' }
  // It would warn at each attempt.
  const { url: server } = await startOwnCallServer({ liveKit, logLevel: 'silent' })
  const [ann, bob] = await people(['Ann', 'Bob'], { server, expectedErrors: brokenConnections })
  await ann.calls([bob], 'video')
  await bob.accept()
  const { callID } = await ann.heard('CALL_BEGIN')
  for (const each of [ann, bob]) {
    expect(await each.heard('RECONNECTING')).toEqual({ what: 'media' })
    expect(await each.heard('ERROR')).toMatchObject({ code: 'MEDIA_FAILED' })
  }
  for (const each of [ann, bob]) {
    const end = await each.heard('CALLING_END', 1, 60_000)
    expect(end).toMatchObject({ callID, userID: '', reason: 'error' })
    expect(end.totalTime).toBeGreaterThanOrEqual(29)
    expect(await each.lights()).toEqual({ camera: 0, microphone: 0 })
    expect(await each.story()).not.toContain('USER_ENTER')
  }
})
