import { posix } from 'node:path'
import { expect, test } from 'vitest'
import { importsOf } from './packageRules.ts'
import { registrySources } from './registrySources.ts'
import { classesIn, readStylesheet } from './registryStyles.ts'

const { files } = registrySources()
const textOf = (path: string): string => files.get(path) ?? ''

/** The stylesheets that one imports, and those that these import. */
function sheetsOf(path: string): string[] {
  return [...textOf(path).matchAll(/^@import '(.*)';$/gm)].flatMap(([, to = '']) => [
    posix.join(posix.dirname(path), to),
    ...sheetsOf(posix.join(posix.dirname(path), to)),
  ])
}

/** The modules that `CallKit` loads, at once or later. */
function modulesOfCallKit(): string[] {
  const found = new Set(['components/CallKit.tsx'])
  for (const path of found) {
    for (const { specifier } of importsOf(textOf(path))) {
      if (specifier.startsWith('.')) found.add(posix.join(posix.dirname(path), specifier))
    }
  }
  return [...found].filter((path) => path.endsWith('.tsx'))
}

const ofCall = sheetsOf('call.css')

test('styles.css has every stylesheet, once', () => {
  const there = [...files.keys()].filter((path) => path.endsWith('.css') && path !== 'styles.css')
  expect(sheetsOf('styles.css').toSorted()).toEqual(there.toSorted())
})

test('call.css has what is shared before what changes it', () => {
  const ranks = ofCall.map((path) => (path === 'tokens.css' ? 0 : path.startsWith('ui/') ? 1 : 2))
  expect(ranks).toEqual(ranks.toSorted())
})

test('call.css styles every class of what CallKit shows', () => {
  const sheets = new Map(
    [...files].filter(([path]) => path.endsWith('.css')).map(([path, text]) => [path, readStylesheet(text)]),
  )
  const ownersOf = (name: string) => [...sheets].filter(([, { named }]) => named.has(name)).map(([path]) => path)
  const modules = modulesOfCallKit()
  expect(modules).toContain('components/SettingsDialog.tsx')
  const missing = modules
    .flatMap((path) => classesIn(textOf(path)))
    .filter((name) => ownersOf(name).length > 0 && !ownersOf(name).some((path) => ofCall.includes(path)))
  // A meter's dots come with its module; a call has the bar.
  expect([...new Set(missing)]).toEqual(['rk-volume-meter-dot'])
})
