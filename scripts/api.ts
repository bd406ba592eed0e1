/**
 * `npm run api`: writes a page per door of each package into docs/api, from the TSDoc of what is exported there. With
 * `--check` it writes nothing, and fails when a page is not as the sources have it. Either fails when something exported has
 * no TSDoc, or links to what is not there.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Application, ReferenceReflection, type ProjectReflection } from 'typedoc'
import { pagesOf, stalePages } from './apiPages.ts'

const root = resolve(import.meta.dirname, '..')
const pages = join(root, 'docs/api')

/** What users import, and the module that it is. */
const doors: Readonly<Record<string, string>> = {
  '@ringkit/core': 'core/src/index.ts',
  '@ringkit/core/livekit': 'core/src/livekit.ts',
  '@ringkit/core/protocol': 'core/src/protocol.ts',
  '@ringkit/core/simulator': 'core/src/simulator.ts',
  '@ringkit/react': 'react/src/index.ts',
  '@ringkit/server': 'server/src/index.ts',
  '@ringkit/tuicall': 'tuicall/src/index.ts',
}

async function read(): Promise<{ app: Application; project: ProjectReflection }> {
  const app = await Application.bootstrapWithPlugins({
    plugin: ['typedoc-plugin-markdown'],
    entryPoints: Object.values(doors).map((file) => join(root, 'packages', file)),
    tsconfig: join(root, 'tsconfig.json'),
    // `npm run types` finds the errors.
    skipErrorChecking: true,
    name: 'Ringkit',
    readme: 'none',
    // No lines of sources, no versions: a page changes when what it tells does.
    disableSources: true,
    excludeExternals: true,
    excludePrivate: true,
    groupOrder: ['Functions', 'Variables', 'Classes', 'Interfaces', 'Type Aliases', '*'],
    sort: ['alphabetical'],
    validation: { notDocumented: false, invalidLink: true, notExported: false },
    treatValidationWarningsAsErrors: true,
  })
  for (const [option, value] of Object.entries(ofMarkdown)) app.options.setValue(option, value)
  const project = await app.convert()
  if (!project) throw new Error('TypeDoc could not read the packages.')
  for (const module of project.children ?? []) module.name = doorOf(module.name)
  app.validate(project)
  return { app, project }
}

/** The options of typedoc-plugin-markdown: a page per module, tables where lists would be long. */
const ofMarkdown = {
  router: 'module',
  excludeScopesInPaths: true,
  hidePageHeader: true,
  hideBreadcrumbs: true,
  useCodeBlocks: true,
  expandParameters: true,
  parametersFormat: 'table',
  interfacePropertiesFormat: 'table',
  classPropertiesFormat: 'table',
  typeAliasPropertiesFormat: 'table',
  propertyMembersFormat: 'table',
}

/** TypeDoc calls a module by its path without `index.ts`: `core/src`, `core/src/protocol`. */
function doorOf(module: string): string {
  const found = Object.entries(doors).find(([, file]) => file.replace(/(\/index)?\.ts$/, '') === module)
  if (!found) throw new Error(`TypeDoc tells of a module "${module}", which is no door.`)
  return found[0]
}

/**
 * What is exported and has no TSDoc. Fields and methods may go without: `userID` says enough. So may the props of a component
 * that is documented: `VideoTileProps`.
 */
function undocumented(project: ProjectReflection): readonly string[] {
  const exported = (project.children ?? []).flatMap((module) => module.children ?? [])
  const named = new Set(exported.map(({ name }) => name))
  const isPropsOf = (name: string) => name.endsWith('Props') && named.has(name.slice(0, -'Props'.length))
  return exported
    .filter((each) => !(each instanceof ReferenceReflection) && !isPropsOf(each.name))
    .filter((each) => !each.hasComment() && !each.signatures?.some((signature) => signature.hasComment()))
    .map((each) => each.getFriendlyFullName())
}

async function run(isCheck: boolean): Promise<boolean> {
  const { app, project } = await read()
  const directory = mkdtempSync(join(tmpdir(), 'ringkit-api-'))
  try {
    const target = isCheck ? directory : pages
    if (!isCheck) rmSync(pages, { recursive: true, force: true })
    app.options.setValue('outputs', [{ name: 'markdown', path: target }])
    await app.generateOutputs(project)
    const stale = isCheck ? stalePages(pagesOf(pages), pagesOf(directory)) : []
    for (const page of stale) console.error(`✗ docs/api/${page} is not as the sources have it: run \`npm run api\``)
    const silent = undocumented(project)
    for (const name of silent) console.error(`✗ ${name} has no TSDoc`)
    return stale.length + silent.length === 0 && !app.logger.hasErrors()
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

if (!(await run(process.argv.includes('--check')))) process.exit(1)
