/**
 * `npm test`: makes sure of the tools, runs the suites one after the other, and ends with `N passed, N failed` over all of
 * them. `npm test -- unit stories` runs those named; `npm test -- chaos --full` with every round.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { findLiveKit } from '../packages/server/src/cli/liveKitFinder.ts'
import { findChromium } from './chromium.ts'
import { provideFonts } from './fonts.ts'
import { findHAProxy } from './haproxy.ts'
import { findRedis } from './redis.ts'
import { countTests, sum, type Counts } from './testCounts.ts'
import { failuresOf } from './testFailures.ts'

const root = resolve(import.meta.dirname, '..')

/** In the order in which they run, each with the tools it cannot do without. */
const suites = [
  { name: 'unit', needs: ['redis'] },
  { name: 'unit-react18', needs: [] },
  { name: 'stories', needs: ['chromium', 'fonts'] },
  { name: 'pictures', needs: ['chromium', 'fonts'] },
  { name: 'e2e', needs: ['chromium', 'liveKit'] },
  { name: 'chaos', needs: ['redis', 'chromium', 'liveKit'] },
  { name: 'deploy', needs: ['redis', 'haproxy', 'liveKit'] },
  { name: 'abuse', needs: ['redis'] },
  { name: 'registry', needs: ['chromium'] },
] as const

type Tool = (typeof suites)[number]['needs'][number]

async function provideTools(needed: ReadonlySet<Tool>): Promise<NodeJS.ProcessEnv> {
  // The end-to-end tests search again, and find what is on PATH or was kept by now.
  if (needed.has('liveKit')) await findLiveKit()
  if (needed.has('fonts')) await provideFonts()
  if (needed.has('redis')) await findRedis()
  if (needed.has('haproxy')) await findHAProxy()
  return needed.has('chromium') ? { CHROMIUM_PATH: await findChromium() } : {}
}

interface Outcome {
  readonly counts: Counts
  readonly failures: readonly string[]
}

async function run(suite: string, env: NodeJS.ProcessEnv, directory: string): Promise<Outcome> {
  console.log(`\n── ${suite} ──`)
  const file = join(directory, `${suite}.json`)
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const child = spawn(process.execPath, [vitest, 'run', '--project', suite, ...reporters], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const [exitCode] = await once(child, 'exit')
  const report: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
  const counts = countTests(report, typeof exitCode === 'number' ? exitCode : null)
  return { counts, failures: failuresOf(report) }
}

async function runAll(names: readonly string[]): Promise<Counts> {
  const unknown = names.filter((name) => !suites.some((suite) => suite.name === name))
  if (unknown.length > 0)
    throw new Error(`No such suite: ${unknown.join(', ')}. There are ${suites.map((s) => s.name).join(', ')}.`)
  const chosen = suites.filter((suite) => names.length === 0 || names.includes(suite.name))
  const env = await provideTools(new Set(chosen.flatMap((suite): readonly Tool[] => suite.needs)))
  const directory = mkdtempSync(join(tmpdir(), 'ringkit-test-'))
  try {
    const outcomes: Outcome[] = []
    for (const { name } of chosen) outcomes.push(await run(name, env, directory))
    console.log()
    for (const failure of outcomes.flatMap((each) => each.failures)) console.log(`Not passed: ${failure}\n`)
    chosen.forEach(({ name }, index) => console.log(`${name}: ${line(outcomes[index]?.counts ?? sum([]))}`))
    return sum(outcomes.map((each) => each.counts))
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

function line({ passed, failed }: Counts): string {
  return `${passed} passed, ${failed} failed`
}

const isFull = process.argv.includes('--full')
if (isFull) process.env.CHAOS = 'full'
const names = process.argv.slice(2).filter((each) => each !== '--full')
const counts = await runAll(names).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  return { passed: 0, failed: 1 }
})
process.exitCode = counts.failed === 0 ? 0 : 1
console.log(line(counts))
