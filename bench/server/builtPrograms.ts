import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import ts from 'typescript'
import { buildStalePackages } from '../../e2e/frameworks/builtPackages.ts'

/** Inside of `node_modules`: the programs find the packages from here as an app does, as they are shipped. */
const directory = resolve(import.meta.dirname, '../../node_modules/.cache/ringkit-bench')

/**
 * Builds the packages unless they are up to date, and the programs of this directory: what is measured runs as plain
 * JavaScript, without a compiler in its process.
 *
 * @returns where the programs are
 */
export async function buildPrograms(): Promise<string> {
  await buildStalePackages()
  mkdirSync(directory, { recursive: true })
  for (const file of readdirSync(import.meta.dirname).filter((each) => each.endsWith('.ts'))) {
    const { outputText } = ts.transpileModule(readFileSync(join(import.meta.dirname, file), 'utf8'), {
      fileName: file,
      compilerOptions: {
        module: ts.ModuleKind.ESNext,
        target: ts.ScriptTarget.ES2023,
        rewriteRelativeImportExtensions: true,
      },
    })
    writeFileSync(join(directory, file.replace(/\.ts$/, '.js')), outputText)
  }
  writeFileSync(join(directory, 'package.json'), '{ "type": "module" }\n')
  return directory
}
