/** An app on Tencent's kit over @ringkit/tuicall, and one on @ringkit/react, at one call server and a real LiveKit. */
import { expect, inject, test } from 'vitest'
import { gatherPeople } from '../people.ts'
import { seesMoving, type Person } from '../person.ts'
import { gatherKitPeople, type KitPerson } from './kitPeople.ts'

const ours = gatherPeople()
const theirs = gatherKitPeople()
let count = 0

/** ann on their kit: signed in at the development sign-in, whose token the kit passes as `userSig`. bob on ours. */
async function annAndBob(): Promise<{ ann: KitPerson; annsName: string; bob: Person }> {
  const server = inject('callServerURL')
  count += 1
  const name = `Ann ${process.pid}.kit${count}`
  const response = await fetch(`${server}/dev/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
  })
  // What the development sign-in answers.
  const { token, userID } = (await response.json()) as { token: string; userID: string }
  const [ann, bob] = [await theirs.person(userID, { server, userSig: token }), await ours.person('Bob')]
  return { ann, annsName: name, bob }
}

/** bob ticks ann's box, as anybody's, and calls her. */
async function bobCalls(bob: Person, annsName: string, button: 'Video call' | 'Audio call'): Promise<void> {
  await bob.page.getByRole('checkbox', { name: annsName, exact: true }).check()
  await bob.press(button)
}

const annsTile = (bob: Person, annsName: string) => bob.page.getByRole('group', { name: annsName, exact: true })

/** Pictures and sound both ways. */
async function seeAndHear(ann: KitPerson, bob: Person, annsName: string): Promise<void> {
  await ann.sees(ann.userID, bob.userID)
  await seesMoving(annsTile(bob, annsName).locator('video'))
  await ann.hears(bob.userID)
  await bob.hears(ann)
}

async function expectDark(ann: KitPerson, bob: Person): Promise<void> {
  await ann.isOver()
  await expect.poll(() => bob.lights()).toEqual({ camera: 0, microphone: 0 })
}

test('video from theirs to ours: frames and sound both ways, theirs hangs up', async () => {
  const { ann, annsName, bob } = await annAndBob()
  await ann.asks('call', { userID: bob.userID, type: 2 })
  const { callID } = await bob.heard('INVITED')
  await bob.accept()
  await seeAndHear(ann, bob, annsName)

  await ann.press('Microphone')
  await bob.heardLike('USER_AUDIO_AVAILABLE', (told) => told.userID === ann.userID && !told.isAudioAvailable)
  await ann.press('Camera')
  await bob.heardLike('USER_VIDEO_AVAILABLE', (told) => told.userID === ann.userID && !told.isVideoAvailable)

  await ann.press('Hang up')
  expect(await bob.heard('CALLING_END')).toMatchObject({ callID, userID: ann.userID, reason: 'hangup' })
  await expectDark(ann, bob)
})

test('video from ours to theirs: frames and sound both ways, ours hangs up', async () => {
  const { ann, annsName, bob } = await annAndBob()
  await bobCalls(bob, annsName, 'Video call')
  await ann.isRung()
  await ann.press('Accept')
  expect(await bob.heard('USER_ACCEPT')).toEqual({ userID: ann.userID })
  await seeAndHear(ann, bob, annsName)
  await bob.press('Mute microphone')
  await ann.showsMuted(bob.userID, true)
  await bob.hangUp()
  await expectDark(ann, bob)
})

test('voice both ways, and video turned into voice from theirs', async () => {
  const { ann, annsName, bob } = await annAndBob()
  await ann.asks('call', { userID: bob.userID, type: 1 })
  await bob.accept()
  await ann.hears(bob.userID)
  await bob.hears(ann)
  for (const each of [ann, bob]) expect(await each.lights()).toEqual({ camera: 0, microphone: 1 })
  await bob.hangUp()
  await expectDark(ann, bob)

  await bobCalls(bob, annsName, 'Video call')
  await ann.press('Accept')
  await seesMoving(annsTile(bob, annsName).locator('video'))
  await ann.press('Switch to audio')
  expect(await bob.heard('CALL_TYPE_CHANGED')).toEqual({ oldCallType: 'video', newCallType: 'audio' })
  await expect.poll(async () => [(await ann.lights()).camera, (await bob.lights()).camera]).toEqual([0, 0])
  await ann.press('Hang up')
  await expectDark(ann, bob)
})

test('declined by ours, by theirs, and cancelled by both', async () => {
  const { ann, annsName, bob } = await annAndBob()
  await ann.asks('call', { userID: bob.userID, type: 1 })
  await bob.decline()
  await ann.page.getByText('other side reject call').waitFor()
  await expectDark(ann, bob)

  await bobCalls(bob, annsName, 'Audio call')
  await ann.press('Decline')
  expect(await bob.heard('REJECT')).toEqual({ userID: ann.userID })
  await expectDark(ann, bob)

  await ann.asks('call', { userID: bob.userID, type: 1 })
  await bob.heard('INVITED', 2)
  await ann.press('Hang up')
  expect(await bob.heard('CALLING_CANCEL')).toMatchObject({ userID: ann.userID })
  await expectDark(ann, bob)

  await bob.press('Audio call')
  await ann.isRung()
  await bob.cancel()
  await expectDark(ann, bob)
})
