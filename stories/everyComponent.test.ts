import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { componentNames as components } from './componentNames.ts'

function storyFiles(): string[] {
  return readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.stories.tsx'),
  )
}

const stories = storyFiles()
  .map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'))
  .join('\n')

test('the kit has components', () => {
  expect(components.length).toBeGreaterThan(40)
  expect(components).toContain('CallKit')
  expect(components).not.toContain('CallError')
  expect(components).not.toContain('CallViewContext')
})

test.each(components)('%s has a story', (name) => {
  // Not `toMatch`, which would print all stories.
  expect(new RegExp(`<${name}[\\s/>]|component: ${name}\\b`).test(stories)).toBe(true)
})
