/** Checks what the packages ship: publint and "are the types wrong" on the packed files, and our own rules on the imports. */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import * as v from 'valibot'
import { loadedWith, undeclared, type BuiltModule } from './packageRules.ts'

const root = resolve(import.meta.dirname, '..')
const Manifest = v.object({
  name: v.string(),
  dependencies: v.optional(v.record(v.string(), v.string()), {}),
  peerDependencies: v.optional(v.record(v.string(), v.string()), {}),
})

function run(command: string, args: readonly string[]): string[] {
  const { status, error } = spawnSync(join(root, 'node_modules/.bin', command), args, { cwd: root, stdio: 'inherit' })
  return status === 0 ? [] : [`${command} ${args.join(' ')}: ${error?.message ?? `exit code ${status}`}`]
}

function builtModules(directory: string): BuiltModule[] {
  const dist = join(directory, 'dist')
  return readdirSync(dist, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(js|d\.ts)$/.test(path))
    .map((path) => ({ path, text: readFileSync(join(dist, path), 'utf8') }))
}

function checkImports(directory: string): string[] {
  const manifest = v.parse(Manifest, JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')))
  const declared = new Set([
    manifest.name,
    ...Object.keys(manifest.dependencies),
    ...Object.keys(manifest.peerDependencies),
  ])
  const modules = builtModules(directory)
  const faults = undeclared(modules, declared).map(
    (each) => `${manifest.name}: ${each}, which package.json does not name`,
  )
  // livekit-client is by far the heaviest part: a page loads it when a call is near, never at first.
  for (const entry of ['index.js', 'protocol.js', 'simulator.js']) {
    if (manifest.name === '@ringkit/core' && loadedWith(entry, modules).has('livekit-client'))
      faults.push(`${manifest.name}: ${entry} loads livekit-client; only a dynamic import may`)
  }
  return faults
}

const faults = ['core', 'react', 'server', 'tuicall'].flatMap((name) => {
  const directory = join(root, 'packages', name)
  if (!existsSync(join(directory, 'dist'))) return [`packages/${name}/dist is missing: run \`npm run build\` first`]
  return [
    ...run('publint', [directory, '--strict']),
    ...run('attw', ['--pack', directory, '--profile', 'esm-only', '--exclude-entrypoints', 'styles.css', 'call.css']),
    ...checkImports(directory),
  ]
})
for (const fault of faults) console.error(`✗ ${fault}`)
if (faults.length > 0) process.exit(1)
console.log('All packages are fit to publish.')
