import { gzipSync } from 'node:zlib'
import { join, resolve } from 'node:path'
import { rolldown, type OutputChunk } from 'rolldown'
import { build } from 'vite'

const root = resolve(import.meta.dirname, '..')
const react = [/^react($|\/)/, /^react-dom($|\/)/]

/** What a bundle is made of, and what it weighs: minified, React outside, gzip at level 9. Bytes. */
export interface Bundle {
  /** What a page loads at once: the entry and all that it imports statically. */
  first: number
  /** What comes with the chunk that holds the module whose path ends so, and is not there yet by then. */
  laterWith(moduleEnd: string): number
  /** The heaviest of the first load, by package, or by file of a package of the workspace: bytes, each compressed by itself. */
  heaviest(count: number): readonly { name: string; bytes: number }[]
  /** Paths of the modules of the first load. */
  firstModules: readonly string[]
}

export interface BundleOptions {
  /** Where the imports are looked up. Default: the root of the workspace. */
  from?: string
  /** What is left out, beside React. */
  without?: readonly RegExp[]
}

/** Bundles `code` as an app would, by rolldown, which is what Vite bundles with. */
export async function bundle(code: string, { from = root, without = [] }: BundleOptions = {}): Promise<Bundle> {
  const entry = join(from, '__entry__.js')
  const input = {
    name: 'entry',
    resolveId: (id: string) => (id === entry ? entry : undefined),
    load: (id: string) => (id === entry ? code : undefined),
  }
  const built = await rolldown({
    input: entry,
    cwd: from,
    platform: 'browser',
    external: [...react, ...without],
    logLevel: 'silent',
    transform: { define: { 'process.env.NODE_ENV': '"production"' } },
    plugins: [input],
  })
  const { output } = await built.generate({ format: 'esm', minify: true })
  await built.close()
  return measured(output.filter((each) => each.type === 'chunk'))
}

function measured(chunks: readonly OutputChunk[]): Bundle {
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]))
  const closure = (start: OutputChunk): Set<OutputChunk> => {
    const found = new Set([start])
    for (const chunk of found) {
      for (const name of chunk.imports) {
        const next = byName.get(name)
        if (next) found.add(next)
      }
    }
    return found
  }
  const [entry] = chunks.filter(({ isEntry }) => isEntry)
  if (!entry) throw new Error('The bundle has no entry.')
  const first = closure(entry)
  return {
    first: weigh(first),
    laterWith(moduleEnd) {
      const chunk = chunks.find(({ moduleIds }) => moduleIds.some((id) => id.endsWith(moduleEnd)))
      if (!chunk || first.has(chunk)) throw new Error(`${moduleEnd} is not loaded later.`)
      return weigh([...closure(chunk)].filter((each) => !first.has(each)))
    },
    heaviest: (count) => heaviest(first).slice(0, count),
    firstModules: [...first].flatMap(({ moduleIds }) => moduleIds),
  }
}

function weigh(chunks: Iterable<OutputChunk>): number {
  return [...chunks].reduce((sum, { code }) => sum + gzipSync(code, { level: 9 }).length, 0)
}

function heaviest(chunks: Iterable<OutputChunk>): { name: string; bytes: number }[] {
  const sums = new Map<string, number>()
  for (const { modules } of chunks) {
    for (const [id, { code }] of Object.entries(modules)) {
      const name =
        /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(id)?.[1] ?? id.replace(`${root}/`, '')
      sums.set(name, (sums.get(name) ?? 0) + gzipSync(code ?? '', { level: 9 }).length)
    }
  }
  return [...sums].map(([name, bytes]) => ({ name, bytes })).toSorted((a, b) => b.bytes - a.bytes)
}

/** The weight of a stylesheet with all that it imports: minified, gzip at level 9. Bytes. */
export async function styleSize(file: string, from = root): Promise<number> {
  const result = await build({
    root: from,
    configFile: false,
    logLevel: 'silent',
    build: { write: false, rolldownOptions: { input: file } },
  })
  const outputs = (Array.isArray(result) ? result : [result]).flatMap((each) => ('output' in each ? each.output : []))
  const sheets = outputs.filter((each) => each.type === 'asset').map(({ source }) => source)
  if (sheets.length === 0) throw new Error(`${file} gave no stylesheet.`)
  return sheets.reduce((sum, source) => sum + gzipSync(source, { level: 9 }).length, 0)
}
