import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as kit from '@ringkit/react'
import { expect, test } from 'vitest'

/** A context is exported beside the components, and is none. */
function isComponent(value: unknown): boolean {
  if (typeof value === 'function') return !(value.prototype instanceof Error)
  return typeof value === 'object' && value !== null && '$$typeof' in value && 'render' in value
}

const components = Object.entries(kit)
  .filter(([name, value]) => /^[A-Z]/.test(name) && isComponent(value))
  .map(([name]) => name)

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
