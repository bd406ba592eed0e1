import { expect, test } from 'vitest'
import { gatherPeople } from './people.ts'

const { people } = gatherPeople()

test('a video call: both sides are told, see and hear each other, and go dark at its end', async () => {
  const [ann, bob] = await people(['Ann', 'Bob'])
  await ann.calls([bob], 'video')

  const invited = await bob.heard('INVITED')
  const { callID } = invited
  expect(invited).toEqual({ callID, userID: ann.userID, userIDList: [bob.userID], isFromGroup: false, type: 'video' })
  expect(await bob.lights()).toEqual({ camera: 0, microphone: 0 })
  await bob.accept()

  expect(await ann.heard('USER_ACCEPT')).toEqual({ userID: bob.userID })
  expect(await ann.heard('CALL_BEGIN')).toEqual({ callID, type: 'video', role: 'inviter' })
  expect(await bob.heard('CALL_BEGIN')).toEqual({ callID, type: 'video', role: 'invitee' })
  for (const [me, other] of [
    [ann, bob],
    [bob, ann],
  ] as const) {
    expect(await me.heard('USER_ENTER')).toEqual({ userID: other.userID })
    expect(await me.heard('USER_VIDEO_AVAILABLE')).toEqual({ userID: other.userID, isVideoAvailable: true })
    expect(await me.heard('USER_AUDIO_AVAILABLE')).toEqual({ userID: other.userID, isAudioAvailable: true })
    await me.sees(other)
    await me.sees(me)
    await me.hears(other)
    await me.hears(me)
    // LiveKit judges a connection every few seconds, so the first words may be `unknown`.
    const { qualityMap } = await me.heardLike('NETWORK_QUALITY', (told) =>
      told.qualityMap.every(({ quality }) => quality !== 'unknown'),
    )
    expect(qualityMap.map(({ userID }) => userID).toSorted()).toEqual([me.userID, other.userID].toSorted())
  }
  // Ten a second; the busiest machine still tells a few.
  const volumes = await ann.countVolumes(2)
  expect(volumes).toBeGreaterThan(6)
  expect(volumes).toBeLessThan(30)

  await ann.hangUp()
  const end = await ann.heard('CALLING_END')
  expect(end).toMatchObject({ callID, userID: ann.userID, type: 'video', reason: 'hangup' })
  expect(await bob.heard('CALLING_END')).toEqual(end)
  expect(await bob.heard('USER_LEAVE')).toEqual({ userID: ann.userID })
  expect(await ann.story()).toEqual(['SDK_READY', 'USER_ACCEPT', 'CALL_BEGIN', 'USER_ENTER', 'CALLING_END'])
  expect(await bob.story()).toEqual(['SDK_READY', 'INVITED', 'CALL_BEGIN', 'USER_ENTER', 'USER_LEAVE', 'CALLING_END'])
  for (const person of [ann, bob]) expect(await person.lights()).toEqual({ camera: 0, microphone: 0 })
})

test('the buttons for microphone and camera: the other side is told of every change', async () => {
  const [ann, bob] = await people(['Ann', 'Bob'])
  await ann.calls([bob], 'video')
  await bob.accept()
  await ann.heard('USER_VIDEO_AVAILABLE')
  await ann.heard('USER_AUDIO_AVAILABLE')

  await bob.press('Turn camera off')
  expect(await ann.heard('USER_VIDEO_AVAILABLE', 2)).toEqual({ userID: bob.userID, isVideoAvailable: false })
  expect((await bob.lights()).camera).toBe(0)
  await bob.press('Turn camera on')
  expect(await ann.heard('USER_VIDEO_AVAILABLE', 3)).toEqual({ userID: bob.userID, isVideoAvailable: true })
  await ann.sees(bob)

  await bob.press('Mute microphone')
  expect(await ann.heard('USER_AUDIO_AVAILABLE', 2)).toEqual({ userID: bob.userID, isAudioAvailable: false })
  await bob.press('Unmute microphone')
  expect(await ann.heard('USER_AUDIO_AVAILABLE', 3)).toEqual({ userID: bob.userID, isAudioAvailable: true })
  await ann.hears(bob)
  await bob.heard('USER_VIDEO_AVAILABLE')
  expect((await bob.all('USER_VIDEO_AVAILABLE')).length, 'nobody is told of their own camera').toBe(1)
})

test('accepting without the camera: a video call all the same', async () => {
  const [ann, bob] = await people(['Ann', 'Bob'])
  await ann.calls([bob], 'video')
  await bob.press('Accept without camera')
  await ann.heard('USER_AUDIO_AVAILABLE')
  await bob.sees(ann)
  expect(await bob.lights()).toMatchObject({ camera: 0 })
  expect(await ann.all('USER_VIDEO_AVAILABLE')).toEqual([])
  await bob.press('Turn camera on')
  expect(await ann.heard('USER_VIDEO_AVAILABLE')).toEqual({ userID: bob.userID, isVideoAvailable: true })
  await ann.sees(bob)
})
