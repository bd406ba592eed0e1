import { AccessToken, RoomServiceClient } from 'livekit-server-sdk'
import { chromium, type Browser, type Page } from 'playwright'
import { createServer, type PluginOption } from 'vite'
import { findChromium } from '../../scripts/chromium.ts'
import { chromiumFlags } from '../../scripts/chromiumFlags.ts'

export interface LiveKitAddress {
  url: string
  apiKey: string
  apiSecret: string
}

/** Pages with the media port on them, and the rooms they meet in. */
export interface MediaPages {
  rooms: RoomServiceClient
  /** Makes a room and returns its name. */
  room(): Promise<string>
  access(room: string, identity: string): Promise<{ url: string; token: string }>
  /** Somebody's page, not in a room yet. */
  open(): Promise<Page>
  /**
   * Somebody in a room, with camera and microphone on, who shows themself in `own` and `watches` in `remote`. `before` runs
   * on the page before it enters.
   */
  enter(room: string, identity: string, watches: string, before?: (page: Page) => Promise<unknown>): Promise<Page>
  closePages(): Promise<void>
  end(): Promise<void>
}

const flags = [
  ...chromiumFlags,
  // Three: the second of Chromium's fake cameras is a depth camera, whose frames nobody can show.
  '--use-fake-device-for-media-stream=device-count=3',
  '--auto-select-tab-capture-source-by-title=Media port',
]

/** `plugins`: what the pages' site has besides. `query`: what the page is told, `?small` for a small camera picture. */
export async function startMediaPages(
  { url, apiKey, apiSecret }: LiveKitAddress,
  { plugins = [], query = '' }: { plugins?: PluginOption[]; query?: string } = {},
): Promise<MediaPages> {
  const server = await createServer({
    configFile: false,
    root: `${import.meta.dirname}/page`,
    cacheDir: `${import.meta.dirname}/../../node_modules/.vite-media`,
    plugins,
    resolve: { tsconfigPaths: true },
    // Found later, it would reload the page in the middle of a test.
    optimizeDeps: {
      include: ['@livekit/track-processors', 'livekit-client', 'socket.io-client', 'valibot', 'zustand/vanilla'],
    },
    // A file saved meanwhile must not reload the pages.
    server: { port: 0, host: '127.0.0.1', hmr: false, watch: null },
    logLevel: 'error',
  })
  await server.listen()
  const browser = await chromium.launch({
    executablePath: await findChromium({ report: () => undefined }),
    args: [...flags],
  })
  const rooms = new RoomServiceClient(url.replace(/^ws/, 'http'), apiKey, apiSecret)
  const access: MediaPages['access'] = async (room, identity) => {
    const token = new AccessToken(apiKey, apiSecret, { identity, ttl: 120 })
    token.addGrant({ roomJoin: true, room, canPublish: true, canSubscribe: true })
    return { url, token: await token.toJwt() }
  }
  const open = () => openPage(browser, `${server.resolvedUrls?.local[0] ?? ''}${query}`)
  return {
    rooms,
    access,
    open,
    async room() {
      const name = `media ${crypto.randomUUID()}`
      await rooms.createRoom({ name })
      return name
    },
    async enter(room, identity, watches, before) {
      const page = await open()
      await before?.(page)
      const self = identity.slice(identity.indexOf(':') + 1)
      await page.evaluate(
        async ([access, self, watches]) => {
          port.media.attach(self, 'camera', port.video('own'))
          port.media.attach(watches, 'camera', port.video('remote'))
          const entered = port.media.connect(access, { self, type: 'video' })
          await Promise.all([entered, port.media.setMicrophone(true), port.media.setCamera(true)])
        },
        [await access(room, identity), self, watches] as const,
      )
      return page
    },
    async closePages() {
      await Promise.all(browser.contexts().map((context) => context.close()))
    },
    async end() {
      await browser.close()
      await server.close()
    },
  }
}

async function openPage(browser: Browser, url: string): Promise<Page> {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(url)
  await page.waitForFunction(() => 'port' in globalThis)
  return page
}
