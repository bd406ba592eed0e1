/** A built module as the checks see it: its path inside `dist`, and its text. */
export interface BuiltModule {
  readonly path: string
  readonly text: string
}

/** What a module imports. `isLazy`: by `import()` alone, so that it is no part of what loads with the module. */
export interface Import {
  readonly specifier: string
  readonly isLazy: boolean
}

const staticImport = /^\s*(?:import|export)\b(?:[^'"();]*?\bfrom)?\s*['"]([^'"]+)['"]/gm
const lazyImport = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g

/** Reads the imports off the text of an emitted module or declaration; comments are left out first. */
export function importsOf(text: string): readonly Import[] {
  const code = text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '')
  const found = (pattern: RegExp, isLazy: boolean) =>
    [...code.matchAll(pattern)].flatMap(([, specifier]) => (specifier ? [{ specifier, isLazy }] : []))
  return [...found(staticImport, false), ...found(lazyImport, true)]
}

/** `@scope/name/sub` → `@scope/name`; '' for a relative or a built-in module. */
export function packageOf(specifier: string): string {
  if (specifier.startsWith('.') || specifier.startsWith('node:')) return ''
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

/** The packages that built modules import and their package.json does not name: an installation would miss them. */
export function undeclared(modules: readonly BuiltModule[], declared: ReadonlySet<string>): readonly string[] {
  const missing = modules.flatMap(({ path, text }) =>
    importsOf(text)
      .map(({ specifier }) => packageOf(specifier))
      .filter((name) => name !== '' && !declared.has(name))
      .map((name) => `${path} imports ${name}`),
  )
  return [...new Set(missing)]
}

/** The packages that load together with `entry`, through every static import of it. */
export function loadedWith(entry: string, modules: readonly BuiltModule[]): ReadonlySet<string> {
  const byPath = new Map(modules.map((each) => [each.path, each.text]))
  const seen = new Set<string>()
  const packages = new Set<string>()
  const queue = [entry]
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (seen.has(path)) continue
    seen.add(path)
    for (const { specifier, isLazy } of importsOf(byPath.get(path) ?? '')) {
      if (isLazy) continue
      if (specifier.startsWith('.')) queue.push(new URL(specifier, `file:///${path}`).pathname.slice(1))
      else packages.add(packageOf(specifier))
    }
  }
  return packages
}
