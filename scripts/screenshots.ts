/**
 * `npm run screenshots`: the pictures of the documentation, taken of a real call between three people in the demo, with a real
 * call server and LiveKit. The cameras are Chromium's own test pictures.
 */
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Browser } from 'playwright'
import { build } from 'vite'
import { startBrowser } from '../e2e/browser.ts'
import { startDemoSite } from '../e2e/demoSite.ts'
import { Person } from '../e2e/person.ts'
import { startDevServer } from '../packages/server/src/cli/dev.ts'
import { freeTCPPort } from '../packages/server/src/cli/freePort.ts'
import { findLiveKit } from '../packages/server/src/cli/liveKitFinder.ts'
import { startLiveKit } from '../packages/server/src/cli/liveKitProcess.ts'

const root = resolve(import.meta.dirname, '..')
const images = join(root, 'docs/images')
/** A page that loads a picture of this size does not wait for it. */
const MOST_BYTES = 300_000
/** Three pages that film, encode and decode on one machine take their time. */
const patient = { ringTimeout: 600, reconnectGrace: 300 }
const PATIENCE_MS = 60_000

/** What is up, to be ended in the opposite order. */
const running: (() => Promise<void>)[] = []

async function startDemo(): Promise<string> {
  const callPort = await freeTCPPort()
  const liveKit = await startLiveKit(await findLiveKit(), {
    webhookURLs: [`http://127.0.0.1:${callPort}/livekit/webhook`],
  })
  running.push(() => liveKit.stop())
  const { url, apiKey, apiSecret } = liveKit
  const callServer = await startDevServer({ port: callPort, liveKit: { url, apiKey, apiSecret }, ...patient })
  running.push(() => callServer.close())
  // Vite hands every VITE_ variable to the page: this is how the demo learns where the call server is.
  process.env.VITE_RINGKIT_URL = callServer.url
  const outDir = mkdtempSync(join(tmpdir(), 'ringkit-screenshots-'))
  running.push(async () => rmSync(outDir, { recursive: true, force: true }))
  await build({ configFile: join(root, 'vite.config.ts'), logLevel: 'error', build: { outDir, emptyOutDir: true } })
  const site = await startDemoSite(outDir, callServer.url)
  running.push(() => site.close())
  return site.url
}

async function arrive(browser: Browser, url: string, name: string): Promise<Person> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, colorScheme: 'light' })
  // tsx names functions by a helper of its own, which a function that is sent to the page would miss there.
  await context.addInitScript('globalThis.__name = (value) => value')
  const person = new Person(await context.newPage(), name)
  person.page.setDefaultTimeout(PATIENCE_MS)
  await person.page.goto(url)
  await person.signIn()
  return person
}

/** Resolves once somebody's picture can be seen. */
async function showsPicture(person: Person, other: Person): Promise<void> {
  const video = await person.tile(other).locator('video').elementHandle()
  await person.page.waitForFunction((element) => element instanceof HTMLVideoElement && element.videoWidth > 0, video)
}

async function takePictures(): Promise<void> {
  const url = await startDemo()
  const browser = await startBrowser()
  running.push(() => browser.close())
  const ann = await arrive(browser, url, 'Ann')
  const ben = await arrive(browser, url, 'Ben')
  const cleo = await arrive(browser, url, 'Cleo')

  await ann.calls([ben, cleo], 'video')
  await ben.accept()
  await cleo.press('Accept without camera')
  for (const other of [ann, ben]) await showsPicture(ann, other)
  await ann.heardLike('USER_ENTER', ({ userID }) => userID === cleo.userID)
  await ann.page.getByRole('log', { name: 'Call notices' }).locator('.rk-notice').first().waitFor({ state: 'hidden' })

  mkdirSync(images, { recursive: true })
  const path = join(images, 'call.png')
  await ann.page.screenshot({ path })
  const { size } = statSync(path)
  console.log(`docs/images/call.png: ${Math.round(size / 1000)} kB`)
  if (size > MOST_BYTES) throw new Error(`docs/images/call.png has ${size} bytes, more than ${MOST_BYTES}.`)
}

try {
  await takePictures()
} catch (error) {
  console.error(error)
  process.exitCode = 1
} finally {
  for (const end of running.toReversed()) await end()
}
