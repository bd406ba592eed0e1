import { expect, test } from 'vitest'
import { tuicallPage } from './tuicallTables.ts'

test('docs/tuicall.md has the tables of compatibility.ts; else run `npm run docs:tuicall`', async () => {
  const { is, shouldBe } = await tuicallPage()
  expect(is).toBe(shouldBe)
})
