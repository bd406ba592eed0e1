import type { Locator, Page } from 'playwright'
import { expect, test } from 'vitest'
import type { CallType } from '@ringkit/core'
import { gatherPeople } from './people.ts'
import type { PersonOptions } from './people.ts'
import { type Person, seesMoving } from './person.ts'

const { people } = gatherPeople()

/** Two in a call, each of whom is told that the other is there. */
async function inCall(type: CallType, options: PersonOptions & { groupID?: string } = {}): Promise<[Person, Person]> {
  const { groupID, ...rest } = options
  const [ann, bob] = await people(['Ann', 'Bob'], rest)
  await ann.calls([bob], type, groupID === undefined ? {} : { groupID })
  await bob.accept()
  await ann.heard('USER_ENTER')
  await bob.heard('USER_ENTER')
  return [ann, bob]
}

const call = ({ page }: Person): Locator => page.getByRole('region', { name: 'Call', exact: true })
const hasFocus = (locator: Locator): Promise<boolean> =>
  locator.evaluate((element) => element === element.ownerDocument.activeElement)

async function openSmallWindow(person: Person): Promise<Page> {
  const opened = person.page.context().waitForEvent('page')
  await person.press('Picture-in-picture')
  const small = await opened
  await small.getByRole('region', { name: 'Call in a small window' }).waitFor()
  return small
}

test('picture-in-picture: the other one is seen in it, its buttons work, it gives the focus back and ends with the call', async () => {
  // Narrow enough for the demo to lay the call over its page: then the page shows the small bar meanwhile.
  const [ann, bob] = await inCall('video', { context: { viewport: { width: 900, height: 700 } } })
  await ann.sees(bob)
  const small = await openSmallWindow(ann)
  await seesMoving(small.getByRole('group', { name: bob.name, exact: true }).locator('video'))
  await ann.page.getByRole('region', { name: 'Minimised call' }).waitFor()
  expect(await call(ann).count()).toBe(0)

  await bob.heardLike('USER_AUDIO_AVAILABLE', ({ isAudioAvailable }) => isAudioAvailable)
  await small.getByRole('button', { name: 'Mute microphone' }).click()
  await bob.heardLike('USER_AUDIO_AVAILABLE', ({ isAudioAvailable }) => !isAudioAvailable)
  await small.getByRole('button', { name: 'Unmute microphone' }).waitFor()

  const closed = small.waitForEvent('close')
  await small.getByRole('button', { name: 'Back to the call' }).click()
  await closed
  await expect.poll(() => hasFocus(call(ann))).toBe(true)
  await ann.sees(bob)

  const again = await openSmallWindow(ann)
  const ended = again.waitForEvent('close')
  await bob.hangUp()
  await ended
  await ann.heard('CALLING_END')
  expect(await ann.lights()).toEqual({ camera: 0, microphone: 0 })
})

const isFull = ({ page }: Person): Promise<boolean> =>
  page.evaluate(() => document.fullscreenElement === document.documentElement)
/** How much of the window the call covers, 0 to 1. */
const covered = async (person: Person): Promise<number> => {
  const box = await call(person).boundingBox()
  const { width, height } = await person.page.evaluate(() => ({ width: innerWidth, height: innerHeight }))
  return box ? (box.width * box.height) / (width * height) : 0
}

test('full screen, by the key and by the button: the call covers the page, and it ends with the call', async () => {
  const [ann] = await inCall('audio')
  expect(await covered(ann)).toBeLessThan(0.8)
  await ann.page.keyboard.press('f')
  await ann.button('Leave full screen').waitFor()
  expect(await isFull(ann)).toBe(true)
  await expect.poll(() => covered(ann)).toBeGreaterThan(0.99)

  await ann.page.keyboard.press('f')
  await ann.button('Full screen').waitFor()
  expect(await isFull(ann)).toBe(false)
  await ann.press('Full screen')
  await ann.button('Leave full screen').waitFor()
  expect(await isFull(ann)).toBe(true)

  await ann.hangUp()
  await ann.heard('CALLING_END')
  await expect.poll(() => isFull(ann)).toBe(false)
})

/** Runs in the page: in place of the beeps of the fake microphone, a voice that talks without a pause. */
function talking(): void {
  const { mediaDevices } = navigator
  const capture = mediaDevices.getUserMedia.bind(mediaDevices)
  mediaDevices.getUserMedia = async (constraints) => {
    const stream = await capture(constraints)
    for (const beeps of stream.getAudioTracks()) {
      const context = new AudioContext()
      const voice = context.createOscillator()
      const sent = context.createMediaStreamDestination()
      voice.connect(sent)
      voice.start()
      stream.removeTrack(beeps)
      for (const track of sent.stream.getAudioTracks()) stream.addTrack(track)
    }
    return stream
  }
}

test('talking while muted: a hint says so, and its button unmutes', async () => {
  const [ann, bob] = await inCall('audio', { init: talking })
  await bob.heard('USER_AUDIO_AVAILABLE')
  const hint = ann.page.getByText('You are muted: nobody hears you.')
  await ann.press('Mute microphone')
  expect(await bob.heard('USER_AUDIO_AVAILABLE', 2)).toEqual({ userID: ann.userID, isAudioAvailable: false })
  await hint.waitFor()
  await ann.press('Unmute')
  expect(await bob.heard('USER_AUDIO_AVAILABLE', 3)).toEqual({ userID: ann.userID, isAudioAvailable: true })
  await hint.waitFor({ state: 'detached' })
  await bob.hears(ann)
})

async function area(picture: Locator): Promise<number> {
  const box = await picture.boundingBox()
  return box ? box.width * box.height : 0
}

test('layouts: who speaks is large when asked for, a shared screen is without asking, and both can be undone', async () => {
  const [ann, bob] = await inCall('video', { groupID: 'layouts' })
  await ann.sees(bob)
  /** How many times larger Bob is for Ann than she herself. */
  const bobToAnn = async (): Promise<number> => (await area(ann.tile(bob))) / (await area(ann.tile(ann)))
  await expect.poll(bobToAnn).toBeCloseTo(1)
  await ann.press('Show who speaks large')
  await expect.poll(bobToAnn).toBeGreaterThan(3)
  await ann.press('Show everybody alike')
  await expect.poll(bobToAnn).toBeCloseTo(1)

  await bob.press('Share screen')
  const screen = ann.page.getByRole('figure', { name: `Screen of ${bob.name}`, exact: true })
  await seesMoving(screen.locator('video'))
  await expect.poll(async () => (await area(screen)) / (await area(ann.tile(bob)))).toBeGreaterThan(3)
  await ann.sees(bob)
  await bob.press('Stop sharing screen')
  await screen.waitFor({ state: 'detached' })
  await expect.poll(bobToAnn).toBeCloseTo(1)
})
