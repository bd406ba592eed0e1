/**
 * Builds the packages: one ES module and one declaration per source file, in the order in which they need each other.
 * The `paths` of tsconfig.json are left out, so that a package is checked against what its neighbour ships.
 */
import { chmodSync, cpSync, existsSync, readdirSync, rmSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import ts from 'typescript'
import { isShipped } from './shipped.ts'

const root = resolve(import.meta.dirname, '..')

/** In build order; `types`: the ambient types a package may lean on. The core runs in browsers and in Node: on neither. */
const packages = [
  { name: 'core', types: [] },
  { name: 'react', types: [] },
  { name: 'server', types: ['node'] },
  { name: 'tuicall', types: [] },
]

const host: ts.FormatDiagnosticsHost = {
  getCanonicalFileName: (name) => name,
  getCurrentDirectory: () => root,
  getNewLine: () => '\n',
}

function rootOptions(): ts.CompilerOptions {
  const { config, error } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path))
  if (error) throw new Error(ts.formatDiagnostic(error, host))
  const { paths: _sources, ...options } = ts.parseJsonConfigFileContent(config, ts.sys, root).options
  return options
}

function build({ name, types }: (typeof packages)[number], options: ts.CompilerOptions): boolean {
  const directory = join(root, 'packages', name)
  const source = join(directory, 'src')
  const output = join(directory, 'dist')
  rmSync(output, { recursive: true, force: true })

  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(isShipped)
  const program = ts.createProgram(
    files.filter((file) => /\.tsx?$/.test(file)).map((file) => join(source, file)),
    {
      ...options,
      noEmit: false,
      noEmitOnError: true,
      declaration: true,
      declarationMap: true,
      sourceMap: true,
      rootDir: source,
      outDir: output,
      types,
    },
  )
  const { diagnostics } = program.emit()
  const all = ts.sortAndDeduplicateDiagnostics([...ts.getPreEmitDiagnostics(program), ...diagnostics])
  if (all.length > 0) {
    console.error(ts.formatDiagnosticsWithColorAndContext(all, host))
    return false
  }
  for (const file of files.filter((each) => each.endsWith('.css'))) cpSync(join(source, file), join(output, file))
  const command = join(output, 'cli/ringkit.js')
  if (existsSync(command)) chmodSync(command, 0o755)
  console.log(`built @ringkit/${name}: ${files.length} files into ${relative(root, output)}`)
  return true
}

const options = rootOptions()
if (!packages.every((each) => build(each, options))) process.exit(1)
