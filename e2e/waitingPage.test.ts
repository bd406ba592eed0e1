/** A page on which nobody has called yet: what it loads and what it does, and the first ring that finds it so. */
import { resolve } from 'node:path'
import type { Browser, Page } from 'playwright'
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest'
import { startBrowser } from './browser.ts'
import { startSite, type Site } from './frameworks/hostSite.ts'
import { seesMoving } from './person.ts'

const example = resolve(import.meta.dirname, '../examples/quickstart')

declare global {
  interface Window {
    /** Lets the page be idle: until then it never is. */
    beIdle(): void
    /** Of the timers started since `watch()`: how often each delay was asked for, ms; `frame` for a frame. */
    timers: { watch(): void; started(): Record<string, number>; running(): number }
    /** When the ring was known and when its dialog stood, ms since the page was opened. */
    ring: { invitedAt?: number; shownAt?: number }
  }
}

let site: Site
let browser: Browser
const pages: Page[] = []
beforeAll(async () => {
  site = await startSite(example, { env: { VITE_RINGKIT_URL: inject('callServerURL') } })
  browser = await startBrowser()
})
afterEach(async () => {
  await Promise.all(pages.splice(0).map((page) => page.close()))
})
afterAll(async () => {
  await browser?.close()
  await site?.close()
})

/** Opens a page that is never idle until it is told to be; resolves once it can be called. `scripts`: all that it has fetched. */
async function open(me: string, whom: string, before?: (page: Page) => Promise<unknown>) {
  const page = await browser.newPage()
  pages.push(page)
  const scripts: { url: string; text: Promise<string> }[] = []
  page.on('response', (response) => {
    if (new URL(response.url()).pathname.endsWith('.js'))
      scripts.push({ url: response.url(), text: response.text().catch(() => '') })
  })
  await page.addInitScript(watchThePage)
  await before?.(page)
  await page.goto(`${site.url}?me=${me}&call=${whom}`)
  await page.locator('.rk-call-kit[data-status="idle"]').waitFor({ state: 'attached' })
  const texts = async () => (await Promise.all(scripts.map(({ text }) => text))).join('\n')
  return { page, texts, scripts }
}

/** Runs in the page before anything else does. */
function watchThePage(): void {
  const idle: (() => void)[] = []
  window.requestIdleCallback = (work) => idle.push(() => work({ didTimeout: false, timeRemaining: () => 50 }))
  window.cancelIdleCallback = () => {}
  window.beIdle = () => idle.splice(0).forEach((work) => work())

  let isWatching = false
  let started: Record<string, number> = {}
  const intervals = new Set<unknown>()
  const count = (delay: string): void => {
    if (isWatching) started[delay] = (started[delay] ?? 0) + 1
  }
  const { setTimeout, setInterval, clearInterval, requestAnimationFrame } = window
  Object.assign(window, {
    setTimeout: (work: () => void, delay = 0, ...rest: unknown[]) => {
      count(String(delay))
      return setTimeout(work, delay, ...rest)
    },
    setInterval: (work: () => void, delay = 0, ...rest: unknown[]) => {
      count(String(delay))
      const id = setInterval(work, delay, ...rest)
      intervals.add(id)
      return id
    },
    clearInterval: (id: number) => {
      intervals.delete(id)
      clearInterval(id)
    },
    requestAnimationFrame: (work: () => void) => {
      count('frame')
      return requestAnimationFrame(work)
    },
  })
  window.timers = {
    watch() {
      isWatching = true
      started = {}
    },
    started: () => started,
    running: () => intervals.size,
  }

  window.ring = {}
  new MutationObserver(() => {
    const { ring } = window
    if (document.querySelector('.rk-call-kit[data-status="ringing"]')) ring.invitedAt ??= performance.now()
    if (document.querySelector('[role="dialog"]')) ring.shownAt ??= performance.now()
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-status'] })
}

/** What only the call's screen has, what only the half of the engine that is about calls, and what only LiveKit. */
const screenMark = /radix|rk-incoming-call/
const callingMark = /is not possible while the state is/
const liveKitMark = /RTCPeerConnection/

// Other people in each test: who has just been in a call is busy until the grace is over.

test('what waits for a call has fetched nothing that only a call needs, and fetches it when it is idle', async () => {
  const { page, texts } = await open('Eve', 'tom')
  expect(await texts()).not.toMatch(screenMark)
  expect(await texts()).not.toMatch(callingMark)
  expect(await texts()).not.toMatch(liveKitMark)
  await page.evaluate(() => window.beIdle())
  await expect.poll(texts, { timeout: 10_000 }).toMatch(screenMark)
  await expect.poll(texts, { timeout: 10_000 }).toMatch(callingMark)
  await expect.poll(texts, { timeout: 10_000 }).toMatch(liveKitMark)
  // Nothing is seen of it.
  expect(await page.getByRole('dialog').count()).toBe(0)
})

test('a ring that comes before the page was ever idle is shown, and answered', async () => {
  const { page: uma, texts } = await open('Uma', 'tom')
  const { page: tom } = await open('Tom', 'uma')
  expect(await texts()).not.toMatch(screenMark)
  await tom.getByRole('button', { name: 'Call uma' }).click()
  await uma.getByRole('button', { name: 'Accept', exact: true }).click()
  await seesMoving(uma.getByRole('group', { name: 'Tom', exact: true }).locator('video'))
  const { invitedAt = 0, shownAt = 0 } = await uma.evaluate(() => window.ring)
  expect(shownAt).toBeGreaterThanOrEqual(invitedAt)
  console.log(`from the ring to its dialog, all of it still to be fetched: ${Math.round(shownAt - invitedAt)} ms`)
})

test('a screen that cannot be fetched is told, and the ring appears once it can', async () => {
  const hide = async (page: Page) => {
    await page.route('**/*CallKitContent*', (route) => route.abort())
    // The kit's own attempt, every three seconds, must not come before the press.
    await page.addInitScript(() => {
      const { setInterval } = window
      const without = (work: TimerHandler, ms?: number, ...rest: unknown[]) =>
        ms === 3000 ? 0 : setInterval(work, ms, ...rest)
      window.setInterval = without as typeof window.setInterval
    })
  }
  const { page: ida, scripts } = await open('Ida', 'max', hide)
  // In vain, and nobody needs it yet: nothing is said.
  const failed = ida.waitForEvent('requestfailed')
  await ida.evaluate(() => window.beIdle())
  await failed
  expect(await ida.getByRole('alert').count()).toBe(0)
  const { page: max } = await open('Max', 'ida')
  await max.getByRole('button', { name: 'Call ida' }).click()
  await ida.getByRole('alert').getByText('A part of this page could not be loaded').waitFor()
  expect(scripts.filter(({ url }) => url.includes('CallKitContent'))).toEqual([])
  await ida.unrouteAll()
  await ida.getByRole('button', { name: 'Try again' }).click()
  await ida.getByRole('button', { name: 'Accept', exact: true }).click()
  await ida.getByRole('alert').waitFor({ state: 'detached' })
  await seesMoving(ida.getByRole('group', { name: 'Max', exact: true }).locator('video'))
})

test('a ring whose half of the engine cannot be fetched is told, and rings once it can', async () => {
  const { page: zoe, texts } = await open('Zoe', 'kai', (page) => page.route('**/calling-*', (route) => route.abort()))
  const { page: kai } = await open('Kai', 'zoe')
  await kai.getByRole('button', { name: 'Call zoe' }).click()
  const notices = zoe.getByRole('log', { name: 'Call notices' })
  await notices.getByText('The part that handles calls could not be loaded.').waitFor()
  expect(await zoe.getByRole('dialog').count()).toBe(0)
  expect(await texts()).not.toMatch(callingMark)
  await zoe.unrouteAll()
  await zoe.getByRole('button', { name: 'Accept', exact: true }).click()
  await seesMoving(zoe.getByRole('group', { name: 'Kai', exact: true }).locator('video'))
})

test('while it waits nothing ticks but the heartbeat', async () => {
  let heartbeats = 0
  const { page } = await open('Liv', 'tom', async (opened) => {
    opened.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => (heartbeats += payload === '2' ? 1 : 0)),
    )
  })
  await page.evaluate(() => window.beIdle())
  await page.evaluate(() => window.timers.watch())
  const from = heartbeats
  // The server's, one in 2.5 s.
  await expect.poll(() => heartbeats - from, { timeout: 60_000 }).toBeGreaterThanOrEqual(4)
  const { started, running } = await page.evaluate(() => ({
    started: window.timers.started(),
    running: window.timers.running(),
  }))
  // After each heartbeat how long the next one may take; after two of them the comparison with the server, and how long that may
  // take. No interval, no frame.
  expect(Object.keys(started)).toEqual(['5000'])
  expect(started['5000']).toBeLessThanOrEqual(2 * (heartbeats - from) + 2)
  expect(running).toBe(0)
})
