import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { comparePictures, KEPT_STEP, pack, TOLERATED } from './comparePictures.ts'
import type { Picture } from './pictureList.ts'

const root = resolve(import.meta.dirname, '../..')
const kept = join(import.meta.dirname, 'kept')
/** Not kept: what came out instead, and where it differs. */
const differing = join(root, 'test-results/pictures')

/** A repository keeps every version of every picture. */
export const MOST_BYTES = 60_000

/** How a picture compares with the kept one. */
export interface Checked {
  share: number
  /** What is wrong, and where to look at it; none when the two are alike. */
  problem?: string
}

/** Compares a picture with the one that is kept. When they differ, both and the difference are written to `test-results`. */
export function checkPicture({ name }: Picture, taken: Buffer): Checked {
  const before = join(kept, `${name}.png`)
  for (const what of ['taken', 'kept', 'difference']) rmSync(join(differing, `${name}.${what}.png`), { force: true })
  const { share, diff } = existsSync(before) ? comparePictures(readFileSync(before), taken) : { share: 1 }
  if (share <= TOLERATED) return { share }
  mkdirSync(differing, { recursive: true })
  writeFileSync(join(differing, `${name}.taken.png`), taken)
  if (existsSync(before)) writeFileSync(join(differing, `${name}.kept.png`), readFileSync(before))
  if (diff) writeFileSync(join(differing, `${name}.difference.png`), diff)
  const percent = (100 * share).toFixed(2)
  return {
    share,
    problem:
      `${name}: ${percent} % of the pixels differ, ${100 * TOLERATED} % may. See test-results/pictures/${name}.*.png; ` +
      'if it is meant to look so, run `npm run pictures -- --update`.',
  }
}

/** Keeps this picture from now on. Returns its size in bytes. */
export function keepPicture({ name }: Picture, taken: Buffer): number {
  mkdirSync(kept, { recursive: true })
  const packed = pack(taken, KEPT_STEP)
  writeFileSync(join(kept, `${name}.png`), packed)
  return packed.length
}

/** The pictures that are kept, by name. */
export function keptNames(): { name: string; bytes: number }[] {
  if (!existsSync(kept)) return []
  return readdirSync(kept)
    .toSorted()
    .map((file) => ({ name: basename(file, '.png'), bytes: statSync(join(kept, file)).size }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

/** Removes the pictures that nobody takes any more. */
export function forgetPicture(name: string): void {
  rmSync(join(kept, `${name}.png`), { force: true })
}
