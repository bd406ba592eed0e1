import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'

/** The oldest versions without a known hole that reaches a call server, each with why. */
const least = [
  ['socket.io-parser', '4.2.7', 'CVE-2026-69185'],
  ['engine.io', '6.6.7', 'CVE-2026-59725'],
] as const

// The file npm writes; its shape is npm's own.
const lock = JSON.parse(readFileSync(resolve(import.meta.dirname, '../package-lock.json'), 'utf8')) as {
  packages: { [path: string]: { version?: string } }
}

const numbers = (version: string) => version.split('-', 1)[0]?.split('.').map(Number) ?? []
const isAtLeast = (version: string, wanted: string) => {
  const [have, want] = [numbers(version), numbers(wanted)]
  const differing = want.findIndex((number, index) => number !== have[index])
  return differing === -1 || (have[differing] ?? 0) > (want[differing] ?? 0)
}

test.each(least)('every %s that is installed is %s or newer (%s)', (name, wanted) => {
  const versions = Object.entries(lock.packages).flatMap(([path, { version }]) =>
    path.endsWith(`node_modules/${name}`) && version !== undefined ? [version] : [],
  )
  expect(versions).not.toEqual([])
  for (const version of versions) expect(isAtLeast(version, wanted), `${name} ${version}`).toBe(true)
})

test('versions are compared by number', () => {
  expect(isAtLeast('4.2.10', '4.2.7')).toBe(true)
  expect(isAtLeast('5.0.0', '4.2.7')).toBe(true)
  expect(isAtLeast('4.2.6', '4.2.7')).toBe(false)
  expect(isAtLeast('4.1.99', '4.2.7')).toBe(false)
})
