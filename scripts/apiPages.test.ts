import { expect, test } from 'vitest'
import { pagesOf, stalePages } from './apiPages.ts'

const written = new Map([
  ['core.md', 'calls'],
  ['react.md', 'components'],
])

test.for([
  ['pages as they would be written are fresh', { 'core.md': 'calls', 'react.md': 'components' }, []],
  ['a changed page is stale', { 'core.md': 'rings', 'react.md': 'components' }, ['core.md']],
  ['a page not written yet is stale', { 'core.md': 'calls' }, ['react.md']],
  [
    'a page nothing writes any more is stale',
    { 'core.md': 'calls', 'old.md': '', 'react.md': 'components' },
    ['old.md'],
  ],
] as const)('%s', ([, kept, stale]) => {
  expect(stalePages(new Map(Object.entries(kept)), written)).toEqual(stale)
})

test('a page for every door is kept, with nothing of the machine that wrote it', () => {
  const pages = pagesOf(`${import.meta.dirname}/../docs/api`)
  expect([...pages.keys()].toSorted()).toEqual(
    ['README', 'core', 'core/livekit', 'core/protocol', 'core/simulator', 'react', 'server', 'tuicall'].map(
      (name) => `${name}.md`,
    ),
  )
  for (const text of pages.values()) expect(text).not.toMatch(/\bfile:|\/home\/|node_modules|packages\/\w+\/src/)
})
