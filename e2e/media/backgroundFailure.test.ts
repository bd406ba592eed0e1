import type { Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { backgroundFiles } from '../../scripts/backgroundFiles.ts'
import { blue, dark, factCount, lights, log, red, set, shows } from './backgroundPages.ts'
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

/** Files that are not there, `wasm` or `.tflite`. */
const hide = (page: Page, name: string) =>
  page.route(`**/ringkit/**${name}*`, (route) => route.fulfill({ status: 404 }))
const setCamera = (page: Page, isOn: boolean) => page.evaluate((isOn) => port.code(port.media.setCamera(isOn)), isOn)

describe('a background that cannot be had', () => {
  test.each(['wasm', '.tflite'])('for want of %s is refused, and the camera stays as it was', async (name) => {
    const bob = await pages.enter(room, 'tag2:bob', 'ann')
    const ann = await pages.enter(room, 'tag1:ann', 'bob', (page) => hide(page, name))
    await shows(bob, 'remote', 'green')
    const from = await factCount(ann)
    expect(await set(ann, red)).toMatch(/^MEDIA_FAILED: The background could not be started. .*\/ringkit\/wasm/)
    await shows(ann, 'own', 'green')
    await bob.evaluate(() => port.frames('remote', 3))
    expect(await log(ann, from)).toEqual([])
    expect(await lights(ann)).toEqual({ camera: 1, microphone: 1 })
    await ann.unrouteAll()
    expect(await set(ann, red)).toBe('')
    await shows(bob, 'remote', 'red')
  })

  test('leaves a camera off that is turned on with it: the bare picture is not the lesser evil', async () => {
    const ann = await pages.open()
    await hide(ann, '.tflite')
    expect(await set(ann, red)).toBe('')
    await ann.evaluate(
      (access) => port.media.connect(access, { self: 'ann', type: 'video' }),
      await pages.access(room, 'tag1:ann'),
    )
    expect(await setCamera(ann, true)).toBe('MEDIA_FAILED')
    expect(await lights(ann)).toEqual(dark)
    expect(await log(ann)).toEqual(['connected'])
    expect(await ann.evaluate(() => port.code(port.media.preview({ camera: true, microphone: true })))).toBe(
      'MEDIA_FAILED',
    )
    expect(await lights(ann)).toEqual(dark)
    await ann.unrouteAll()
    expect(await setCamera(ann, true)).toBe('')
    expect(await log(ann)).toEqual(['connected', 'my camera on'])
  })

  test('leaves a camera off that was paused', async () => {
    const bob = await pages.enter(room, 'tag2:bob', 'ann')
    const ann = await pages.enter(room, 'tag1:ann', 'bob', (page) => set(page, red))
    await shows(bob, 'remote', 'red')
    const colours = await bob.evaluateHandle(() => port.colours('remote'))
    expect(await setCamera(ann, false)).toBe('')
    await hide(ann, '.tflite')
    expect(await setCamera(ann, true)).toBe('MEDIA_FAILED')
    expect(await lights(ann)).toEqual({ camera: 0, microphone: 1 })
    await ann.unrouteAll()
    expect(await setCamera(ann, true)).toBe('')
    await bob.evaluate(() => port.frames('remote', 3))
    expect(await colours.jsonValue()).not.toContain('green')
  })

  test('as an image keeps what was there before', async () => {
    const bob = await pages.enter(room, 'tag2:bob', 'ann')
    const ann = await pages.enter(room, 'tag1:ann', 'bob', (page) => set(page, blue))
    await shows(bob, 'remote', 'blue')
    expect(await set(ann, { kind: 'image', url: '/no such image.png' })).toMatch(/^MEDIA_FAILED: The background image/)
    await bob.evaluate(() => port.frames('remote', 3))
    await shows(bob, 'remote', 'blue')
  })

  test('in this browser is refused with a sentence', async () => {
    const ann = await pages.open()
    await ann.evaluate(() => void Reflect.deleteProperty(globalThis, 'VideoFrame'))
    expect(await set(ann, { kind: 'blur' })).toMatch(/^MEDIA_FAILED: This browser cannot/)
    expect(await set(ann, { kind: 'none' })).toBe('')
    const preview = await ann.evaluateHandle(() => port.media.preview({ camera: true, microphone: false }))
    await preview.evaluate((preview) => preview.stop())
  })
})

describe('a background that takes its time', () => {
  test('keeps no light on when its call is left', async () => {
    const ann = await pages.open()
    let answer = () => {}
    const asked = new Promise<void>((resolve) => {
      void ann.route('**/*.tflite', async (route) => {
        resolve()
        await new Promise<void>((allowed) => {
          answer = allowed
        })
        await route.continue()
      })
    })
    await set(ann, red)
    await ann.evaluate(
      (access) => port.media.connect(access, { self: 'ann', type: 'video' }),
      await pages.access(room, 'tag1:ann'),
    )
    const camera = setCamera(ann, true)
    await asked
    expect(await lights(ann)).toEqual({ camera: 1, microphone: 0 })
    const atOnce = await ann.evaluate(() => {
      const left = port.media.disconnect()
      const lights = port.lights()
      return left.then(() => lights)
    })
    expect(atOnce).toEqual(dark)
    answer()
    expect(await camera).toBe('WRONG_STATE')
    expect(await lights(ann)).toEqual(dark)
  })
})

/** Ann, whose page is open, enters with a red background. */
async function enterWithRed(ann: Page, bob: Page): Promise<void> {
  await set(ann, red)
  await ann.evaluate(
    async (access) => {
      const entered = port.media.connect(access, { self: 'ann', type: 'video' })
      await Promise.all([entered, port.media.setCamera(true)])
    },
    await pages.access(room, 'tag1:ann'),
  )
  await shows(bob, 'remote', 'red')
}

test('a background whose pictures take too long turns the camera off before it stalls the page', async () => {
  const bob = await pages.enter(room, 'tag2:bob', 'ann')
  const ann = await pages.open()
  await enterWithRed(ann, bob)
  const from = await factCount(ann)
  const colours = await bob.evaluateHandle(() => port.colours('remote'))
  await ann.evaluate(() => {
    const now = performance.now.bind(performance)
    let lost = 0
    // Each look at the clock finds that another second is gone.
    performance.now = () => now() + (lost += 1000)
  })
  await expect
    .poll(() => log(ann, from), { timeout: 30_000 })
    .toEqual(expect.arrayContaining(['my camera off', 'error MEDIA_FAILED']))
  expect(await lights(ann)).toEqual(dark)
  expect(await colours.jsonValue()).not.toContain('green')
})

test('a background that stops working turns the camera off, and says why', async () => {
  const bob = await pages.enter(room, 'tag2:bob', 'ann')
  const ann = await pages.open()
  await ann.evaluate(() => {
    const { getContext } = OffscreenCanvas.prototype
    OffscreenCanvas.prototype.getContext = function (this: OffscreenCanvas, ...options: [never]) {
      const context = getContext.apply(this, options)
      if (context instanceof WebGL2RenderingContext) {
        addEventListener('graphics card lost', () => context.getExtension('WEBGL_lose_context')?.loseContext())
      }
      return context
    } as typeof getContext
  })
  await enterWithRed(ann, bob)
  const from = await factCount(ann)
  const colours = await bob.evaluateHandle(() => port.colours('remote'))
  await ann.evaluate(() => void dispatchEvent(new Event('graphics card lost')))
  await expect.poll(() => log(ann, from)).toEqual(expect.arrayContaining(['my camera off', 'error MEDIA_FAILED']))
  expect(await lights(ann)).toEqual(dark)
  expect(await setCamera(ann, true)).toBe('')
  await shows(bob, 'remote', 'red')
  expect(await colours.jsonValue()).not.toContain('green')
})
