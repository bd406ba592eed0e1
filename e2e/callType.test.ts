import { expect, test } from 'vitest'
import { gatherPeople } from './people.ts'

const { people } = gatherPeople()

const toAudio = { oldCallType: 'video', newCallType: 'audio' }
const toVideo = { oldCallType: 'audio', newCallType: 'video' }

test('CALL_TYPE_CHANGED: to audio all cameras go off, to video none comes on by itself', async () => {
  const [ann, bob] = await people(['Ann', 'Bob'])
  await ann.calls([bob], 'video')
  await bob.accept()
  await ann.sees(bob)
  await bob.sees(ann)

  await ann.press('Switch to audio')
  for (const [me, other] of [
    [ann, bob],
    [bob, ann],
  ] as const) {
    expect(await me.heard('CALL_TYPE_CHANGED')).toEqual(toAudio)
    expect(await me.heard('USER_VIDEO_AVAILABLE', 2)).toEqual({ userID: other.userID, isVideoAvailable: false })
    await expect.poll(() => me.lights()).toMatchObject({ camera: 0 })
    expect(await me.button('Turn camera on').count()).toBe(0)
  }
  await ann.hears(bob)

  await bob.press('Switch to video')
  for (const me of [ann, bob]) {
    expect(await me.heard('CALL_TYPE_CHANGED', 2)).toEqual(toVideo)
    await me.button('Turn camera on').waitFor()
    expect(await me.lights()).toMatchObject({ camera: 0 })
  }
  await ann.press('Turn camera on')
  expect(await bob.heard('USER_VIDEO_AVAILABLE', 3)).toEqual({ userID: ann.userID, isVideoAvailable: true })
  await bob.sees(ann)
  expect(await ann.all('USER_VIDEO_AVAILABLE')).toHaveLength(2)
})

test('CALL_TYPE_CHANGED: who still rings is told too', async () => {
  const [ann, bob, cid] = await people(['Ann', 'Bob', 'Cid'])
  await ann.calls([bob, cid], 'audio')
  await bob.accept()
  await ann.heard('USER_ENTER')
  await cid.heard('INVITED')
  await ann.press('Switch to video')
  for (const each of [ann, bob, cid]) expect(await each.heard('CALL_TYPE_CHANGED')).toEqual(toVideo)
  await cid.button('Accept without camera').waitFor()
  expect(await cid.lights()).toEqual({ camera: 0, microphone: 0 })
})
