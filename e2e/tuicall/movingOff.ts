import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'

const page = () => readFile(resolve(import.meta.dirname, '../../docs/tuicall.md'), 'utf8')

function found(match: RegExpMatchArray | null, what: string): readonly string[] {
  if (match) return match.slice(1)
  throw new Error(`docs/tuicall.md no longer has ${what}.`)
}

/** What the page tells a bundler to take instead of what. */
export async function theAlias(): Promise<readonly [from: string, to: string]> {
  const [from = '', to = ''] = found((await page()).match(/alias: \{ '([^']+)': '([^']+)' \}/), 'the alias for Vite')
  return [from, to]
}

/** The ten steps, and what they say to write: the server, the import before and after, and what comes before `createInstance`. */
export async function theSteps(): Promise<{
  steps: readonly string[]
  server: string
  imports: readonly [before: string, after: string]
  configuration: string
}> {
  const [section = ''] = found((await page()).match(/^## Ten steps\n([^]*?)^## /m), 'the section "Ten steps"')
  const steps = section.split(/^(?=\d+\. )/m).slice(1)
  const block = (step: string, language: string) =>
    found(step.match(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``)), `the block of ${language}`)[0] ?? ''
  const [before = '', after = ''] = found(section.match(/`(from '[^']+')` becomes `(from '[^']+')`/), 'the import')
  return {
    steps,
    server: block(steps[1] ?? '', 'js').replaceAll(/^ {3}/gm, ''),
    imports: [before, after],
    configuration: block(steps[4] ?? '', 'ts').replaceAll(/^ {3}/gm, ''),
  }
}
