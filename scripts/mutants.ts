/**
 * `npm run mutants`: tries whether the tests find what they are there for. Puts known bugs (mutantList.ts) into a copy of the
 * tree, one at a time, and runs the tests that must go red; each must be green before. `-- N11 token`: those with one of these
 * words in their names. Fails when a mutant survives. It takes its time, so CI does not run it.
 */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { mutants, type Mutant, type Witness } from './mutantList.ts'
import { verdict, type Verdict } from './mutantVerdict.ts'

const root = resolve(import.meta.dirname, '..')

/** The tree as it is, changes that are not committed included, with the packages that are installed here. */
function copyTree(): string {
  const tree = mkdtempSync(join(tmpdir(), 'ringkit-mutants-'))
  const list = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root })
  const files = list.stdout
    .toString()
    .split('\0')
    .filter((file) => file !== '' && existsSync(join(root, file)))
  for (const file of files) cpSync(join(root, file), join(tree, file))
  for (const file of files.filter((each) => each.endsWith('package.json'))) linkPackages(tree, dirname(file))
  return tree
}

/** A `node_modules` of its own, so that no cache is shared; the packages of this repository are those of the copy. */
function linkPackages(tree: string, directory: string): void {
  const from = join(root, directory, 'node_modules')
  if (!existsSync(from)) return
  const to = join(tree, directory, 'node_modules')
  mkdirSync(to)
  for (const name of readdirSync(from)) {
    if (name === '@ringkit') cpSync(join(from, name), join(to, name), { recursive: true, verbatimSymlinks: true })
    else if (!name.startsWith('.') || name === '.bin') symlinkSync(join(from, name), join(to, name))
  }
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)

async function run(tree: string, { project, file, test }: Witness): Promise<Verdict> {
  const report = join(tree, 'mutant-report.json')
  rmSync(report, { force: true })
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const parameters = [
    'run',
    '--project',
    project,
    file,
    '-t',
    escaped(test),
    '--reporter=json',
    `--outputFile=${report}`,
  ]
  // All rounds: a race that is lost once in ten times must be seen.
  const env = { ...process.env, CHAOS: 'full' }
  const child = spawn(process.execPath, [vitest, ...parameters], { cwd: tree, env, stdio: 'ignore' })
  await once(child, 'exit')
  return verdict(existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined)
}

interface Row {
  mutant: string
  witness: string
  verdict: Verdict
  seconds: number
}

const nameOf = ({ project, file, test }: Witness) => `${project}: ${file}, ${test}`

async function judge(tree: string, { name, file, code, instead, tests }: Mutant): Promise<Row[]> {
  const path = join(tree, file)
  const source = readFileSync(path, 'utf8')
  const rows: Row[] = []
  writeFileSync(
    path,
    source.replace(code, () => instead),
  )
  for (const each of tests) {
    const from = performance.now()
    const row = { mutant: name, witness: nameOf(each), verdict: await run(tree, each), seconds: 0 }
    row.seconds = Math.round((performance.now() - from) / 1000)
    console.log(`${row.verdict}: ${row.mutant} (${row.witness}; ${row.seconds} s)`)
    rows.push(row)
  }
  writeFileSync(path, source)
  return rows
}

/** The tests that are not green without any mutant: what they say of one is worth nothing. */
async function notGreen(tree: string, chosen: readonly Mutant[]): Promise<string[]> {
  const witnesses = new Map(chosen.flatMap(({ tests }) => tests.map((each) => [nameOf(each), each] as const)))
  const bad: string[] = []
  for (const [name, witness] of witnesses) {
    const found = await run(tree, witness)
    console.log(`${found} without a mutant: ${name}`)
    if (found !== 'green') bad.push(name)
  }
  return bad
}

const words = process.argv.slice(2)
const chosen = mutants.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)))
const tree = copyTree()
process.once('exit', () => rmSync(tree, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

const bad = await notGreen(tree, chosen)
const rows: Row[] = []
for (const mutant of chosen) rows.push(...(await judge(tree, mutant)))
const survivors = rows.filter(({ verdict }) => verdict !== 'red')
console.log('\n| bug | test | |\n| --- | --- | --- |')
for (const { mutant, witness, verdict } of rows) console.log(`| ${mutant} | ${witness} | ${verdict} |`)
console.log(`\n${rows.length - survivors.length} of ${rows.length} went red, ${bad.length} were not green before`)
process.exitCode = survivors.length + bad.length === 0 ? 0 : 1
