import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'

/** The code blocks of the README's quick start, by the file name in the first line of each: `// server.js`. */
export async function quickStartFiles(): Promise<ReadonlyMap<string, string>> {
  const readme = await readFile(resolve(import.meta.dirname, '../../README.md'), 'utf8')
  const section = readme.split(/^## /m).find((each) => each.startsWith('Quick start\n')) ?? ''
  const blocks = [...section.matchAll(/^```jsx?\n\/\/ (\S+).*\n([^]*?)^```$/gm)]
  return new Map(blocks.map(([, name = '', code = '']) => [name, code]))
}

/** The text with one passage replaced; an error when it is not there exactly once, for then the README has changed. */
export function withPassage(text: string, passage: string, replacement: string): string {
  const parts = text.split(passage)
  if (parts.length !== 2)
    throw new Error(`The quick start must hold "${passage}" once; it does ${parts.length - 1} times.`)
  return parts.join(replacement)
}
