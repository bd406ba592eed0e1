/** What the documentation lists is what the code has: a new event, code, variable or link that is missing there fails here. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { callErrorSentences } from '../packages/core/src/protocol/errors.ts'
import { CallEvent } from '../packages/core/src/protocol/events.ts'
import { variables } from '../packages/server/src/cli/serve.ts'

const root = resolve(import.meta.dirname, '..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const readme = read('README.md')

/** The cells of every table row whose first cell is code, without the backticks. */
function rows(markdown: string): string[][] {
  return [...markdown.matchAll(/^\| `.*\|$/gm)].map(([line]) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}

const bare = (cell = '') => cell.replaceAll('`', '')

const source = ts.createSourceFile('events.ts', read('packages/core/src/protocol/events.ts'), ts.ScriptTarget.ES2023)

/** The shape of a payload as the README writes it: names, `?`, and what is inside lists of objects. */
function shape(members: readonly ts.TypeElement[]): string {
  const fields = members.filter(ts.isPropertySignature).map(({ name, questionToken, type }) => {
    const field = `${name.getText(source)}${questionToken ? '?' : ''}`
    const isListOfObjects = type && ts.isArrayTypeNode(type) && ts.isTypeLiteralNode(type.elementType)
    return isListOfObjects && ts.isTypeLiteralNode(type.elementType)
      ? `${field}: ${shape(type.elementType.members)}[]`
      : field
  })
  return `{ ${fields.join(', ')} }`
}

/** The payload of each event, read off the interface itself. */
function payloads(): Map<string, string> {
  const found = source.statements
    .filter(ts.isInterfaceDeclaration)
    .find(({ name }) => name.text === 'CallEventPayloads')
  const members = found?.members.filter(ts.isPropertySignature) ?? []
  return new Map(
    members.map(({ name, type }) => [
      name.getText(source),
      type && ts.isTypeLiteralNode(type) ? shape(type.members) : '',
    ]),
  )
}

/** The words of a union of strings. */
function wordsOf(alias: string): string[] {
  const found = source.statements.filter(ts.isTypeAliasDeclaration).find(({ name }) => name.text === alias)
  return [...(found?.getText(source).matchAll(/'(\w+)'/g) ?? [])].map(([, word = '']) => word)
}

describe('the event table of the README', () => {
  const section = readme.split(/^## /m).find((each) => each.startsWith('Events\n')) ?? ''
  const table = new Map(rows(section).map(([event, ...cells]) => [bare(event), cells]))

  test('has a row for each event, and no other', () => {
    expect([...table.keys()].toSorted()).toEqual(Object.keys(CallEvent).toSorted())
    expect(rows(section)).toHaveLength(Object.keys(CallEvent).length)
  })

  test.each(Object.keys(CallEvent))('%s: payload, who, when', (event) => {
    const [payload, who, when] = table.get(event) ?? []
    expect(bare(payload)).toBe(payloads().get(event))
    expect(who).toBeTruthy()
    expect(when).toBeTruthy()
  })

  test.each([
    ['CALLING_END', 'EndReason'],
    ['CALL_NOT_CONNECTED', 'NotConnectedReason'],
    ['NETWORK_QUALITY', 'NetworkQuality'],
  ])('%s: every %s', (event, alias) => {
    const when = table.get(event)?.[2] ?? ''
    expect(wordsOf(alias)).not.toEqual([])
    for (const word of wordsOf(alias)) expect(when).toContain(`\`${word}\``)
  })
})

test('docs/errors.md has each code with its sentence', () => {
  const table = rows(read('docs/errors.md')).filter(([code]) => bare(code) in callErrorSentences)
  const documented = table.map(([code, sentence]) => [bare(code), bare(sentence)])
  expect(documented).toEqual(Object.entries(callErrorSentences).map(([code, text]) => [code, text.replaceAll('`', '')]))
})

test('docs/server.md has each variable of `ringkit serve`', () => {
  for (const name of Object.keys(variables)) expect(read('docs/server.md')).toContain(`\`${name}\``)
})

test('docs/react.md has each public CSS variable and each component and hook', () => {
  const styles = read('packages/react/src/tokens.css')
  const documented = read('docs/react.md')
  const tokens = new Set([...styles.matchAll(/var\((--rk-[\w-]+)/g)].map(([, name = '']) => name))
  const exported = read('packages/react/src/index.ts').matchAll(/^export \{([^}]*)\}/gm)
  const names = [...exported].flatMap(([, list = '']) => list.split(',').map((name) => name.trim()))
  const told = names.filter((name) => /^use[A-Z]|^[A-Z]/.test(name))
  expect(told.length).toBeGreaterThan(20)
  expect([...tokens, ...told].filter((name) => !new RegExp(`\`<?${name}\\b`).test(documented))).toEqual([])
})

describe('every link to a file leads somewhere', () => {
  const files = [
    'README.md',
    'CONTRIBUTING.md',
    ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).map((file) => `docs/${file}`),
  ].filter((file) => file.endsWith('.md'))

  test.each(files)('%s', (file) => {
    const targets = [...read(file).matchAll(/\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)/g)].map(([, target = '']) => target)
    const missing = targets.filter((target) => !existsSync(join(root, dirname(file), target)))
    expect(missing).toEqual([])
  })
})
