import { expect, test } from 'vitest'
import { failuresOf } from './testFailures.ts'

const passed = { fullName: 'rings', status: 'passed', failureMessages: [] }

test('tells each test that did not pass, with what it said', () => {
  const failed = { fullName: 'hangs up', status: 'failed', failureMessages: ['Error: no answer\n    at call.ts:3'] }
  const skipped = { fullName: 'declines', status: 'skipped' }
  const report = {
    testResults: [{ name: 'call.test.ts', status: 'failed', assertionResults: [passed, failed, skipped] }],
  }
  expect(failuresOf(report)).toEqual([
    'call.test.ts > hangs up (failed)\n    Error: no answer\n        at call.ts:3',
    'call.test.ts > declines (skipped)',
  ])
})

test('tells a file that failed outside of its tests', () => {
  const report = {
    testResults: [{ name: 'call.test.ts', status: 'failed', message: 'no such module', assertionResults: [passed] }],
  }
  expect(failuresOf(report)).toEqual(['call.test.ts\n    no such module'])
})

test('tells the start of a long message only', () => {
  const failed = {
    fullName: 'rings',
    status: 'failed',
    failureMessages: [Array.from({ length: 99 }, String).join('\n')],
  }
  const [told] = failuresOf({ testResults: [{ name: 'call.test.ts', status: 'failed', assertionResults: [failed] }] })
  expect(told?.split('\n')).toHaveLength(17)
})

test('has nothing to tell where all went well, nor without a report', () => {
  expect(failuresOf({ testResults: [{ name: 'call.test.ts', status: 'passed', assertionResults: [passed] }] })).toEqual(
    [],
  )
  expect(failuresOf(undefined)).toEqual([])
})
