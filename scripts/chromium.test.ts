import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findChromium, type ChromiumContext } from './chromium.ts'

let directory: string
let context: ChromiumContext

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ringkit-chromium-'))
  context = {
    env: { PATH: directory },
    playwrightPath: '/playwright/chrome',
    exists: () => false,
    mayInstall: false,
    install: () => Promise.reject(new Error('must not be called')),
    report: () => undefined,
  }
})
afterEach(() => rm(directory, { recursive: true }))

async function put(name: string): Promise<string> {
  const path = join(directory, name)
  await writeFile(path, '')
  await chmod(path, 0o755)
  return path
}

test('CHROMIUM_PATH comes first, and a wrong one is an error', async () => {
  await put('chromium')
  const env = { ...context.env, CHROMIUM_PATH: '/my/chrome' }
  expect(await findChromium({ ...context, env, exists: () => true })).toBe('/my/chrome')
  await expect(findChromium({ ...context, env })).rejects.toThrow('CHROMIUM_PATH is /my/chrome, and nothing is there')
})

test('then PATH, by name before by directory', async () => {
  const chrome = await put('google-chrome')
  expect(await findChromium(context)).toBe(chrome)
  const chromium = await put('chromium')
  expect(await findChromium({ ...context, exists: () => true })).toBe(chromium)
})

test("then Playwright's own", async () => {
  expect(await findChromium({ ...context, exists: () => true, mayInstall: true })).toBe('/playwright/chrome')
})

test("then Debian's package, where it may be installed", async () => {
  const install = async () => void (await put('chromium'))
  expect(await findChromium({ ...context, mayInstall: true, install })).toBe(join(directory, 'chromium'))
})

test('with none to be had, one message names every way with its reason', async () => {
  await expect(findChromium(context)).rejects.toThrow(
    /CHROMIUM_PATH[\s\S]*PATH[\s\S]*playwright install[\s\S]*not as root/,
  )
  const install = () => Promise.reject(new Error('apt-get install failed: no network'))
  await expect(findChromium({ ...context, mayInstall: true, install })).rejects.toThrow('no network')
})
