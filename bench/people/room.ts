import type { CDPSession, Page } from 'playwright'
import { startBrowser } from '../../e2e/browser.ts'
import { freeTCPPort } from '../../packages/server/src/cli/freePort.ts'
import { findLiveKit } from '../../packages/server/src/cli/liveKitFinder.ts'
import { startLiveKit } from '../../packages/server/src/cli/liveKitProcess.ts'
import { createCallServer } from '@ringkit/server'
import { openBot, openMember, type Bot } from './bot.ts'

/** What does not happen within this time never happens, ms. */
const patienceMs = 90_000

/** One real room with so many people: bots, and the two pages that are compared. */
export interface BenchRoom {
  ringkit: Watched
  livekit: Watched
  bots: readonly Bot[]
  end(): Promise<void>
}

/** A page and what Chromium tells of it. */
export interface Watched {
  page: Page
  devTools: CDPSession
}

export async function openPage(url: string, name: string): Promise<Watched & { end(): Promise<void> }> {
  const browser = await startBrowser()
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage()
  page.setDefaultTimeout(patienceMs)
  page.on('pageerror', (error) => console.error(`${name}: ${error.message}`))
  await page.goto(`${url}?page=${name}`)
  await page.waitForFunction(() => 'bench' in globalThis)
  const devTools = await page.context().newCDPSession(page)
  // The processor's time, not the clock's: what else the machine does is left out.
  await devTools.send('Performance.enable', { timeDomain: 'threadTicks' })
  return { page, devTools, end: () => browser.close() }
}

async function within<T>(work: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`Waited in vain for ${what}.`)), patienceMs)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

/** Resolves once everybody is in the call and both pages see and hear them. @throws when somebody does not come */
export async function openRoom(siteURL: string, people: number, cameras: number): Promise<BenchRoom> {
  const port = await freeTCPPort()
  const liveKit = await startLiveKit(await findLiveKit(), { webhookURLs: [`http://127.0.0.1:${port}/livekit/webhook`] })
  const { url: liveKitURL, apiKey, apiSecret } = liveKit
  const server = createCallServer({
    // Everybody is who they say.
    authenticate: async (token) => ({ userID: token, name: token }),
    livekit: { url: liveKitURL, apiKey, apiSecret },
    // So busy a machine may leave somebody without a word for longer than usual.
    reconnectGrace: 60,
    logLevel: 'warn',
  })
  const { url } = await server.listen(port, '127.0.0.1')
  const ringkit = await openPage(siteURL, 'ringkit')
  const livekit = await openPage(siteURL, 'livekit')
  const ends = [ringkit.end, livekit.end, () => server.close(), () => liveKit.stop()]
  const end = async () => {
    for (const each of ends) await each()
  }
  try {
    const peer = await openMember(url, 'livekit', async (access) => {
      await livekit.page.evaluate((given) => bench.start(given), access)
      return async () => undefined
    })
    ends.unshift(async () => peer.engine.destroy())
    const bots: Bot[] = []
    // Cameras at every place: some of them are on no page that is shown.
    const every = Math.max(1, Math.floor((people - 2) / Math.max(1, cameras)))
    for (let index = 0; index < people - 2; index += 1) {
      const hasCamera = index % every === 0 && index / every < cameras
      bots.push(await openBot(url, `bot ${String(index + 1).padStart(2, '0')}`, 90 + 7 * index, hasCamera))
    }
    ends.unshift(async () => void (await Promise.all(bots.map((bot) => bot.leave()))))
    await ringkit.page.evaluate((access) => bench.start(access), { url, token: 'ringkit' })
    await ringkit.page.evaluate((list) => bench.call?.(list), [...bots.map(({ userID }) => userID), 'livekit'])
    // One after the other: two cores cannot make all these connections at once within the time LiveKit gives them.
    for (const { accept } of [peer, ...bots]) await within(accept(), 'somebody to come')
    for (const { page } of [ringkit, livekit]) {
      // Polled by time: a page that draws no frame would not look.
      await page.waitForFunction((others) => bench.count() === others, people - 1, { polling: 200 })
      await page.waitForFunction((others) => bench.heard() === others, people - 2, { polling: 200 })
    }
    return { ringkit, livekit, bots, end }
  } catch (error) {
    await end()
    throw error
  }
}
