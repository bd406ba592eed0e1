import { posix } from 'node:path'
import ts from 'typescript'
import { packageOf } from './packageRules.ts'

/** Where a module of the kit goes. */
export type Destination =
  /** Copied, to this path inside the app's folder. */
  | { readonly kind: 'copy'; readonly target: string }
  /** Not copied: what it exports comes from `@ringkit/react`. */
  | { readonly kind: 'package' }

export interface CopiedModule {
  readonly text: string
  /** The modules of the kit that come along, by their paths in the sources. */
  readonly modules: readonly string[]
  /** The npm packages it imports. */
  readonly packages: readonly string[]
}

export interface CopyOptions {
  /** Inside the sources, such as `components/VideoGrid.tsx`. */
  readonly path: string
  readonly text: string
  readonly destinationOf: (path: string) => Destination
  /** The names that `@ringkit/react` exports. */
  readonly exported: ReadonlySet<string>
  /** Paths of stylesheets in the sources; their imports are added. */
  readonly styles: readonly string[]
}

interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

const kit = '@ringkit/react'

/**
 * A source file of the kit as an app owns it: hooks, texts and sounds come from `@ringkit/react`, its neighbours are copied
 * along and imported by relative paths without an extension, which every alias and bundler leaves alone.
 *
 * @throws Error for what an app could not import: a name that the package does not export, or a whole module of it
 */
export function copyModule({ path, text, destinationOf, exported, styles }: CopyOptions): CopiedModule {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true)
  const modules = new Set<string>()
  const packages = new Set<string>()
  const fromKit = { values: new Set<string>(), types: new Set<string>() }
  const edits: Edit[] = []
  const missing: string[] = []
  for (const specifier of specifiersIn(source)) {
    if (!specifier.text.startsWith('.')) {
      packages.add(packageOf(specifier.text))
      continue
    }
    const to = posix.join(posix.dirname(path), specifier.text)
    const destination = destinationOf(to)
    if (destination.kind === 'copy') {
      modules.add(to)
      edits.push(replace(specifier, `'${relativeTo(destinationOf(path), destination)}'`))
    } else {
      const declaration = wholeImport(specifier)
      for (const { name, isType, asWritten } of namesOf(declaration, path)) {
        if (!exported.has(name)) missing.push(`${name} of ${to}`)
        fromKit[isType ? 'types' : 'values'].add(asWritten)
      }
      edits.push(removeLine(declaration))
    }
  }
  if (missing.length > 0) throw new Error(`${path} needs ${missing.join(', ')}, which ${kit} does not export.`)
  if (fromKit.values.size + fromKit.types.size > 0) packages.add(kit)
  const own = destinationOf(path)
  const kitImports = [...importOf('import', fromKit.values), ...importOf('import type', fromKit.types)]
  const styleImports = styles.map((style) => `import '${relativeTo(own, destinationOf(style))}'`)
  const copied = apply(text, [...edits, ...insertImports(source, kitImports, styleImports)])
  // The contract that a comment refers to is the kit's, and stays there.
  return { text: copied.replaceAll(/\s*\(contract §[\d.]+\)/g, ''), modules: [...modules], packages: [...packages] }
}

/** Every module specifier: of imports, of exports from elsewhere, and of `import()`. */
function specifiersIn(source: ts.SourceFile): ts.StringLiteral[] {
  const found: ts.StringLiteral[] = []
  const visit = (node: ts.Node): void => {
    const isStatement = ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
    if (isStatement && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier))
      found.push(node.moduleSpecifier)
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [argument] = node.arguments
      if (argument && ts.isStringLiteral(argument)) found.push(argument)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

function wholeImport(specifier: ts.StringLiteral): ts.ImportDeclaration {
  if (ts.isImportDeclaration(specifier.parent)) return specifier.parent
  const where = specifier.getSourceFile().fileName
  throw new Error(`${where} must import ${specifier.text} by names, since those come from ${kit}.`)
}

function namesOf(
  { importClause }: ts.ImportDeclaration,
  path: string,
): { name: string; isType: boolean; asWritten: string }[] {
  const bindings = importClause?.namedBindings
  if (!importClause || importClause.name || !bindings || !ts.isNamedImports(bindings))
    throw new Error(`${path} must import by names what comes from ${kit}.`)
  const isTypeOnly = importClause.phaseModifier === ts.SyntaxKind.TypeKeyword
  return bindings.elements.map((element) => ({
    name: (element.propertyName ?? element.name).text,
    isType: isTypeOnly || element.isTypeOnly,
    asWritten: element.getText().replace(/^type\s/, ''),
  }))
}

function importOf(keyword: string, names: ReadonlySet<string>): string[] {
  return names.size > 0 ? [`${keyword} { ${[...names].toSorted().join(', ')} } from '${kit}'`] : []
}

function relativeTo(from: Destination, to: Destination): string {
  if (from.kind !== 'copy' || to.kind !== 'copy') throw new Error('Only copied files import each other.')
  const path = posix.relative(posix.dirname(from.target), to.target).replace(/\.tsx?$/, '')
  return path.startsWith('.') ? path : `./${path}`
}

function replace(node: ts.Node, text: string): Edit {
  return { start: node.getStart(), end: node.getEnd(), text }
}

function removeLine(node: ts.Node): Edit {
  const isLine = node.getSourceFile().text[node.getEnd()] === '\n'
  return { start: node.getStart(), end: node.getEnd() + (isLine ? 1 : 0), text: '' }
}

/** Packages before neighbours, stylesheets last: those of a part are read before those of what it is part of. */
function insertImports(source: ts.SourceFile, packages: readonly string[], styles: readonly string[]): Edit[] {
  const imports = source.statements.filter(ts.isImportDeclaration)
  const neighbour = imports.find(({ moduleSpecifier }) => /^['"]\./.test(moduleSpecifier.getText()))
  const end = imports.at(-1)?.getEnd() ?? source.statements.find(isDirective)?.getEnd() ?? 0
  const start = neighbour?.getStart() ?? end
  const before = packages.map((line) => `${line}\n`).join('')
  const after = styles.map((line) => `\n${line}`).join('')
  return [
    { start, end: start, text: neighbour ? before : `\n${before}` },
    { start: end, end, text: `${after}\n` },
  ]
}

function isDirective(statement: ts.Statement): boolean {
  return ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression)
}

function apply(text: string, edits: readonly Edit[]): string {
  return edits
    .toSorted((a, b) => b.start - a.start || b.end - a.end)
    .reduce((result, { start, end, text: insertion }) => result.slice(0, start) + insertion + result.slice(end), text)
}
