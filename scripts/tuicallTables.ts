/** `npm run docs:tuicall`: writes the tables of docs/tuicall.md from packages/tuicall/src/compatibility.ts, and tells the package's size. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { format, resolveConfig } from 'prettier'
import { compatibilityTables } from '../packages/tuicall/src/compatibility.ts'
import { tuicallLimit, tuicallSize } from './tuicallSize.ts'

const file = join(resolve(import.meta.dirname, '..'), 'docs/tuicall.md')
const begin = '<!-- tables: made by `npm run docs:tuicall` -->'
const end = '<!-- end of the tables -->'

/** The page as it is, and as it should be. */
export async function tuicallPage(): Promise<{ is: string; shouldBe: string }> {
  const is = readFileSync(file, 'utf8')
  const [before, rest] = is.split(begin)
  const after = rest?.split(end)[1]
  if (before === undefined || after === undefined) throw new Error(`docs/tuicall.md lacks "${begin}" or "${end}".`)
  const page = `${before}${begin}\n\n${compatibilityTables()}\n\n${end}${after}`
  return { is, shouldBe: await format(page, { ...(await resolveConfig(file)), parser: 'markdown' }) }
}

if (process.argv[1] === import.meta.filename) {
  writeFileSync(file, (await tuicallPage()).shouldBe)
  const { app, everything } = await tuicallSize()
  console.log(
    `@ringkit/tuicall over @ringkit/core, minified and gzipped: ${app} bytes with what an app imports, ${everything} with everything it exports; the limit for an app is ${tuicallLimit}.`,
  )
}
