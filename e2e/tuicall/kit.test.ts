/** Tencent's own Vue kit, unmodified, on our call server and a real LiveKit: one alias is all that is changed. */
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest'
import type { Browser, Page } from 'playwright'
import { freeTCPPort } from '../../packages/server/src/cli/freePort.ts'
import { createCallServer } from '../../packages/server/src/index.ts'
import { startBrowser } from '../browser.ts'
import { seesMoving } from '../person.ts'
import { startKitSite } from './kitSite.ts'

const PATIENCE_MS = 30_000

let browser: Browser
let site: Awaited<ReturnType<typeof startKitSite>>
let callServerURL: string
let stop: () => Promise<void>
beforeAll(async () => {
  const port = await freeTCPPort()
  const server = createCallServer({
    // The kit passes what the app gave it as `userSig`.
    authenticate: (userSig) => Promise.resolve({ userID: userSig, name: userSig.toUpperCase() }),
    livekit: inject('liveKit'),
    logLevel: 'warn',
  })
  await server.listen(port)
  callServerURL = `http://localhost:${port}`
  stop = () => server.close()
  browser = await startBrowser()
  site = await startKitSite()
})
afterAll(async () => {
  await browser?.close()
  await site?.close()
  await stop?.()
})

const errors: string[] = []

async function open(userID: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1000, height: 700 } })
  onTestFinished(() => context.close())
  const page = await context.newPage()
  page.setDefaultTimeout(PATIENCE_MS)
  page.on('pageerror', (error) => errors.push(`${userID}: ${error.stack}`))
  // The kit tells on the console what fails, behind its mark. livekit-client tells there of sockets that the server closes
  // with the room.
  page.on('console', (message) => {
    if (message.type() === 'error' && message.text().includes('【')) errors.push(`${userID}: ${message.text()}`)
  })
  await page.goto(`${site.url}?me=${userID}&server=${callServerURL}`)
  await page.locator('body[data-ready]').waitFor()
  return page
}

interface Dialled {
  userID?: string
  userIDList?: string[]
  groupID?: string
  /** 1 voice, 2 with picture. */
  type: 1 | 2
  timeout?: number
}
const dial = (page: Page, dialled: Dialled) =>
  page.evaluate((detail) => document.dispatchEvent(new CustomEvent('dial', { detail })), dialled)
/** Their buttons are pictures with a text under them. */
const press = (page: Page, text: string) =>
  page.getByText(text, { exact: true }).locator('..').locator('.call-operate').click()
const kit = (page: Page) => page.locator('#tui-call-kit-id')
/** Their screen closes by itself, on both sides. */
async function expectOver(...pages: Page[]): Promise<void> {
  for (const page of pages) await kit(page).waitFor({ state: 'detached' })
  expect(errors.splice(0)).toEqual([])
}

test('dial, ring, accept, frames both ways, mute, video to audio, hang up', async () => {
  const [ann, bob] = [await open('ann'), await open('bob')]
  await dial(ann, { userID: 'bob', type: 2 })
  await press(bob, 'Accept')
  await seesMoving(ann.locator('#bob video'))
  await seesMoving(bob.locator('#ann video'))
  await seesMoving(ann.locator('#localVideo video'))
  await seesMoving(bob.locator('#localVideo video'))
  await bob.locator('#ann').getByText('ANN').waitFor()

  await press(ann, 'Microphone')
  await press(ann, 'Camera')
  await ann.locator('#localVideo video').waitFor({ state: 'detached' })
  await press(ann, 'Switch to audio')
  await bob.locator('#localVideo video').waitFor({ state: 'detached' })
  expect(await bob.getByText('Switch to audio').count()).toBe(0)

  await press(bob, 'Hang up')
  await expectOver(ann, bob)
})

test('decline, then cancel', async () => {
  const [ann, bob] = [await open('ann'), await open('bob')]
  await dial(ann, { userID: 'bob', type: 1 })
  await press(bob, 'Decline')
  await expectOver(ann, bob)

  await dial(ann, { userID: 'bob', type: 1 })
  await bob.getByText('Accept', { exact: true }).waitFor()
  await press(ann, 'Hang up')
  await expectOver(ann, bob)
})

test('no answer, then busy', async () => {
  const [ann, bob, carol] = [await open('ann'), await open('bob'), await open('carol')]
  await dial(ann, { userID: 'bob', type: 1, timeout: 1 })
  await bob.getByText('Accept', { exact: true }).waitFor()
  await expectOver(ann, bob)

  await dial(ann, { userID: 'bob', type: 1 })
  await press(bob, 'Accept')
  await ann.getByText('00:00:01').waitFor()
  await dial(carol, { userID: 'bob', type: 1 })
  await carol.getByText('other side line busy').waitFor()
  await expectOver(carol)
  expect(await kit(bob).count()).toBe(1)
  await press(ann, 'Hang up')
  await expectOver(ann, bob)
})

test('a group of three with one silent', async () => {
  const [ann, bob, carol] = [await open('ann'), await open('bob'), await open('carol')]
  await dial(ann, { userIDList: ['bob', 'carol'], groupID: 'team', type: 2, timeout: 8 })
  await press(bob, 'Accept')
  await carol.getByText('Accept', { exact: true }).waitFor()
  await seesMoving(ann.locator('#bob video'))
  await seesMoving(bob.locator('#ann video'))
  await expectOver(carol)
  await bob.locator('#carol').waitFor({ state: 'detached' })
  await press(bob, 'Hang up')
  await expectOver(ann, bob)
})
