import { expect, test } from 'vitest'
import { gatherPeople } from './people.ts'
import { type Person, seesMoving } from './person.ts'

const { people, person } = gatherPeople()

test('DEVICED_UPDATED: another camera, microphone and speaker is chosen', async () => {
  const [ann, bob] = await people(['Ann', 'Bob'])
  await ann.calls([bob], 'video')
  await bob.accept()
  await bob.sees(ann)
  const before = await ann.heardLike('DEVICED_UPDATED', ({ currentCameraID }) => currentCameraID !== '')
  expect(before.cameraList).toHaveLength(3)
  // Bob is captured with the accept, and his own report comes a moment later.
  await bob.heardLike(
    'DEVICED_UPDATED',
    ({ currentCameraID, currentMicrophoneID }) => currentCameraID !== '' && currentMicrophoneID !== '',
  )
  const bobsBefore = (await bob.all('DEVICED_UPDATED')).length

  const camera = before.cameraList.at(-1)
  expect(camera?.deviceID).not.toBe(before.currentCameraID)
  await ann.press('Camera options')
  await ann.page.getByRole('combobox', { name: 'Camera' }).selectOption(camera?.deviceID ?? '')
  await ann.heardLike('DEVICED_UPDATED', ({ currentCameraID }) => currentCameraID === camera?.deviceID)
  await bob.sees(ann)
  expect(await ann.lights()).toMatchObject({ camera: 1 })

  const microphone = before.microphoneList.at(-1)
  await ann.press('Microphone options')
  await ann.page.getByRole('combobox', { name: 'Microphone' }).selectOption(microphone?.deviceID ?? '')
  await ann.heardLike('DEVICED_UPDATED', ({ currentMicrophoneID }) => currentMicrophoneID === microphone?.deviceID)
  await bob.hears(ann)

  const speaker = before.speakerList.at(-1)
  await ann.press('Speaker')
  await ann.page.getByRole('combobox', { name: 'Speaker' }).selectOption(speaker?.deviceID ?? '')
  const chosen = await ann.heardLike(
    'DEVICED_UPDATED',
    ({ currentSpeakerID }) => currentSpeakerID === speaker?.deviceID,
  )
  expect(chosen).toEqual({
    ...before,
    currentCameraID: camera?.deviceID,
    currentMicrophoneID: microphone?.deviceID,
    currentSpeakerID: speaker?.deviceID,
  })
  expect((await bob.all('DEVICED_UPDATED')).length, 'it is told to nobody else').toBe(bobsBefore)
})

/** The microphones and cameras that this page has captured so far, in the order it did. */
const captured = (someone: Person): Promise<Record<'audio' | 'video', string[]>> =>
  someone.page.evaluate(() => {
    // Put there by `watchMedia`.
    const { captures } = globalThis as unknown as { captures: MediaStreamTrack[] }
    const of = (kind: string) =>
      captures.filter((track) => track.kind === kind).map((track) => track.getSettings().deviceId ?? '')
    return { audio: [...new Set(of('audio'))], video: [...new Set(of('video'))] }
  })

test('a chosen camera and microphone are the only ones captured after a reload, in the call and in the next one', async () => {
  const [ann, bob] = await people(['Ann', 'Bob'])
  await ann.calls([bob], 'video')
  await bob.accept()
  await bob.sees(ann)
  const { cameraList, microphoneList } = await ann.heardLike(
    'DEVICED_UPDATED',
    ({ currentCameraID }) => currentCameraID !== '',
  )
  const wanted = { audio: [microphoneList.at(-1)?.deviceID ?? ''], video: [cameraList.at(-1)?.deviceID ?? ''] }
  await ann.press('Camera options')
  await ann.page.getByRole('combobox', { name: 'Camera' }).selectOption(wanted.video)
  await ann.heardLike('DEVICED_UPDATED', ({ currentCameraID }) => currentCameraID === wanted.video[0])
  await ann.press('Microphone options')
  await ann.page.getByRole('combobox', { name: 'Microphone' }).selectOption(wanted.audio)
  await ann.heardLike('DEVICED_UPDATED', ({ currentMicrophoneID }) => currentMicrophoneID === wanted.audio[0])
  expect(await captured(ann)).not.toEqual(wanted)

  await ann.page.reload()
  await ann.heard('USER_ENTER')
  await ann.sees(ann)
  await ann.hears(ann)
  expect(await captured(ann)).toEqual(wanted)

  await bob.hangUp()
  await ann.heard('CALLING_END')
  await ann.page.reload()
  await ann.heard('SDK_READY')
  await bob.calls([ann], 'video')
  await ann.accept()
  await ann.sees(ann)
  await ann.hears(ann)
  expect(await captured(ann)).toEqual(wanted)
})

/** Runs in the page: lets a test unplug and plug devices, which Chromium's fake ones cannot. */
function unpluggable(): void {
  const { mediaDevices } = navigator
  const enumerate = mediaDevices.enumerateDevices.bind(mediaDevices)
  const unplugged = new Set<string>()
  mediaDevices.enumerateDevices = async () => (await enumerate()).filter(({ deviceId }) => !unplugged.has(deviceId))
  const change = (work: () => void) => {
    work()
    mediaDevices.dispatchEvent(new Event('devicechange'))
  }
  Object.assign(globalThis, {
    unplug: (deviceID: string) => change(() => unplugged.add(deviceID)),
    plug: (deviceID: string) => change(() => unplugged.delete(deviceID)),
  })
}

test('DEVICED_UPDATED: a camera is unplugged and plugged in again', async () => {
  const [ann, bob] = await Promise.all([person('Ann', { init: unpluggable }), person('Bob')])
  await ann.calls([bob], 'video')
  await bob.accept()
  await bob.sees(ann)
  const before = await ann.heardLike('DEVICED_UPDATED', ({ currentCameraID }) => currentCameraID !== '')
  const spare = before.cameraList.find(({ deviceID }) => deviceID !== before.currentCameraID)?.deviceID ?? ''
  const isThere = (list: { deviceID: string }[]) => list.some(({ deviceID }) => deviceID === spare)

  // Both are put there by `unpluggable`.
  await ann.page.evaluate((id) => (globalThis as unknown as { unplug: (id: string) => void }).unplug(id), spare)
  await ann.heardLike('DEVICED_UPDATED', ({ cameraList }) => cameraList.length === 2 && !isThere(cameraList))
  await ann.press('Camera options')
  const options = ann.page.getByRole('combobox', { name: 'Camera' }).getByRole('option')
  await expect.poll(() => options.count()).toBe(before.cameraList.length - 1)
  const count = (await ann.all('DEVICED_UPDATED')).length
  await ann.page.evaluate((id) => (globalThis as unknown as { plug: (id: string) => void }).plug(id), spare)
  const after = await ann.heard('DEVICED_UPDATED', count + 1)
  expect(isThere(after.cameraList)).toBe(true)
  expect(after.currentCameraID).toBe(before.currentCameraID)
})

test('USER_SCREEN_AVAILABLE: a screen is shared, seen, and taken back', async () => {
  const [ann, bob] = await people(['Ann', 'Bob'])
  await ann.calls([bob], 'video')
  await bob.accept()
  await bob.sees(ann)
  await ann.press('Share screen')
  expect(await bob.heard('USER_SCREEN_AVAILABLE')).toEqual({ userID: ann.userID, isScreenAvailable: true })
  const screen = bob.page.getByRole('figure', { name: `Screen of ${ann.name}`, exact: true })
  await seesMoving(screen.locator('video'))
  expect(await ann.lights()).toMatchObject({ camera: 2 })
  await ann.press('Stop sharing screen')
  expect(await bob.heard('USER_SCREEN_AVAILABLE', 2)).toEqual({ userID: ann.userID, isScreenAvailable: false })
  await screen.waitFor({ state: 'detached' })
  await bob.sees(ann)
  await expect.poll(() => ann.lights()).toMatchObject({ camera: 1 })
  expect(await ann.all('USER_SCREEN_AVAILABLE')).toEqual([])
})
