import { chromium, type Browser, type Page } from 'playwright'
import { createCallServer, type CallServer } from '@ringkit/server'
import { findChromium } from '../../scripts/chromium.ts'
import { chromiumFlags } from '../../scripts/chromiumFlags.ts'
import { startSite } from '../frameworks/hostSite.ts'
import type { LiveKitAddress } from '../media/mediaPages.ts'

const flags = [
  ...chromiumFlags,
  // Three: the second of Chromium's fake cameras is a depth camera. Few frames, so that two cores do.
  '--use-fake-device-for-media-stream=device-count=3,fps=10',
]

/** A built site and a browser: pages that call, and pages that simulate it. */
export interface CallSite {
  server: CallServer
  browser: Browser
  /** Somebody's page, signed in. `kit`: with the whole kit on it. */
  phone(userID: string, looks: 'kit' | 'plain'): Promise<Page>
  /** A page with a simulator of its own. */
  hour(): Promise<Page>
  end(): Promise<void>
}

export async function startCallSite(livekit: LiveKitAddress, port = 0): Promise<CallSite> {
  const server = createCallServer({
    // Everybody is who they say: the pages are the test's own.
    authenticate: async (token) => ({ userID: token }),
    livekit,
    logLevel: 'warn',
  })
  const { url } = await server.listen(port, '127.0.0.1')
  const site = await startSite(`${import.meta.dirname}/page`)
  const executablePath = await findChromium({ report: () => undefined })
  const browser = await chromium.launch({ executablePath, args: [...flags] })

  async function open(query: Record<string, string>, name: string): Promise<Page> {
    const page = await (await browser.newContext()).newPage()
    page.on('pageerror', (error) => console.error(name, error))
    await page.goto(`${site.url}?${new URLSearchParams(query).toString()}`)
    await page.waitForFunction((global) => global in globalThis, query.hour === undefined ? 'line' : 'hour')
    return page
  }

  return {
    server,
    browser,
    phone: (me, looks) => open({ server: url, me, [looks]: '' }, me),
    hour: () => open({ hour: '' }, 'hour'),
    async end() {
      await browser.close()
      await server.close()
      await site.close()
    },
  }
}
