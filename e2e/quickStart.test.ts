import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { Browser, Page } from 'playwright'
import { startBrowser } from './browser.ts'
import { seesMoving } from './person.ts'
import { runQuickStart } from './quickStart/runQuickStart.ts'

let browser: Browser
let quickStart: Awaited<ReturnType<typeof runQuickStart>>
beforeAll(async () => {
  browser = await startBrowser()
  quickStart = await runQuickStart(inject('liveKit').url)
})
afterAll(async () => {
  await browser?.close()
  await quickStart?.stop()
})

async function open(name: string): Promise<{ page: Page; errors: string[] }> {
  const context = await browser.newContext()
  const page = await context.newPage()
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(String(error.stack)))
  await page.goto(`${quickStart.url}?me=${name}`)
  // Signed in: before that a call is refused.
  await page.locator('.rk-call-kit[data-status="idle"]').waitFor({ state: 'attached' })
  return { page, errors }
}

test("the README's quick start: one tab calls the other, and each sees the other move", async () => {
  const ann = await open('ann')
  const bob = await open('bob')
  await ann.page.getByRole('button', { name: 'Call bob' }).click()
  await bob.page.getByRole('button', { name: 'Accept', exact: true }).click()

  await seesMoving(ann.page.getByRole('group', { name: 'bob', exact: true }).locator('video'))
  await seesMoving(bob.page.getByRole('group', { name: 'ann', exact: true }).locator('video'))
  await ann.page.getByRole('button', { name: 'Hang up' }).click()
  for (const { page } of [ann, bob])
    await page.getByRole('region', { name: 'Call', exact: true }).waitFor({ state: 'detached' })
  expect([...ann.errors, ...bob.errors]).toEqual([])
})
