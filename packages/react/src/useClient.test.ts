import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !path.includes('.test.'))
  .map((path) => ({ path, text: readFileSync(join(import.meta.dirname, path), 'utf8') }))

test('every module that calls React, or a component library, is a client module', () => {
  const callsReact =
    /^import \{[^}]*\} from 'react'$|^import .* from '(@radix-ui|lucide-react|zustand'|zustand\/react)/m
  const missing = sources.filter(({ text }) => callsReact.test(text) && !text.startsWith("'use client'\n"))
  expect(sources.length).toBeGreaterThan(30)
  expect(missing.map(({ path }) => path)).toEqual([])
})
