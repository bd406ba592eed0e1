import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import * as v from 'valibot'
import type { KitSources } from './registryItems.ts'
import { isShipped } from './shipped.ts'

const Manifest = v.object({
  name: v.string(),
  version: v.string(),
  dependencies: v.record(v.string(), v.string()),
  peerDependencies: v.record(v.string(), v.string()),
})

/** Reads the sources of `@ringkit/react` from this checkout. */
export function registrySources(): KitSources {
  const directory = resolve(import.meta.dirname, '../packages/react')
  const paths = readdirSync(join(directory, 'src'), { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\.(tsx?|css)$/.test(path) && isShipped(path))
  return {
    files: new Map(paths.toSorted().map((path) => [path, readFileSync(join(directory, 'src', path), 'utf8')])),
    manifest: v.parse(Manifest, JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'))),
  }
}
