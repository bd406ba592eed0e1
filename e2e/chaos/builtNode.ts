import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')
/** Inside of the server's package: the program finds its packages from here as the server does. */
const directory = join(root, 'packages/server/node_modules/.cache/ringkit-chaos')

/** A node as plain JavaScript: dozens are started in each run, and compiling takes one two seconds of a processor. */
export const builtNode = join(directory, 'nodeProgram.js')

/** Once for all tests of the suite. */
export default async function setup(): Promise<void> {
  // The tests, too, import this file, and need no bundler.
  const { build } = await import('vite')
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    resolve: { tsconfigPaths: true },
    build: {
      ssr: join(import.meta.dirname, 'nodeProgram.ts'),
      outDir: directory,
      emptyOutDir: true,
      sourcemap: 'inline',
    },
  })
}
