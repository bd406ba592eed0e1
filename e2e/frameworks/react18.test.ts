import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startBrowser } from '../browser.ts'
import { seesMoving } from '../person.ts'
import { addKitStyles, openHostPage, startHostSite } from './hostSite.ts'
import { expectNoComplaints, watchConsole } from './watchConsole.ts'

let browser: Browser
let site: Awaited<ReturnType<typeof startHostSite>>
beforeAll(async () => {
  site = await startHostSite(18)
  browser = await startBrowser()
})
afterAll(async () => {
  await browser?.close()
  await site?.close()
})

test('on React 18, in Strict Mode: it rings, I accept, I hang up; the next call I decline', async () => {
  const page = await browser.newPage()
  const complaints = watchConsole(page)
  await openHostPage(page, site.url)
  await addKitStyles(page)
  expect(await page.evaluate(() => window.host.reactVersion)).toMatch(/^18\./)

  await page.evaluate(() => void window.host.simulator.person('bob').calls('ann'))
  await page.getByRole('dialog', { name: 'Incoming call' }).waitFor()
  await page.getByRole('button', { name: 'Accept', exact: true }).click()
  await seesMoving(page.getByRole('group', { name: 'Bob', exact: true }).locator('video'))
  await page.getByRole('button', { name: 'Hang up' }).click()
  await page.getByRole('region', { name: 'Call', exact: true }).waitFor({ state: 'detached' })

  await page.evaluate(() => void window.host.simulator.person('carol').calls('ann'))
  await page.getByRole('button', { name: 'Decline', exact: true }).click()
  await page.getByRole('dialog', { name: 'Incoming call' }).waitFor({ state: 'detached' })
  expect(
    await page.evaluate(() => window.host.simulator.person('carol').untilHeard('CALL_NOT_CONNECTED')),
  ).toMatchObject({ reason: 'rejected' })
  expectNoComplaints(complaints)
})
