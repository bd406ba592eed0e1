/** "Moving off Tencent", step by step: an app on their engine is changed as docs/tuicall.md says, and then it calls. */
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest'
import { freeTCPPort } from '../../packages/server/src/cli/freePort.ts'
import { startBrowser } from '../browser.ts'
import { seesMoving } from '../person.ts'
import { withPassage } from '../quickStart/readmeBlocks.ts'
import { startServer } from '../quickStart/runQuickStart.ts'
import { startSite } from './kitSite.ts'
import { theSteps } from './movingOff.ts'

/** What the page leaves to the app: who has which session. */
const sessions = `const mySessions = { userOf: async (token) => {
  if (!token.startsWith('session-of-')) throw new Error('no such session')
  const userID = token.slice('session-of-'.length)
  return { userID, name: userID }
} }\n`

let directory: string
let browser: Browser
let site: { url: string; close(): Promise<void> }
let stopServer: () => Promise<void>
beforeAll(async () => {
  const { server, imports, configuration } = await theSteps()
  directory = await mkdtemp(join(tmpdir(), 'ringkit-moving-'))
  const port = await freeTCPPort()
  const own = withPassage(withPassage(server, 'ws://localhost:7880', inject('liveKit').url), '4000', String(port))
  const app = await readFile(join(import.meta.dirname, 'before/main.js'), 'utf8')
  const moved = configuration + withPassage(app, ...imports)
  await cp(join(import.meta.dirname, 'before'), directory, { recursive: true })
  await symlink(resolve(import.meta.dirname, '../../node_modules'), join(directory, 'node_modules'), 'dir')
  await writeFile(join(directory, 'package.json'), '{ "type": "module" }')
  await writeFile(join(directory, 'server.js'), sessions + own)
  const url = `http://localhost:${port}`
  await writeFile(join(directory, 'main.js'), withPassage(moved, 'https://calls.example.com', url))
  stopServer = await startServer(directory, port)
  site = await startSite(directory)
  browser = await startBrowser()
})
afterAll(async () => {
  await browser?.close()
  await site?.close()
  await stopServer?.()
  await rm(directory, { recursive: true, force: true })
})

/** Opens the app, and waits until calls can be made and received. */
async function open(userID: string, session = `session-of-${userID}`): Promise<Page> {
  const context = await browser.newContext()
  onTestFinished(() => context.close())
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  await page.goto(`${site.url}?me=${userID}&session=${session}`)
  return page
}

/** The payload of the newest event of that name, told already or yet to come. */
async function told(page: Page, event: string, nth = 1): Promise<Record<string, unknown>> {
  const item = page.locator(`[data-event="${event}"]`).nth(nth - 1)
  // What the page writes there is the payload of that event.
  return JSON.parse((await item.textContent()) ?? '') as Record<string, unknown>
}
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

async function calls(page: Page, whom: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Whom' }).fill(whom)
  await press(page, 'Call')
}

test('there are ten steps', async () => {
  const { steps } = await theSteps()
  expect(steps.map((step) => Number.parseInt(step, 10))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
})

test('the app after the steps: dial, accept with frames and sound both ways, hang up, decline, no answer', async () => {
  const [ann, bob] = [await open('ann'), await open('bob')]
  expect(await told(ann, 'SDK_READY')).toEqual({ name: 'sdkReady', userID: 'ann' })
  await told(bob, 'SDK_READY')

  await calls(ann, 'bob')
  expect(await told(bob, 'INVITED')).toMatchObject({ sponsor: 'ann', inviteData: { callType: 2 }, userIDList: ['bob'] })
  await press(bob, 'Accept')
  expect(await told(ann, 'USER_ACCEPT')).toEqual({ userID: 'bob' })
  expect(await told(bob, 'USER_ENTER')).toEqual({ userID: 'ann' })
  for (const page of [ann, bob]) {
    await seesMoving(page.locator('#local video'))
    await seesMoving(page.locator('#remote video'))
    await page.locator('body[data-hears]').waitFor()
  }
  await press(ann, 'Hang up')
  expect(await told(bob, 'USER_LEAVE')).toEqual({ userID: 'ann' })
  for (const page of [ann, bob]) {
    expect(await told(page, 'CALLING_END')).toMatchObject({ userID: 'ann', callMediaType: 2 })
    await page.locator('#local video, #remote video').first().waitFor({ state: 'detached' })
  }

  await calls(ann, 'bob')
  await told(bob, 'INVITED', 2)
  await press(bob, 'Reject')
  expect(await told(ann, 'REJECT')).toMatchObject({ userID: 'bob' })
  expect(await told(ann, 'CALLING_CANCEL')).toMatchObject({ userID: 'bob', reason: 'reject' })

  await calls(ann, 'bob')
  expect(await told(ann, 'NO_RESP')).toEqual({ sponsor: 'ann', userIDList: ['bob'] })
  expect(await told(bob, 'CALLING_TIMEOUT')).toEqual({ sponsor: 'ann', userIDList: ['bob'] })
  expect(await ann.locator('[data-event="ERROR"]').count()).toBe(0)
})

test('a session that the server does not know: the login rejects, as a page that waits for it sees', async () => {
  const context = await browser.newContext()
  onTestFinished(() => context.close())
  const page = await context.newPage()
  const failed = page.waitForEvent('pageerror')
  await page.goto(`${site.url}?me=zed&session=forged`)
  expect(String(await failed)).toContain('TUICallError')
})
