import type { Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { backgroundFiles } from '../../scripts/backgroundFiles.ts'
import { blue, dark, factCount, lights, log, look, red, set, shows } from './backgroundPages.ts'
import { startMediaPages, type MediaPages } from './mediaPages.ts'

let pages: MediaPages
let room: string

beforeAll(async () => {
  pages = await startMediaPages(inject('liveKit'), { plugins: [backgroundFiles()], query: '?small' })
})
afterAll(() => pages.end())
beforeEach(async () => {
  room = await pages.room()
})
afterEach(() => pages.closePages())

/** Bob, who watches Ann. */
const watcher = () => pages.enter(room, 'tag2:bob', 'ann')
/** Ann with a red background from before her camera went on. */
async function meet(): Promise<{ ann: Page; bob: Page; seenByBob: () => Promise<string[]> }> {
  const bob = await watcher()
  // From her very first frame.
  const colours = await bob.evaluateHandle(() => port.colours('remote'))
  const ann = await pages.enter(room, 'tag1:ann', 'bob', (page) => set(page, red))
  await shows(bob, 'remote', 'red')
  return { ann, bob, seenByBob: () => colours.jsonValue() }
}

describe('a background', () => {
  test('is put behind a running camera, changed, and taken away', async () => {
    const bob = await watcher()
    const ann = await pages.enter(room, 'tag1:ann', 'bob')
    await shows(bob, 'remote', 'green')
    const raw = await look(bob, 'remote')
    expect(await set(ann, red)).toBe('')
    await shows(ann, 'own', 'red')
    await shows(bob, 'remote', 'red')
    const colours = await bob.evaluateHandle(() => port.colours('remote'))
    expect(await set(ann, blue)).toBe('')
    await shows(bob, 'remote', 'blue')
    // In between, nobody saw the room.
    expect(await colours.jsonValue()).not.toContain('green')
    expect(await set(ann, { kind: 'blur' })).toBe('')
    await shows(bob, 'remote', 'green')
    await expect.poll(async () => (await look(bob, 'remote')).sharpness).toBeLessThan(raw.sharpness / 2)
    expect(await set(ann, { kind: 'none' })).toBe('')
    await expect.poll(async () => (await look(bob, 'remote')).sharpness).toBeGreaterThan(raw.sharpness / 2)
    expect(await lights(ann)).toEqual({ camera: 1, microphone: 1 })
  })

  test('stays when the camera pauses, changes, or goes on in another room: nobody sees the bare picture', async () => {
    const { ann, bob, seenByBob } = await meet()
    await ann.evaluate(() => port.media.setCamera(false))
    expect(await lights(ann)).toEqual({ camera: 0, microphone: 1 })
    await ann.evaluate(() => port.media.setCamera(true))
    await ann.evaluate(() => port.frames('own', 2))
    const isCurrent = await ann.evaluate(async () => {
      const { cameraList, currentCameraID } = await port.media.getDevices()
      const other = cameraList.findLast(({ deviceID }) => deviceID !== currentCameraID)?.deviceID ?? ''
      await port.media.switchDevice('camera', other)
      return (await port.media.getDevices()).currentCameraID === other
    })
    expect(isCurrent).toBe(true)
    await ann.evaluate(() => port.frames('own', 2))
    const from = await factCount(ann)
    await pages.rooms.removeParticipant(room, 'tag1:ann')
    await expect.poll(() => log(ann, from)).toEqual(['lost NOT_FOUND'])
    await ann.evaluate(
      (access) => port.media.connect(access, { self: 'ann', type: 'video' }),
      await pages.access(room, 'tag1:ann'),
    )
    await expect.poll(() => log(ann, from)).toEqual(['lost NOT_FOUND', 'connected'])
    await Promise.all(
      [ann, bob].map((page) => page.evaluate((id) => port.frames(id, 3), page === ann ? 'own' : 'remote')),
    )
    await shows(bob, 'remote', 'red')
    expect(await seenByBob()).not.toContain('green')
  })

  test('is set and taken away while the camera is paused', async () => {
    const bob = await watcher()
    const ann = await pages.enter(room, 'tag1:ann', 'bob')
    await shows(bob, 'remote', 'green')
    await ann.evaluate(() => port.media.setCamera(false))
    await expect.poll(() => bob.evaluate(() => port.video('remote').srcObject)).toBeNull()
    expect(await set(ann, red)).toBe('')
    expect(await lights(ann)).toEqual({ camera: 0, microphone: 1 })
    // Not by Bob's eyes: a picture from before the pause may reach him after it.
    const bare = await ann.evaluateHandle(() => {
      const sent: string[] = []
      const { replaceTrack } = RTCRtpSender.prototype
      RTCRtpSender.prototype.replaceTrack = function (track) {
        if (track && port.captures.includes(track)) sent.push(`${track.kind} ${track.readyState}`)
        return replaceTrack.call(this, track)
      }
      return sent
    })
    await ann.evaluate(() => port.media.setCamera(true))
    await shows(bob, 'remote', 'red')
    expect(await bare.jsonValue()).not.toContain('video live')
    await ann.evaluate(() => port.media.setCamera(false))
    expect(await set(ann, { kind: 'none' })).toBe('')
    await ann.evaluate(() => port.media.setCamera(true))
    await shows(bob, 'remote', 'green')
    expect(await bare.jsonValue()).toContain('video live')
  })

  test('goes on after a full reconnection', async () => {
    const { ann, bob, seenByBob } = await meet()
    const from = await factCount(ann)
    await ann.evaluate(() => port.room?.simulateScenario('full-reconnect'))
    await expect.poll(() => log(ann, from), { timeout: 30_000 }).toEqual(['reconnecting', 'connected'])
    await bob.evaluate(() => port.frames('remote', 3))
    expect(await seenByBob()).not.toContain('green')
  })

  test('is fetched when it is first used, not before', async () => {
    const ann = await pages.open()
    const fetched: string[] = []
    ann.on('request', (request) => fetched.push(request.url()))
    await ann.evaluate(async () => {
      const preview = await port.media.preview({ camera: true, microphone: true })
      preview.stop()
    })
    const ofBackgrounds = () => fetched.filter((url) => /track-processors|backgroundKit|\/ringkit\//.test(url))
    expect(ofBackgrounds()).toEqual([])
    await set(ann, { kind: 'none' })
    expect(ofBackgrounds()).toEqual([])
    await set(ann, { kind: 'blur' })
    expect(ofBackgrounds()).not.toEqual([])
    // Everything came from the page's own site.
    expect(fetched.filter((url) => new URL(url).origin !== new URL(ann.url()).origin)).toEqual([])
  })
})

describe('a preview', () => {
  test('shows its owner what others will see, and leaves nothing on', async () => {
    const ann = await pages.open()
    expect(await set(ann, red)).toBe('')
    const preview = await ann.evaluateHandle(() => port.media.preview({ camera: true, microphone: false }))
    await preview.evaluate((preview) => void preview.attach(port.video('own')))
    await shows(ann, 'own', 'red')
    expect(await set(ann, blue)).toBe('')
    await shows(ann, 'own', 'blue')
    expect(await set(ann, { kind: 'none' })).toBe('')
    await shows(ann, 'own', 'green')
    await preview.evaluate((preview) => preview.stop())
    expect(await lights(ann)).toEqual(dark)
  })

  test('heeds noise suppression, before and while it runs', async () => {
    const ann = await pages.open()
    const suppression = () =>
      ann.evaluate(
        () => port.captures.findLast(({ readyState }) => readyState === 'live')?.getSettings().noiseSuppression,
      )
    await ann.evaluate(() => port.media.setNoiseSuppression(false))
    const preview = await ann.evaluateHandle(() => port.media.preview({ camera: false, microphone: true }))
    expect(await suppression()).toBe(false)
    await ann.evaluate(() => port.media.setNoiseSuppression(true))
    expect(await suppression()).toBe(true)
    expect(await lights(ann)).toEqual({ camera: 0, microphone: 1 })
    await preview.evaluate((preview) => preview.stop())
    expect(await lights(ann)).toEqual(dark)
  })
})
