/**
 * Run in a test's process before its file: the libraries there get the React of this directory, too. (What Vite itself
 * resolves, our sources and tests, has an alias in vite.config.ts.)
 */
import Module, { register } from 'node:module'

type Resolve = (request: string, parent?: unknown, isMain?: unknown, options?: unknown) => string

register('./resolveHere.mjs', import.meta.url)

// `require` asks no such hook before Node 22.15. This seam of Node's has no types; tools have leant on it for ten years.
const seam = Module as unknown as { _resolveFilename: Resolve }
const ofNode = seam._resolveFilename
const here = { paths: [import.meta.dirname] }
seam._resolveFilename = (request, parent, isMain, options) =>
  ofNode.call(Module, request, parent, isMain, /^react(-dom)?(\/|$)/.test(request) ? here : options)
