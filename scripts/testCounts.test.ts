import { expect, test } from 'vitest'
import { countTests, sum } from './testCounts.ts'

const file = (statuses: readonly string[], status = statuses.includes('failed') ? 'failed' : 'passed') => ({
  name: 'a.test.ts',
  status,
  assertionResults: statuses.map((each) => ({ status: each })),
})

test.each([
  ['all well', [file(['passed', 'passed']), file(['passed'])], 0, 3, 0],
  ['a failed test', [file(['passed', 'failed'])], 1, 1, 1],
  ['a skipped and a planned test count as failed', [file(['passed', 'skipped', 'pending', 'todo'])], 0, 1, 3],
  ['a file that could not be loaded', [file(['passed']), file([], 'failed')], 1, 1, 1],
  ['a file without tests', [file([])], 0, 0, 1],
  ['a failed hook around tests that passed', [file(['passed'], 'failed')], 1, 1, 1],
  ['no files', [], 0, 0, 1],
  ['a failure outside of any test', [file(['passed'])], 1, 1, 1],
  ['a runner that was killed', [file(['passed'])], null, 1, 1],
] as const)('%s', (_name, testResults, exitCode, passed, failed) => {
  expect(countTests({ testResults }, exitCode)).toEqual({ passed, failed })
})

test('a runner that wrote no report has failed', () => {
  expect(countTests(undefined, 0)).toEqual({ passed: 0, failed: 1 })
})

test('suites are summed', () => {
  const counts = [
    { passed: 1, failed: 0 },
    { passed: 2, failed: 3 },
  ]
  expect(sum(counts)).toEqual({ passed: 3, failed: 3 })
  expect(sum([])).toEqual({ passed: 0, failed: 0 })
})
