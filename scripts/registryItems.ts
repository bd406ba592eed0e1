import { posix } from 'node:path'
import ts from 'typescript'
import type { RegistryItem } from 'shadcn/schema'
import { copyModule, type CopiedModule, type Destination } from './registryImports.ts'
import { classesIn, layered, readStylesheet, stylesheetsFor } from './registryStyles.ts'

/** What the registry is made of: the sources of `@ringkit/react`, and its manifest. */
export interface KitSources {
  /** Source text by path inside `src`; what is not shipped left out. */
  readonly files: ReadonlyMap<string, string>
  readonly manifest: {
    readonly name: string
    readonly version: string
    readonly dependencies: Readonly<Record<string, string>>
    readonly peerDependencies: Readonly<Record<string, string>>
  }
}

/** An item of the registry, and the text of each of its files by `path`. */
export interface KitItem {
  readonly item: RegistryItem
  readonly contents: ReadonlyMap<string, string>
}

/** The folders of the kit that an app may own, and where they go inside the app's own. The rest stays in the package. */
const copied: Readonly<Record<string, string>> = { components: '', ui: 'ui', layout: 'layout' }
/** The file with the tokens, which every component needs. */
const tokensFile = 'tokens.css'
/** The folder of the app, inside the one that it has for components. */
const folder = 'ringkit'
const namespace = '@ringkit'
/** The item with the tokens. */
const tokens = 'tokens'

/**
 * The items of the shadcn registry: one for each component file of the kit, found by looking at the files, and one for the
 * tokens. Files that several components share come with each of them.
 *
 * @throws Error for a component that could not stand in an app, with the reason
 */
export function registryItems({ files, manifest }: KitSources): readonly KitItem[] {
  const kit = readKit(files)
  const components = [...kit.modules.keys()].filter(isItem).toSorted()
  return [
    tokensItem(files.get(tokensFile) ?? '', manifest.version),
    ...components.map((path) => componentItem(path, kit, { files, manifest })),
  ]
}

function componentItem(path: string, kit: Kit, { files, manifest }: KitSources): KitItem {
  const own = closure(path, kit.modules)
  const modules = own.flatMap((each) => kit.modules.get(each) ?? [])
  const sheets = [...new Set(own.flatMap((each) => kit.sheetsOf(each)))]
  const parts = new Set(modules.flatMap((each) => each.modules).filter((each) => isItem(each) && each !== path))
  const contents = new Map([
    ...own.map((each) => [fileOf(each), kit.modules.get(each)?.text ?? ''] as const),
    ...sheets
      .filter((each) => each !== tokensFile)
      .map((each) => [fileOf(each), layered(files.get(each) ?? '')] as const),
  ])
  const needed = [...(sheets.length > 0 ? [tokens] : []), ...[...parts].map(itemName)]
  const item: RegistryItem = {
    name: itemName(path),
    type: path.startsWith('ui/') ? 'registry:ui' : 'registry:component',
    ...aboutComponent(path, files.get(path) ?? ''),
    dependencies: dependencies(modules, manifest),
    registryDependencies: needed.toSorted().map((name) => `${namespace}/${name}`),
    files: [...contents.keys()].map(registryFile),
    meta: { version: manifest.version },
  }
  return { item, contents }
}

function tokensItem(css: string, version: string): KitItem {
  const item: RegistryItem = {
    name: tokens,
    type: 'registry:file',
    title: 'Tokens',
    description: "The colours and sizes of the kit: shadcn's variables where the app has them, values of its own else.",
    files: [registryFile(fileOf(tokensFile))],
    meta: { version },
  }
  return { item, contents: new Map([[fileOf(tokensFile), layered(css)]]) }
}

interface Kit {
  readonly modules: ReadonlyMap<string, CopiedModule>
  sheetsOf(path: string): readonly string[]
}

/** Every module of the kit that can be copied, as it is copied. */
function readKit(files: ReadonlyMap<string, string>): Kit {
  const exported = exportedNames(files.get('index.ts') ?? '')
  const destinationOf = (path: string): Destination => {
    const text = files.get(path)
    if (text === undefined) throw new Error(`${path} is imported, and not there.`)
    const isOwn = isStylesheet(path) || (posix.dirname(path) in copied && !sharesContext(path, text))
    return isOwn ? { kind: 'copy', target: fileOf(path) } : { kind: 'package' }
  }
  const sheets = new Map(
    [...files].filter(([path]) => isStylesheet(path)).map(([path, text]) => [path, readStylesheet(text)]),
  )
  const sheetsOf = (path: string): readonly string[] => {
    const classes = isItem(path) ? classesIn(files.get(path) ?? '') : []
    const needed = stylesheetsFor(classes, sheets).filter((sheet) => sheet !== tokensFile)
    // What is shared comes before what changes it, as in the stylesheet of the package.
    const [own, shared] = [needed.filter(isOfComponent), needed.filter((sheet) => !isOfComponent(sheet))]
    return classes.length > 0 ? [tokensFile, ...shared, ...own] : []
  }
  const sources = [...files].filter(([path]) => /\.tsx?$/.test(path) && destinationOf(path).kind === 'copy')
  const faults: string[] = []
  const modules = sources.flatMap(([path, text]) => {
    try {
      return [[path, copyModule({ path, text, destinationOf, exported, styles: sheetsOf(path) })] as const]
    } catch (error) {
      faults.push(error instanceof Error ? error.message : String(error))
      return []
    }
  })
  // All at once: one who adds a component wants the whole list.
  if (faults.length > 0) throw new Error(faults.join('\n'))
  return { modules: new Map(modules), sheetsOf }
}

function isOfComponent(path: string): boolean {
  return path.startsWith('components/')
}

function isStylesheet(path: string): boolean {
  return path.endsWith('.css')
}

/** Each file with a component is an item; what has none comes with those who need it. */
function isItem(path: string): boolean {
  return path.endsWith('.tsx')
}

/** A context that modules share must be the package's: a copy of it would not meet those who use the other one. */
function sharesContext(path: string, text: string): boolean {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true)
  return source.statements.some(
    (each) =>
      ts.isVariableStatement(each) &&
      each.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) &&
      /\bcreateContext\b/.test(each.getText()),
  )
}

/** The module and the helpers that it reaches without passing through another item. */
function closure(path: string, modules: ReadonlyMap<string, CopiedModule>): readonly string[] {
  const found = new Set([path])
  for (const each of found) for (const next of modules.get(each)?.modules ?? []) if (!isItem(next)) found.add(next)
  return [...found]
}

function dependencies(modules: readonly CopiedModule[], manifest: KitSources['manifest']): string[] {
  const names = new Set(modules.flatMap(({ packages }) => packages))
  return [...names].toSorted().flatMap((name) => {
    if (name in manifest.peerDependencies) return []
    const range = name === manifest.name ? `^${manifest.version}` : manifest.dependencies[name]
    if (!range) throw new Error(`${name} is imported, and no dependency of ${manifest.name}.`)
    return [`${name}@${range}`]
  })
}

/** Inside the registry and inside the app: `ringkit/VideoGrid.tsx`, `ringkit/ui/Avatar.tsx`, `ringkit/tokens.css`. */
function fileOf(path: string): string {
  return posix.join(folder, copied[posix.dirname(path)] ?? '', posix.basename(path))
}

function registryFile(path: string): NonNullable<RegistryItem['files']>[number] {
  const target = `@components/${path}`
  const name = posix.basename(path)
  // A stylesheet must arrive as it is.
  if (isStylesheet(path)) return { path, type: 'registry:file', target }
  if (/^use[A-Z]/.test(name)) return { path, type: 'registry:hook', target }
  if (!name.endsWith('.tsx')) return { path, type: 'registry:lib', target }
  return { path, type: path.startsWith(`${folder}/ui/`) ? 'registry:ui' : 'registry:component', target }
}

/** `components/VideoGrid.tsx` → `video-grid`. */
function itemName(path: string): string {
  const [name = ''] = posix.basename(path).split('.')
  return name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase()
}

/** What TSDoc says of the component that the file is named after, or of its first one. */
function aboutComponent(path: string, text: string): { title: string; description: string } {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true)
  const [file = ''] = posix.basename(path).split('.')
  const components = source.statements.filter((each) => /^export (const|function) [A-Z]/.test(each.getText()))
  const main = components.find((each) => new RegExp(`^export \\w+ ${file}\\b`).test(each.getText())) ?? components[0]
  const [comment] = main ? ts.getJSDocCommentsAndTags(main) : []
  const told = comment && ts.isJSDoc(comment) ? (ts.getTextOfJSDocComment(comment.comment) ?? '') : ''
  if (!told) throw new Error(`${path} exports no component with a comment that says what it is.`)
  const description = told.replaceAll(/\s*\(contract §[\d.]+\)/g, '').replaceAll(/\s+/g, ' ')
  return {
    title: itemName(path)
      .replaceAll('-', ' ')
      .replace(/^./, (first) => first.toUpperCase()),
    description,
  }
}

function exportedNames(index: string): ReadonlySet<string> {
  const source = ts.createSourceFile('index.ts', index, ts.ScriptTarget.ES2023, true)
  const clauses = source.statements.filter(ts.isExportDeclaration).map(({ exportClause }) => exportClause)
  const names = clauses.flatMap((each) => (each && ts.isNamedExports(each) ? [...each.elements] : []))
  return new Set(names.map(({ name }) => name.text))
}
