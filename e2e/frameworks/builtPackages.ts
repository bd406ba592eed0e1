import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { isShipped } from '../../scripts/shipped.ts'
import { runProgram } from './program.ts'

const root = resolve(import.meta.dirname, '../..')

function isStale(name: string): boolean {
  const [source, entry] = [join(root, 'packages', name, 'src'), join(root, 'packages', name, 'dist/index.js')]
  if (!existsSync(entry)) return true
  const builtAt = statSync(entry).mtimeMs
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(isShipped)
  return files.some((file) => statSync(join(source, file)).mtimeMs > builtAt)
}

/** Builds the packages unless what is in `dist` is newer than the sources: for tests of what is shipped. */
export async function buildStalePackages(): Promise<void> {
  if (!['core', 'react', 'server'].some(isStale)) return
  await runProgram(['--import', 'tsx', join(root, 'scripts/build.ts')], { cwd: root })
}
