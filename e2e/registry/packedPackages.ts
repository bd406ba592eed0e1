import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import * as v from 'valibot'
import { buildStalePackages } from '../frameworks/builtPackages.ts'
import type { PackedPackage } from './localHosts.ts'
import { npm } from './npm.ts'

const root = resolve(import.meta.dirname, '../..')
const Manifest = v.looseObject({ name: v.string(), version: v.string() })

/** `@ringkit/core` and `@ringkit/react` as they would be published: built and packed. */
export async function packedPackages(): Promise<readonly PackedPackage[]> {
  await buildStalePackages()
  return Promise.all(['core', 'react'].map(pack))
}

async function pack(name: string): Promise<PackedPackage> {
  const cwd = join(root, 'packages', name)
  const directory = await mkdtemp(join(tmpdir(), 'ringkit-pack-'))
  try {
    await npm(['pack', '--pack-destination', directory], { cwd })
    const [file = ''] = await readdir(directory)
    const manifest = v.parse(Manifest, JSON.parse(await readFile(join(cwd, 'package.json'), 'utf8')))
    return { manifest, tarball: await readFile(join(directory, file)) }
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}
