import { RoomServiceClient } from 'livekit-server-sdk'
import { chromium, type Page } from 'playwright'
import { createServer } from 'vite'
import type { CallEngineOptions } from '@ringkit/core'
import { createCallServer, type CallServer } from '@ringkit/server'
import { findChromium } from '../../scripts/chromium.ts'
import { chromiumFlags } from '../../scripts/chromiumFlags.ts'
import type { LiveKitAddress } from './mediaPages.ts'

/** A call server, and pages that are signed in at it. */
export interface CallPages {
  server: CallServer
  /** Where the call server listens. */
  url: string
  rooms: RoomServiceClient
  /** Somebody's page, signed in under that name. */
  person(userID: string, options?: Partial<CallEngineOptions>): Promise<Page>
  /** A page that is not signed in. */
  open(): Promise<Page>
  closePages(): Promise<void>
  end(): Promise<void>
}

const flags = [
  ...chromiumFlags,
  // Three: the second of Chromium's fake cameras is a depth camera. Few frames would make the first one late.
  '--use-fake-device-for-media-stream=device-count=3,fps=30',
]

/** `port`: where the call server listens; LiveKit's webhook must lead there. */
export async function startCallPages(livekit: LiveKitAddress, port = 0): Promise<CallPages> {
  const site = await createServer({
    configFile: false,
    root: `${import.meta.dirname}/callPage`,
    cacheDir: `${import.meta.dirname}/../../node_modules/.vite-call`,
    resolve: { tsconfigPaths: true },
    // Found later, it would reload the page in the middle of a test.
    optimizeDeps: {
      include: ['@livekit/track-processors', 'livekit-client', 'socket.io-client', 'valibot', 'zustand/vanilla'],
    },
    server: { port: 0, host: '127.0.0.1', hmr: false, watch: null },
    logLevel: 'error',
  })
  await site.listen()
  const server = createCallServer({
    // Everybody is who they say: the pages are the test's own.
    authenticate: async (token) => ({ userID: token }),
    livekit,
    logLevel: 'warn',
  })
  const { url } = await server.listen(port, '127.0.0.1')
  const executablePath = await findChromium({ report: () => undefined })
  const browser = await chromium.launch({ executablePath, args: [...flags] })

  async function open(): Promise<Page> {
    const page = await (await browser.newContext()).newPage()
    await page.goto(site.resolvedUrls?.local[0] ?? '')
    await page.waitForFunction(() => 'phone' in globalThis)
    return page
  }

  return {
    server,
    url,
    rooms: new RoomServiceClient(livekit.url.replace(/^ws/, 'http'), livekit.apiKey, livekit.apiSecret),
    open,
    async person(userID, options = {}) {
      const page = await open()
      await page.evaluate((all) => phone.signIn(all), { url, token: userID, ...options } as CallEngineOptions)
      return page
    },
    closePages: async () => void (await Promise.all(browser.contexts().map((context) => context.close()))),
    async end() {
      await browser.close()
      await server.close()
      await site.close()
    },
  }
}
