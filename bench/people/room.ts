import type { CDPSession, Page } from 'playwright'
import { startBrowser } from '../../e2e/browser.ts'
import { freeTCPPort } from '../../packages/server/src/cli/freePort.ts'
import { findLiveKit } from '../../packages/server/src/cli/liveKitFinder.ts'
import { startLiveKit } from '../../packages/server/src/cli/liveKitProcess.ts'
import { startProgram } from '../server/channel.ts'
import { openMember, type BotOptions } from './bot.ts'
import type { BotsQuestions } from './botsProgram.ts'
import type { ServerQuestions } from './serverProgram.ts'

/** What does not happen within this time never happens, ms. */
const patienceMs = 90_000

/** A process for so many bots. */
const botsOfProcess = 16

/** A bot of another process. */
export interface FarBot {
  userID: string
  accept(): Promise<void>
  /** Speaks for so many ms. */
  speak(ms: number): Promise<void>
}

/** One real room with so many people: bots, and the two pages that are compared. */
export interface BenchRoom {
  ringkit: Watched
  livekit: Watched
  bots: readonly FarBot[]
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

/** All but the two pages. Cameras at every place: some of them are on no page that is shown. */
function botsFor(people: number, cameras: number): BotOptions[] {
  const every = Math.max(1, Math.floor((people - 2) / Math.max(1, cameras)))
  return Array.from({ length: people - 2 }, (_, index) => ({
    userID: `bot ${String(index + 1).padStart(2, '0')}`,
    pitch: 90 + 7 * index,
    hasCamera: index % every === 0 && index / every < cameras,
  }))
}

async function openBots(url: string, wanted: readonly BotOptions[]): Promise<{ bots: FarBot[]; end(): Promise<void> }> {
  const program = startProgram<BotsQuestions>('../people/botsProgram.ts')
  await program.ask('open', { url, bots: wanted })
  const bots = wanted.map(({ userID }) => ({
    userID,
    accept: () => program.ask('accept', { userID }),
    speak: (ms: number) => program.ask('speak', { userID, ms }),
  }))
  const end = async () => {
    await program.ask('leave', {})
    await program.stop()
  }
  return { bots, end }
}

/** Resolves once everybody is in the call and both pages see and hear them. @throws when somebody does not come */
export async function openRoom(siteURL: string, people: number, cameras: number): Promise<BenchRoom> {
  const port = await freeTCPPort()
  const liveKit = await startLiveKit(await findLiveKit(), { webhookURLs: [`http://127.0.0.1:${port}/livekit/webhook`] })
  const server = startProgram<ServerQuestions>('../people/serverProgram.ts')
  const { url: liveKitURL, apiKey, apiSecret } = liveKit
  const url = await server.ask('listen', { port, livekit: { url: liveKitURL, apiKey, apiSecret } })
  const ringkit = await openPage(siteURL, 'ringkit')
  const livekit = await openPage(siteURL, 'livekit')
  const ends = [ringkit.end, livekit.end, () => server.stop(), () => liveKit.stop()]
  const end = async () => {
    for (const each of ends) await each()
  }
  try {
    const peer = await openMember(url, 'livekit', async (access) => {
      await livekit.page.evaluate((given) => bench.start(given), access)
      return async () => undefined
    })
    ends.unshift(async () => peer.engine.destroy())
    const bots: FarBot[] = []
    const wanted = botsFor(people, cameras)
    for (let first = 0; first < wanted.length; first += botsOfProcess) {
      const opened = await openBots(url, wanted.slice(first, first + botsOfProcess))
      ends.unshift(opened.end)
      bots.push(...opened.bots)
    }
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
