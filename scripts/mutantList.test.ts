import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { mutants } from './mutantList.ts'
import { verdict } from './mutantVerdict.ts'

const read = (file: string) => readFileSync(resolve(import.meta.dirname, '..', file), 'utf8')

test.each(mutants)('$name: the code it changes is there, once', ({ file, code, instead }) => {
  expect(read(file).split(code)).toHaveLength(2)
  expect(instead).not.toBe(code)
})

/** What a test that is in another test's file by import stands in. */
const shared = new Map([
  ['packages/server/src/redisStore.test.ts', 'packages/core/src/service/callStore.conformance.ts'],
  ['packages/core/src/service/memoryStore.test.ts', 'packages/core/src/service/callStore.conformance.ts'],
])

test.each(mutants)('$name: the tests that find it are there', ({ tests }) => {
  for (const { file, test } of tests) expect(read(file) + read(shared.get(file) ?? file)).toContain(test)
})

test('a run is red when a named test failed, green when all passed, and worth nothing when none ran', () => {
  const report = (...statuses: string[]) => ({
    testResults: [{ assertionResults: statuses.map((status) => ({ status })) }],
  })
  expect(verdict(report('skipped', 'passed'))).toBe('green')
  expect(verdict(report('passed', 'failed'))).toBe('red')
  expect(verdict(report('skipped'))).toBe('did not run')
  expect(verdict({ testResults: [] })).toBe('did not run')
  expect(verdict(undefined)).toBe('did not run')
})
