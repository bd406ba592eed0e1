import { expect, test } from 'vitest'
import { excess } from './sizeVerdict.ts'

test('what keeps to its limit is no complaint', () => {
  expect(excess([{ name: 'first load', bytes: 25_000 }], { 'first load': 25 })).toEqual([])
})

test('what has grown is named, with how much', () => {
  expect(excess([{ name: 'first load', bytes: 25_100 }], { 'first load': 25 })).toEqual([
    {
      name: 'first load',
      sentence: '"first load" has grown to 25.1 kB: 100 bytes more than the 25 kB it may have (scripts/sizeLimits.ts).',
    },
  ])
})

test('nothing goes unlimited, and no limit outlives what it limits', () => {
  expect(excess([{ name: 'new', bytes: 1 }], { old: 1 }).map(({ name }) => name)).toEqual(['new', 'old'])
})
