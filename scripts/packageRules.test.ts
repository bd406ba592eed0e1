import { expect, test } from 'vitest'
import { importsOf, loadedWith, packageOf, undeclared } from './packageRules.ts'

test('static, re-exporting, bare and lazy imports are told apart', () => {
  const text = `import { a } from './a.js'
import b, {
  c,
} from "b"
export * from './d.js'
export { e } from '@scope/e/sub'
import 'f'
// import g from 'g'
/** import h from 'h' */
const i = await import('i')
export const j = () => 'import k from "k"'
`
  expect(importsOf(text)).toEqual([
    { specifier: './a.js', isLazy: false },
    { specifier: 'b', isLazy: false },
    { specifier: './d.js', isLazy: false },
    { specifier: '@scope/e/sub', isLazy: false },
    { specifier: 'f', isLazy: false },
    { specifier: 'i', isLazy: true },
  ])
})

test.each([
  ['@ringkit/core/protocol', '@ringkit/core'],
  ['zustand/vanilla', 'zustand'],
  ['./x.js', ''],
  ['node:fs', ''],
])('the package of %s is %s', (specifier, name) => expect(packageOf(specifier)).toBe(name))

test('an import that package.json does not name is told with its file', () => {
  const modules = [{ path: 'a.js', text: "import x from 'x'\nimport y from 'y'\n" }]
  expect(undeclared(modules, new Set(['x']))).toEqual(['a.js imports y'])
})

test('what a lazy import brings does not load with the entry', () => {
  const modules = [
    { path: 'index.js', text: "export * from './engine/run.js'\n" },
    { path: 'engine/run.js', text: "import 'zustand'\nexport const media = () => import('../livekit.js')\n" },
    { path: 'livekit.js', text: "import 'livekit-client'\n" },
  ]
  expect([...loadedWith('index.js', modules)]).toEqual(['zustand'])
  expect([...loadedWith('livekit.js', modules)]).toEqual(['livekit-client'])
})
