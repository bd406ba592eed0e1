import type { CallEvent, CallType } from '@ringkit/core'
import { chromium, type Browser, type Page } from 'playwright'
import { createServer } from 'vite'
import { findChromium } from '../../scripts/chromium.ts'
import { chromiumFlags } from '../../scripts/chromiumFlags.ts'

/** Somebody in a browser, with the real engine and the real livekit-client. */
export interface PageOfSomebody {
  userID: string
  page: Page
  calls(userID: string, type: CallType): Promise<void>
  accepts(): Promise<void>
  hangsUp(): Promise<void>
  /** The nth event of that name, told already or yet to come; `at` is epoch ms. */
  heard(event: CallEvent, nth?: number): Promise<{ at: number; payload: unknown }>
  /** Every event so far but those that follow the media alone. */
  story(): Promise<string[]>
  /** Resolves with the epoch ms at which the first frame after that time was shown. */
  frameAfter(at: number): Promise<number>
}

const beside = /^(NETWORK_QUALITY|DEVICED_UPDATED|USER_\w+_AVAILABLE)$/

/**
 * Starts the site that pages come from. Each page has a browser of its own, as people have: two pages of one browser share its
 * fake camera, which gives no picture any more when both let go of it and take it up again at the same moment.
 */
export async function startPages() {
  const server = await createServer({
    configFile: false,
    root: `${import.meta.dirname}/liveKitPage`,
    cacheDir: `${import.meta.dirname}/../../node_modules/.vite-chaos`,
    resolve: { tsconfigPaths: true },
    optimizeDeps: {
      include: ['@livekit/track-processors', 'livekit-client', 'socket.io-client', 'valibot', 'zustand/vanilla'],
    },
    // A file saved meanwhile must not reload the pages.
    server: { port: 0, host: '127.0.0.1', hmr: false, watch: null },
    logLevel: 'error',
  })
  await server.listen()
  const executablePath = await findChromium({ report: () => undefined })
  const browsers = new Set<Browser>()

  async function open(url: string, userID: string): Promise<PageOfSomebody> {
    const browser = await chromium.launch({
      executablePath,
      args: [...chromiumFlags, '--use-fake-device-for-media-stream=device-count=3,fps=10'],
    })
    browsers.add(browser)
    const page = await browser.newPage()
    await page.goto(server.resolvedUrls?.local[0] ?? '')
    await page.waitForFunction(() => 'somebody' in globalThis)
    await page.evaluate(([url, userID]) => somebody.signIn(url, userID), [url, userID] as const)
    return {
      userID,
      page,
      async calls(other, type) {
        await page.evaluate(
          async ([other, type]) => {
            somebody.looksAt(other)
            await somebody.engine.call({ userIDList: [other], type })
          },
          [other, type] as const,
        )
      },
      async accepts() {
        await page.evaluate(async () => {
          const { payload } = await somebody.heard('INVITED')
          somebody.looksAt((payload as { userID: string }).userID)
          await somebody.engine.accept()
        })
      },
      hangsUp: () => page.evaluate(() => somebody.engine.hangup()),
      heard: (event, nth = 1) => page.evaluate(([event, nth]) => somebody.heard(event, nth), [event, nth] as const),
      async story() {
        // The way to the call server is another story: a busy machine may miss a heartbeat of it.
        const names = await page.evaluate(() =>
          somebody.told
            .filter(({ event, payload }) => {
              const isBroken = event === 'RECONNECTING' || event === 'RECONNECTED'
              return !(isBroken && (payload as { what: string }).what === 'signalling')
            })
            .map(({ event }) => event),
        )
        return names.filter((name) => !beside.test(name))
      },
      async frameAfter(at) {
        const find = (at: number) => somebody.frames.find((frame) => frame > at) ?? false
        try {
          const handle = await page.waitForFunction(find, at, { polling: 100 })
          return Number(await handle.jsonValue())
        } catch (cause) {
          throw new Error(`${userID} saw no frame; ${await page.evaluate(() => somebody.report())}`, { cause })
        }
      },
    }
  }

  const closeAll = async () => {
    await Promise.all([...browsers].map((browser) => browser.close()))
    browsers.clear()
  }
  return {
    open,
    closeAll,
    async end() {
      await closeAll()
      await server.close()
    },
  }
}
