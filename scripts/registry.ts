/**
 * `npm run build:registry`: the shadcn registry of the kit, built from the very files that `@ringkit/react` ships. Into
 * `dist/registry`, or the directory named. Serve it from anywhere: `components.json` says where.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { format, resolveConfig } from 'prettier'
import { registryItems, type KitItem } from './registryItems.ts'
import { registrySources } from './registrySources.ts'

const root = resolve(import.meta.dirname, '..')

/** Puts down what `shadcn build` reads: the files as an app will have them, and a `registry.json` that lists them. */
async function stage(items: readonly KitItem[], directory: string): Promise<void> {
  const style = await resolveConfig(join(root, 'package.json'))
  const files = new Map(items.flatMap(({ contents }) => [...contents]))
  for (const [path, text] of files) {
    const file = join(directory, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, await format(text, { ...style, filepath: file }))
  }
  const registry = {
    $schema: 'https://ui.shadcn.com/schema/registry.json',
    name: 'ringkit',
    homepage: 'https://github.com/ringkit/ringkit',
    items: items.map(({ item }) => item),
  }
  writeFileSync(join(directory, 'registry.json'), JSON.stringify(registry, undefined, 2))
}

const output = resolve(process.argv[2] ?? join(root, 'dist/registry'))
const staging = mkdtempSync(join(tmpdir(), 'ringkit-registry-'))
try {
  const items = registryItems(registrySources())
  await stage(items, staging)
  // Of a component that is gone no item stays behind; what else stands there is not ours.
  const earlier = existsSync(output) ? readdirSync(output).filter((name) => name.endsWith('.json')) : []
  for (const name of earlier) rmSync(join(output, name))
  const shadcn = join(root, 'node_modules/shadcn/dist/index.js')
  const args = [shadcn, 'build', 'registry.json', '--output', output, '--cwd', staging]
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`shadcn build ended with ${String(status)}:\n${stdout}${stderr}`)
  console.log(`built the registry: ${items.length} items into ${output}`)
} finally {
  rmSync(staging, { recursive: true, force: true })
}
