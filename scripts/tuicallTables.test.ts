import { expect, test } from 'vitest'
import { tuicallLimit, tuicallSize } from './tuicallSize.ts'
import { tuicallPage } from './tuicallTables.ts'

test('docs/tuicall.md has the tables of compatibility.ts; else run `npm run docs:tuicall`', async () => {
  const { is, shouldBe } = await tuicallPage()
  expect(is).toBe(shouldBe)
})

test('an app gets at most 6 kB on top of core, and the page tells about how many', async () => {
  const { app } = await tuicallSize()
  expect(app).toBeLessThanOrEqual(tuicallLimit)
  const told = (await tuicallPage()).is.match(/(\d\.\d) kB, minified and gzipped/)?.[1]
  // Within what other code around it makes of the compression.
  expect(Math.abs(Number(told) * 1000 - app)).toBeLessThan(150)
})
