import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Pages by their path inside the directory, `/` between folders on every system. */
export type Pages = ReadonlyMap<string, string>

/** Every Markdown page below a directory; none where there is no directory. */
export function pagesOf(directory: string): Pages {
  if (!existsSync(directory)) return new Map()
  const paths = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.md'))
  return new Map(paths.map((path) => [path.replaceAll('\\', '/'), readFileSync(join(directory, path), 'utf8')]))
}

/** The pages that are kept otherwise than they would be written, kept though nothing writes them, or missing. */
export function stalePages(kept: Pages, written: Pages): readonly string[] {
  const paths = [...new Set([...kept.keys(), ...written.keys()])].toSorted()
  return paths.filter((path) => kept.get(path) !== written.get(path))
}
