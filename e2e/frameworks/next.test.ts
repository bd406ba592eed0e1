/** The example for Next.js, as it would be deployed: built from what the packages ship, and started. */
import { join, resolve } from 'node:path'
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest'
import { freeTCPPort } from '../../packages/server/src/cli/freePort.ts'
import { startBrowser } from '../browser.ts'
import { seesMoving } from '../person.ts'
import { buildStalePackages } from './builtPackages.ts'
import { runProgram, startProgram } from './program.ts'
import { expectNoComplaints, watchConsole } from './watchConsole.ts'

const root = resolve(import.meta.dirname, '../..')
const next = join(root, 'node_modules/next/dist/bin/next')
const cwd = join(root, 'examples/next')

let browser: Browser
let url: string
let site: Awaited<ReturnType<typeof startProgram>>
beforeAll(async () => {
  await buildStalePackages()
  // A server component imports `CallKit` by itself: without 'use client' in what is shipped, this build fails.
  await runProgram([next, 'build'], { cwd })
  const port = await freeTCPPort()
  url = `http://localhost:${port}`
  const env = { RINGKIT_URL: inject('callServerURL') }
  site = await startProgram([next, 'start', '-p', String(port)], 'Ready', { cwd, env })
  browser = await startBrowser()
}, 300_000)
afterAll(async () => {
  await browser?.close()
  await site?.stop()
})

async function open(path: string): Promise<{ page: Page; complaints: readonly string[] }> {
  const context = await browser.newContext()
  onTestFinished(() => context.close())
  const page = await context.newPage()
  const complaints = watchConsole(page)
  await page.goto(url + path)
  return { page, complaints }
}

test('a call on the simulator rings, connects and ends; nothing is complained of', async () => {
  const { page, complaints } = await open('/simulator')
  await page.getByRole('button', { name: 'Let Bob call' }).click()
  await page.getByRole('dialog', { name: 'Incoming call' }).waitFor()
  await page.getByRole('button', { name: 'Accept', exact: true }).click()
  await seesMoving(page.getByRole('group', { name: 'Bob', exact: true }).locator('video'))
  await page.getByRole('button', { name: 'Hang up' }).click()
  await page.getByRole('region', { name: 'Call', exact: true }).waitFor({ state: 'detached' })
  expectNoComplaints(complaints)
})

test('a page that a server renders with the kit is hydrated as it came, and calls by the call server', async () => {
  const html = await (await fetch(`${url}/?me=Nina`)).text()
  expect(html).toContain('loggedOut')

  const [nina, omar] = [await open('/?me=Nina'), await open('/?me=Omar')]
  for (const { page } of [nina, omar]) await page.getByText('idle', { exact: true }).waitFor()
  await nina.page.getByRole('textbox', { name: 'Call' }).fill('omar')
  await nina.page.getByRole('button', { name: 'Call', exact: true }).click()
  await omar.page.getByRole('button', { name: 'Accept', exact: true }).click()
  await seesMoving(nina.page.getByRole('group', { name: 'Omar', exact: true }).locator('video'))
  // Before the call ends: livekit-client itself writes an error when the server closes the room first.
  expectNoComplaints(nina.complaints, omar.complaints)
  await omar.page.getByRole('button', { name: 'Hang up' }).click()
  await nina.page.getByRole('region', { name: 'Call', exact: true }).waitFor({ state: 'detached' })
  expect(site.output()).not.toMatch(/error/i)
})
