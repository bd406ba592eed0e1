/**
 * The kit as code of one's own: a fresh app gets every component from the registry by shadcn's CLI, as docs/copy-paste.md
 * says, and calls with them. The packages are those that npm would give, built and packed.
 */
import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import type { Browser, Locator, Page } from 'playwright'
import ts from 'typescript'
import * as v from 'valibot'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { freeTCPPort } from '../../packages/server/src/cli/freePort.ts'
import { packageOf } from '../../scripts/packageRules.ts'
import { startBrowser } from '../browser.ts'
import { runProgram, startProgram } from '../frameworks/program.ts'
import { expectNoComplaints, watchConsole } from '../frameworks/watchConsole.ts'
import { seesMoving } from '../person.ts'
import { withPassage } from '../quickStart/readmeBlocks.ts'
import { writeFreshApp } from './freshApp.ts'
import { startLocalHosts, type LocalHosts } from './localHosts.ts'
import { npm, withoutNPM } from './npm.ts'
import { packedPackages } from './packedPackages.ts'

const root = resolve(import.meta.dirname, '../..')
const Registry = v.object({ items: v.array(v.object({ name: v.string() })) })
const Manifest = v.object({ dependencies: v.record(v.string(), v.string()) })

let directory: string
let app: string
let hosts: LocalHosts
let browser: Browser
let items: readonly string[]

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ringkit-copy-paste-'))
  app = join(directory, 'app')
  const registry = join(directory, 'registry')
  await runProgram(['--import', 'tsx', join(root, 'scripts/registry.ts'), registry], { cwd: root })
  const { items: built } = v.parse(Registry, JSON.parse(await readFile(join(registry, 'registry.json'), 'utf8')))
  items = built.map(({ name }) => name)
  hosts = await startLocalHosts(registry, await packedPackages())
  await writeFreshApp({ ...hosts, directory: app })
  await npm(['install'], { cwd: app })
  await shadcn('add', ...items.map((name) => `@ringkit/${name}`), '--yes')
  browser = await startBrowser()
}, 600_000)
afterAll(async () => {
  await browser?.close()
  await hosts?.close()
  await rm(directory, { recursive: true, force: true })
})

function shadcn(...args: readonly string[]): Promise<string> {
  const env = { ...withoutNPM, REGISTRY_URL: hosts.homeURL }
  return runProgram([join(root, 'node_modules/shadcn/dist/index.js'), ...args], { cwd: app, env })
}

const owned = (...path: string[]): string => join(app, 'src/components/ringkit', ...path)

function ownedFiles(): readonly string[] {
  return readdirSync(owned(), { recursive: true, encoding: 'utf8' }).filter((path) => /\.\w+$/.test(path))
}

test('the app has every component, and nothing was asked for that is not there', () => {
  const files = ownedFiles()
  expect(files).toEqual(expect.arrayContaining(['CallKit.tsx', 'VideoGrid.tsx', 'VideoGrid.css', 'tokens.css']))
  expect(files.filter((path) => path.endsWith('.tsx'))).toHaveLength(items.filter((name) => name !== 'tokens').length)
  expect(hosts.missing).toEqual([])
})

test('the copied files import public packages, hooks of @ringkit/react, and each other', async () => {
  const { dependencies } = v.parse(Manifest, JSON.parse(await readFile(join(app, 'package.json'), 'utf8')))
  const allowed = new Set([...Object.keys(dependencies), '@ringkit/react'])
  allowed.delete('@ringkit/core')
  const strangers: string[] = []
  for (const path of ownedFiles().filter((each) => /\.tsx?$/.test(each))) {
    // oxlint-disable-next-line no-await-in-loop -- a handful of small files
    const { importedFiles } = ts.preProcessFile(await readFile(owned(path), 'utf8'))
    for (const { fileName: specifier } of importedFiles) {
      const neighbour = owned(dirname(path), specifier)
      const isThere = specifier.startsWith('.')
        ? ['', '.ts', '.tsx'].some((ending) => existsSync(neighbour + ending))
        : allowed.has(packageOf(specifier)) && !specifier.startsWith('@ringkit/react/')
      if (!isThere) strangers.push(`${path}: ${specifier}`)
    }
  }
  expect(strangers).toEqual([])
})

test('the app type-checks, strictly', async () => {
  const told = await runProgram([join(app, 'node_modules/typescript/bin/tsc'), '-p', '.'], { cwd: app })
  expect(told).toBe('')
})

/** Builds the app as it is now and opens it. */
async function open(): Promise<{ page: Page; complaints: readonly string[] }> {
  const vite = join(app, 'node_modules/vite/bin/vite.js')
  await runProgram([vite, 'build'], { cwd: app })
  const port = await freeTCPPort()
  const serve = [vite, 'preview', '--host', '127.0.0.1', '--port', String(port), '--strictPort']
  const site = await startProgram(serve, `:${port}`, { cwd: app })
  onTestFinished(() => site.stop())
  const context = await browser.newContext({ colorScheme: 'light', reducedMotion: 'reduce' })
  onTestFinished(() => context.close())
  const page = await context.newPage()
  const complaints = watchConsole(page)
  await page.goto(`http://127.0.0.1:${port}/`)
  return { page, complaints }
}

type Looks = Record<string, string>

function look(part: Locator, property: string): Promise<string> {
  return part.evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property)
}

/** Bob calls, Ann accepts, both are seen, Ann hangs up. Gives what was seen on the way. */
async function playCall(page: Page): Promise<Looks> {
  await page.getByRole('button', { name: 'Let Bob call' }).click()
  const dialog = page.getByRole('dialog', { name: 'Incoming call' })
  await dialog.waitFor()
  const accept = dialog.getByRole('button', { name: 'Accept', exact: true })
  const ringing = {
    dialog: await look(dialog, 'background-color'),
    text: await look(dialog, 'color'),
    accept: await look(accept.locator('.rk-control-button-icon'), 'background-color'),
  }
  await accept.click()
  const call = page.getByRole('region', { name: 'Call', exact: true })
  const bob = call.getByRole('group', { name: 'Bob', exact: true })
  await seesMoving(bob.locator('video'))
  await seesMoving(call.getByRole('group', { name: 'ann (you)' }).locator('video'))
  expect(await call.getByRole('group').count()).toBe(2)
  const inCall = {
    stage: await look(call, 'background-color'),
    corners: await look(bob, 'border-top-left-radius'),
    tile: await look(bob, 'background-color'),
    // Tailwind's reset takes the corners of every button: it must come before the kit.
    minimise: await look(call.getByRole('button', { name: 'Minimise call' }), 'border-top-left-radius'),
  }
  await call.getByRole('button', { name: 'Hang up' }).click()
  await call.waitFor({ state: 'detached' })
  return { ...ringing, ...inCall }
}

const asCopied: Looks = {
  dialog: 'rgb(255, 255, 255)',
  text: 'rgb(20, 22, 27)',
  accept: 'rgb(21, 128, 61)',
  stage: 'rgb(12, 14, 19)',
  corners: '16px',
  tile: 'rgb(27, 31, 40)',
  minimise: '50%',
}

test('a call on the simulator rings, connects and ends, as the kit looks', async () => {
  const { page, complaints } = await open()
  expect(await playCall(page)).toEqual(asCopied)
  expectNoComplaints(complaints)
})

test('five variables restyle it, and a VideoGrid that was changed is the one that is seen', async () => {
  const variables = `
:root {
  --rk-card: rgb(10, 20, 90);
  --rk-card-foreground: rgb(250, 240, 200);
  --rk-positive: rgb(0, 90, 90);
  --rk-stage: rgb(40, 0, 40);
  --rk-tile-radius: 3px;
}
`
  await writeFile(join(app, 'src/index.css'), `@import 'tailwindcss';\n${variables}`)
  const grid = await readFile(owned('VideoGrid.tsx'), 'utf8')
  const tile = '<GridTile userID={userID} source={source} />'
  await writeFile(
    owned('VideoGrid.tsx'),
    withPassage(grid, tile, '<GridTile userID={userID} source={source} data-mine className="bg-black" />'),
  )
  const { page, complaints } = await open()
  expect(await page.locator('[data-mine]').count()).toBe(0)
  const mine = page.locator('[data-mine]').nth(1).waitFor()
  expect(await playCall(page)).toEqual({
    ...asCopied,
    dialog: 'rgb(10, 20, 90)',
    text: 'rgb(250, 240, 200)',
    accept: 'rgb(0, 90, 90)',
    stage: 'rgb(40, 0, 40)',
    corners: '3px',
    // Tailwind's utilities win over the kit.
    tile: 'rgb(0, 0, 0)',
  })
  await mine
  expectNoComplaints(complaints)
})

test('shadcn shows how the copy of an app differs from the kit, and leaves it as it is', async () => {
  const changed = await readFile(owned('VideoGrid.tsx'), 'utf8')
  const output = await shadcn('add', '@ringkit/video-grid', '--diff', 'VideoGrid.tsx')
  expect(output).toMatch(/^.*-.*data-mine className="bg-black"/m)
  expect(await readFile(owned('VideoGrid.tsx'), 'utf8')).toBe(changed)
})
