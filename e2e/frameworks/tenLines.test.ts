/** `examples/quickstart`: what an app that is there already adds to have calls. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, inject, onTestFinished, test } from 'vitest'
import { startBrowser } from '../browser.ts'
import { seesMoving } from '../person.ts'
import { startSite } from './hostSite.ts'
import { expectNoComplaints, watchConsole } from './watchConsole.ts'

const example = resolve(import.meta.dirname, '../../examples/quickstart')

test('ten lines put CallKit into an app', () => {
  const lines = readFileSync(`${example}/src/main.tsx`, 'utf8').split('\n')
  const written = lines.filter((line) => line.trim() !== '')
  expect(written.length).toBeLessThanOrEqual(10)
  expect(written.filter((line) => line.includes('<CallKit'))).toHaveLength(1)
})

test('with them two people call each other', async () => {
  const site = await startSite(example, { env: { VITE_RINGKIT_URL: inject('callServerURL') } })
  onTestFinished(() => site.close())
  const browser = await startBrowser()
  onTestFinished(() => browser.close())
  const [uma, tom] = await Promise.all([browser.newPage(), browser.newPage()])
  const complaints = [watchConsole(uma), watchConsole(tom)]
  await tom.goto(`${site.url}?me=Tom&call=uma`)
  await uma.goto(`${site.url}?me=Uma&call=tom`)
  await uma.getByRole('button', { name: 'Call tom' }).click()
  await tom.getByRole('button', { name: 'Accept', exact: true }).click()
  await seesMoving(uma.getByRole('group', { name: 'Tom', exact: true }).locator('video'))
  // Before the call ends: livekit-client itself writes an error when the server closes the room first.
  expectNoComplaints(...complaints)
  await uma.getByRole('button', { name: 'Hang up' }).click()
  await tom.getByRole('region', { name: 'Call', exact: true }).waitFor({ state: 'detached' })
})
