import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const read = (file: string): string =>
  readFileSync(join(import.meta.dirname, file), 'utf8').replaceAll(/\/\*[^]*?\*\//g, '')

const sheets = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.css'),
)

/** What moves in a stylesheet: the element that a rule is for, as its selector names it last. */
function moving(file: string): string[] {
  return [...read(file).matchAll(/([^{};]+)\{([^{}]*)\}/g)].flatMap(([, selector = '', body = '']) =>
    /(?:^|[;\s])(?:animation|transition)[\w-]*\s*:\s*(?!\s|none)/.test(body) ? subjects(selector) : [],
  )
}

/** The last element of each selector of a list; commas and spaces in brackets are their own. */
function subjects(selector: string): string[] {
  return selector
    .split(/,(?![^(]*\))/)
    .map((each) => each.trim().replaceAll(/\([^)]*\)/g, ''))
    .map((each) => each.split(/[\s>+~]+/).at(-1) ?? '')
}

test('one rule stops all that moves, for whoever asks for less motion', () => {
  const [, rule = ''] = /@media \(prefers-reduced-motion: reduce\) \{([^]*?)\n\}/.exec(read('tokens.css')) ?? []
  expect(rule).toMatch(/animation: none !important;\s+transition: none !important;/)
  const reached = new Set(sheets.flatMap(moving).map((each) => each.replace(/^.*(?=::)/, '')))
  const pseudos = [...reached].filter((each) => each.startsWith('::'))
  expect(pseudos.filter((each) => !rule.includes(each))).toEqual([])
})

test.each(sheets)('%s: what moves is of Ringkit, so that the rule reaches it', (file) => {
  const elements = moving(file).map((each) => each.replace(/::.*$/, ''))
  // Of the kit by its class, or an element without one in it, or an icon.
  expect(elements.filter((each) => !/\.rk|^(?:input|video|svg)$/.test(each))).toEqual([])
})

test('there is motion to be stopped, and no rule insists on it', () => {
  expect(sheets.flatMap(moving).length).toBeGreaterThan(15)
  const insisting = sheets.filter((file) => /(?:animation|transition)[^;]*(?<!none )!important/.test(read(file)))
  expect(insisting).toEqual([])
})
