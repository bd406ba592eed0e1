import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'

test('a built app has backgrounds in a file of their own, which no other file needs to start', () => {
  const directory = join(inject('demoDirectory'), 'assets')
  const scripts = readdirSync(directory).filter((name) => name.endsWith('.js'))
  const texts = new Map(scripts.map((name) => [name, readFileSync(join(directory, name), 'utf8')]))
  // A name in MediaPipe's code, which no tool shortens.
  const [heavy, ...others] = scripts.filter((name) => texts.get(name)?.includes('wasmLoaderPath'))
  expect([heavy, others]).toEqual([expect.stringMatching(/^backgroundKit/), []])
  const needing = scripts.filter((name) => new RegExp(`(from|import)\\s*["']\\./${heavy}`).test(texts.get(name) ?? ''))
  expect(needing).toEqual([])
})
