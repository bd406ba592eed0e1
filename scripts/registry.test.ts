import { posix } from 'node:path'
import { registryItemSchema } from 'shadcn/schema'
import ts from 'typescript'
import { beforeAll, describe, expect, test } from 'vitest'
import { importsOf, packageOf } from './packageRules.ts'
import { copyModule } from './registryImports.ts'
import { registryItems, type KitItem, type KitSources } from './registryItems.ts'
import { registrySources } from './registrySources.ts'
import { layered, readStylesheet, stylesheetsFor } from './registryStyles.ts'

describe('the registry of the kit', () => {
  let sources: KitSources
  let items: ReadonlyMap<string, KitItem>
  beforeAll(() => {
    sources = registrySources()
    items = new Map(registryItems(sources).map((each) => [each.item.name, each]))
  }, 60_000)

  /** The files that `shadcn add` brings for an item. */
  function filesWith(name: string): Map<string, string> {
    const found = new Set([name])
    for (const each of found)
      for (const needed of items.get(each)?.item.registryDependencies ?? []) found.add(needed.replace('@ringkit/', ''))
    return new Map([...found].flatMap((each) => [...(items.get(each)?.contents ?? [])]))
  }

  test('has every component that @ringkit/react exports', () => {
    const index = ts.createSourceFile('index.ts', sources.files.get('index.ts') ?? '', ts.ScriptTarget.ES2023, true)
    const components = index.statements.filter(ts.isExportDeclaration).flatMap((each) => {
      const isOfParts = /\/(?!CallProvider|ActionScope)[A-Z]\w*\.tsx'$/.test(each.moduleSpecifier?.getText() ?? '')
      const names = each.exportClause && ts.isNamedExports(each.exportClause) ? each.exportClause.elements : []
      return isOfParts && !each.isTypeOnly ? names.map(({ name }) => name.text) : []
    })
    const texts = [...items.values()].flatMap(({ contents }) => [...contents.values()])
    const isThere = (name: string) =>
      texts.some((text) => new RegExp(`^export (const|function) ${name}\\b`, 'm').test(text))
    expect(components.length).toBeGreaterThan(30)
    expect(components.filter((name) => !isThere(name))).toEqual([])
  })

  test('has an item of its own for each of the contract', () => {
    const names = ['call-kit', 'incoming-call-dialog', 'outgoing-call', 'call-view', 'video-grid', 'video-tile']
    const more = ['call-controls', 'device-picker', 'volume-meter', 'call-bar', 'invite-dialog', 'pre-call']
    expect([...items.keys()]).toEqual(expect.arrayContaining([...names, ...more, 'call-notices', 'tokens']))
  })

  test('each item is one that shadcn reads, and says what it is', () => {
    for (const { item, contents } of items.values()) {
      expect(registryItemSchema.parse(item)).toEqual(item)
      expect(item.description).toMatch(/^[A-Z"].{20,}/)
      expect(item.files?.map(({ path }) => path)).toEqual([...contents.keys()])
    }
  })

  test('each item stands by itself, with what it says it needs', () => {
    const missing: string[] = []
    for (const name of items.keys()) {
      const files = filesWith(name)
      const { item } = items.get(name) ?? {}
      for (const [path, text] of files)
        for (const { specifier } of importsOf(text)) {
          const neighbour = posix.join(posix.dirname(path), specifier)
          const isThere = specifier.startsWith('.')
            ? ['', '.ts', '.tsx'].some((ending) => files.has(neighbour + ending))
            : ['react', 'react-dom', '@ringkit/react', ...Object.keys(sources.manifest.dependencies)].includes(
                packageOf(specifier),
              ) && packageOf(specifier) !== '@ringkit/core'
          if (!isThere) missing.push(`${name}: ${path} imports ${specifier}`)
        }
      const sheets = [...files].filter(([path]) => path.endsWith('.css')).map(([, text]) => readStylesheet(text))
      for (const animation of sheets.flatMap(({ animations }) => [...animations]))
        if (!sheets.some(({ keyframes }) => keyframes.has(animation))) missing.push(`${name}: ${animation}`)
      const packages = [...(items.get(name)?.contents ?? [])]
        .flatMap(([, text]) => importsOf(text).map(({ specifier }) => packageOf(specifier)))
        .filter((each) => each !== '' && each !== 'react' && each !== 'react-dom')
      const told = (item?.dependencies ?? []).map((each) => each.replace(/@[^@]*$/, ''))
      expect(told.toSorted(), name).toEqual([...new Set(packages)].toSorted())
    }
    expect(missing).toEqual([])
  })

  test('below their imports the files are those of the package, word for word', () => {
    const copies = new Map([...items.values()].flatMap(({ contents }) => [...contents]))
    const below = (path: string, text: string): string => {
      const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true)
      const end = source.statements.findLast(ts.isImportDeclaration)?.getEnd() ?? 0
      // Where a neighbour stands may differ there too.
      return text
        .slice(end)
        .replaceAll(/'\.[^'\n]*'/g, "'.'")
        .trim()
    }
    const sourceOf = (copy: string): string => {
      const folder = posix.dirname(copy).replace(/^ringkit\/?/, '') || 'components'
      return `${folder}/${posix.basename(copy)}`
    }
    const modules = [...copies].filter(([path]) => /\.tsx?$/.test(path))
    expect(modules.length).toBeGreaterThan(30)
    for (const [path, text] of modules) {
      const source = (sources.files.get(sourceOf(path)) ?? '').replaceAll(/\s*\(contract §[\d.]+\)/g, '')
      expect(below(path, text), path).toBe(below(path, source))
    }
  })

  test('stylesheets that components share come before those that change them', () => {
    for (const { contents } of items.values())
      for (const [path, text] of contents) {
        const shared = importsOf(text)
          .filter(({ specifier }) => specifier.endsWith('.css'))
          .map(({ specifier }) => /tokens|\/ui\//.test(specifier) || path.startsWith('ringkit/ui/'))
        expect(shared, path).toEqual(shared.toSorted((a, b) => Number(b) - Number(a)))
      }
  })

  test('a context is either the package\u2019s or seen by one file alone', () => {
    const copies = [...items.values()].flatMap(({ contents }) => [...contents])
    const shared = copies.filter(([, text]) => /^export const \w+ =.*\bcreateContext\b/m.test(text))
    expect(shared.map(([path]) => path)).toEqual([])
  })
})

describe('a module as an app owns it', () => {
  const copy = (text: string) =>
    copyModule({
      path: 'components/Bar.tsx',
      text,
      exported: new Set(['useCall', 'Member', 'clockTime']),
      styles: ['tokens.css', 'components/Bar.css'],
      destinationOf: (path) =>
        /^(hooks|messages)\//.test(path)
          ? { kind: 'package' }
          : { kind: 'copy', target: path.replace('components/', '') },
    })

  test('takes hooks and texts from the package, its neighbours from beside it, and its stylesheets along', () => {
    const { text, modules, packages } = copy(
      [
        "'use client'",
        "import { Phone } from 'lucide-react'",
        "import { useCall } from '../hooks/index.ts'",
        "import type { Member } from '../hooks/index.ts'",
        "import { clockTime as asClock } from '../messages/clockTime.ts'",
        "import { Tile } from './Tile.tsx'",
        "import { cx } from '../ui/cx.ts'",
        "export type { TileProps } from './Tile.tsx'",
        'export const lazy = () => import("./Late.tsx")',
      ].join('\n'),
    )
    expect(text.split('\n').filter((line) => line !== '')).toEqual([
      "'use client'",
      "import { Phone } from 'lucide-react'",
      "import { clockTime as asClock, useCall } from '@ringkit/react'",
      "import type { Member } from '@ringkit/react'",
      "import { Tile } from './Tile'",
      "import { cx } from './ui/cx'",
      "import './tokens.css'",
      "import './Bar.css'",
      "export type { TileProps } from './Tile'",
      "export const lazy = () => import('./Late')",
    ])
    expect(modules).toEqual(['components/Tile.tsx', 'ui/cx.ts', 'components/Late.tsx'])
    expect(packages).toEqual(['lucide-react', '@ringkit/react'])
  })

  test.each([
    ["import { useSecret } from '../hooks/index.ts'", /needs useSecret of hooks\/index\.ts/],
    ["import * as hooks from '../hooks/index.ts'", /must import by names/],
    ["export { useCall } from '../hooks/index.ts'", /must import .* by names/],
    ["const late = () => import('../hooks/index.ts')", /must import .* by names/],
  ])('is refused for %s', (text, message) => {
    expect(() => copy(text)).toThrow(message)
  })
})

describe('a file that exports a context', () => {
  const files = new Map([
    ['index.ts', "export { Sizes } from './components/Sizes.ts'"],
    ['tokens.css', '.rk { color: red }'],
    ['components/Sizes.ts', 'export const Sizes = createContext(1)'],
    ['components/Bar.tsx', "import { Sizes } from './Sizes.ts'\n/** A bar of the call. */\nexport const Bar = Sizes"],
  ])
  const manifest = { name: '@ringkit/react', version: '1.2.3', dependencies: {}, peerDependencies: {} }

  test('stays in the package, so that copies and the rest of the kit meet in it', () => {
    const bar = registryItems({ files, manifest }).find(({ item }) => item.name === 'bar')
    expect([...(bar?.contents.keys() ?? [])]).toEqual(['ringkit/Bar.tsx'])
    expect(bar?.contents.get('ringkit/Bar.tsx')).toContain("import { Sizes } from '@ringkit/react'")
    expect(bar?.item.dependencies).toEqual(['@ringkit/react@^1.2.3'])
  })
})

describe('stylesheets', () => {
  const tile = readStylesheet(
    `/* .rk-no { } */ @media (x) { .rk-tile:hover > .rk-name, .rk-plate { animation: rk-rise 1s } }
     .rk-button.rk-pin { }  @keyframes rk-own { from { opacity: 0 } }`,
  )
  const shared = readStylesheet('.rk-button { } @keyframes rk-rise { from { opacity: 0 } }')
  const sheets = new Map([
    ['tile.css', tile],
    ['shared.css', shared],
  ])

  test('are read for what they style in their own right', () => {
    expect([...tile.classes]).toEqual(['rk-tile', 'rk-plate'])
    expect([...tile.named]).toEqual(['rk-tile', 'rk-name', 'rk-plate', 'rk-button', 'rk-pin'])
    expect([...tile.keyframes]).toEqual(['rk-own'])
    expect([...tile.animations]).toEqual(['rk-rise'])
  })

  test.each([
    [['rk-tile'], ['shared.css', 'tile.css']],
    [['rk-button'], ['shared.css']],
    [['rk-pin'], ['shared.css', 'tile.css']],
    [['rk-other'], []],
  ])('%j needs %j', (classes, needed) => {
    expect(stylesheetsFor(classes, sheets)).toEqual(needed)
  })

  test("come in Tailwind's layer for components, below its reset whatever is read first", () => {
    expect(layered('.rk { color: red }\n')).toBe(
      '@layer theme, base, components, utilities;\n\n@layer components {\n.rk { color: red }\n}\n',
    )
  })
})
