import { createCallEngine, noMedia, type MediaAccess, type MediaFactory } from '@ringkit/core'
import type { Page } from 'playwright'
import { expectedQuality } from '../../packages/core/src/engine/networkCheck.ts'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'
import { startTestServer, type TestServer } from '../../packages/server/src/testing/testServer.ts'
import { startMediaPages, type MediaPages } from './mediaPages.ts'

let pages: MediaPages
let server: TestServer

beforeAll(async () => {
  pages = await startMediaPages(inject('liveKit'))
  server = await startTestServer({ livekit: inject('liveKit') })
})
afterAll(async () => {
  await pages.end()
  await server.stop()
})
afterEach(() => pages.closePages())

/** The signalling of this process, with the media port of a page. */
function mediaOf(page: Page, seen: MediaAccess[]): MediaFactory {
  return (options) => ({
    ...noMedia()(options),
    hasRoom: true,
    async checkRoom(access) {
      seen.push(access)
      return page.evaluate((access) => port.media.checkRoom(access, new AbortController().signal), access)
    },
  })
}

const checkRooms = async () => (await pages.rooms.listRooms()).filter(({ name }) => name.startsWith('rkcheck_'))

describe('checkNetwork', () => {
  test('measures the way to both servers, captures nothing and leaves no room behind', async () => {
    const page = await pages.open()
    const seen: MediaAccess[] = []
    const engine = createCallEngine({ url: server.url, token: 'ann', media: mediaOf(page, seen) })
    await engine.login()
    const check = await engine.checkNetwork()
    expect(check.media.canConnect).toBe(true)
    // Of one machine, however busy; a wrong unit would be far beyond.
    expect(check.media.roundTripMs).toBeLessThan(1_000)
    expect(check.signalling.roundTripMs).toBeLessThan(1_000)
    expect(check.quality).toBe(expectedQuality(check.signalling.roundTripMs, check.media))
    expect(await page.evaluate(() => [port.captures.length, port.openContexts, port.facts.length])).toEqual([0, 0, 0])
    await expect.poll(checkRooms, { timeout: 15_000 }).toEqual([])
    // The token is of no more use than the room.
    const again = page.evaluate(
      (access) => port.media.checkRoom(access, new AbortController().signal),
      seen[0] ?? { url: '', token: '' },
    )
    expect(await again).toEqual({ canConnect: false })
    engine.destroy()
  })

  test('a media server that cannot be reached is told as such', async () => {
    const page = await pages.open()
    const outcome = await page.evaluate(() =>
      port.media.checkRoom({ url: 'ws://127.0.0.1:9', token: 'none' }, new AbortController().signal),
    )
    expect(outcome).toEqual({ canConnect: false })
  })

  test('is over as soon as nobody asks any more, and a room can be entered', async () => {
    const page = await pages.open()
    const room = await pages.room()
    const outcome = await page.evaluate(
      async (access) => {
        const over = new AbortController()
        const code = port.code(port.media.checkRoom(access, over.signal))
        over.abort()
        const codes = [await code]
        codes.push(await port.code(port.media.connect(access, { self: 'ann', type: 'video' })))
        codes.push(await port.code(port.media.checkRoom(access, new AbortController().signal)))
        return codes
      },
      await pages.access(room, 'tag1:ann'),
    )
    expect(outcome).toEqual(['WRONG_STATE', '', 'WRONG_STATE'])
  })
})

describe('a muted microphone', () => {
  /** In a room, muted, and listened to. */
  async function muted() {
    const room = await pages.room()
    const page = await pages.open()
    await page.evaluate(
      async (access) => {
        const clones: MediaStreamTrack[] = []
        const { clone } = MediaStreamTrack.prototype
        MediaStreamTrack.prototype.clone = function () {
          const copy = clone.call(this)
          clones.push(copy)
          return copy
        }
        const levels: number[] = []
        Object.assign(globalThis, { clones, levels })
        await port.media.connect(access, { self: 'ann', type: 'video' })
        port.media.onMutedVolume((volume) => levels.push(volume))
        await port.media.setMicrophone(true)
        await port.media.setMicrophone(false)
      },
      await pages.access(room, 'tag1:ann'),
    )
    return page
  }
  const heard = (page: Page) => page.evaluate(() => levels)
  const copies = (page: Page) => page.evaluate(() => clones.map(({ readyState }) => readyState))

  test('is heard here, and not by LiveKit', async () => {
    const page = await muted()
    await expect.poll(async () => Math.max(0, ...(await heard(page)))).toBeGreaterThan(20)
    expect(await page.evaluate(() => port.captures.map(({ enabled }) => enabled))).toEqual([false])
    expect(await copies(page)).toEqual(['live'])
    await page.evaluate(() => port.media.setMicrophone(true))
    await expect.poll(() => copies(page)).toEqual(['ended'])
    expect((await heard(page)).at(-1)).toBe(0)
  })

  test('is listened to no longer than it is captured', async () => {
    const page = await muted()
    await expect.poll(async () => Math.max(0, ...(await heard(page)))).toBeGreaterThan(20)
    const atOnce = await page.evaluate(() => {
      const left = port.media.disconnect()
      const states = [...clones, ...port.captures].map(({ readyState }) => readyState)
      return left.then(() => states)
    })
    expect(atOnce).toEqual(['ended', 'ended'])
    await expect.poll(() => page.evaluate(() => port.openContexts)).toBe(0)
  })
})

declare global {
  /** In the page: the copies of tracks that were made, and the levels told of the muted microphone. */
  var clones: MediaStreamTrack[]
  var levels: number[]
}
