import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { partOf, relinked } from './markdown.ts'

const here = import.meta.dirname

test('a link leads to the page here, and what is none keeps its words', () => {
  expect(relinked('See [the order](docs/events.md#order), [rules](rules.md).')).toBe(
    'See [the order](?path=/docs/events--docs), rules.',
  )
  expect(relinked('[LiveKit](https://livekit.io) and [below](#below)')).toBe(
    '[LiveKit](https://livekit.io) and [below](#below)',
  )
  expect(relinked('![A call](images/call.png)\n\nText')).toBe('Text')
})

test('a part ends at the next heading as high, and not at a comment in code', () => {
  const text = '# A\n\n## B\n\nb\n\n```sh\n# no heading\n```\n\n### C\n\nc\n\n## D\n\nd'
  expect(partOf(text, 'B')).toBe('\nb\n\n```sh\n# no heading\n```\n\n### C\n\nc\n')
  expect(partOf(text, 'D')).toBe('\nd')
  expect(() => partOf(text, 'E')).toThrow('There is no heading "E".')
})

test.each(readdirSync(here).filter((name) => name.endsWith('.mdx')))('%s shows texts that are there', (name) => {
  const page = readFileSync(join(here, name), 'utf8')
  const texts = new Map(
    [...page.matchAll(/import (\w+) from '(.+)\?raw'/g)].map(([, variable, file]) => [
      variable,
      readFileSync(join(here, String(file)), 'utf8'),
    ]),
  )
  expect(texts.size).toBeGreaterThan(0)
  for (const [, variable, part] of page.matchAll(/<Doc text={(\w+)}(?: part="(.+)")? \/>/g)) {
    const text = texts.get(variable) ?? ''
    expect(relinked(part === undefined ? text : partOf(text, part))).toMatch(/\S/)
  }
})
