/** Every component in every state has its story, or a reason why there is none. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { componentNames } from './componentNames.ts'
import { stateMatrix, statelessParts, states } from './stateMatrix.ts'
import type { State } from './stateMatrix.ts'

const read = (file: string): string => readFileSync(join(import.meta.dirname, file), 'utf8')

/** The stories by `file: name`, each with what is written of it. */
function allStories(): ReadonlyMap<string, string> {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.stories.tsx'),
  )
  return new Map(
    files.flatMap((file) =>
      read(file)
        .split(/^(?=export const )/m)
        .slice(1)
        .map(
          (text) => [`${file.replace('.stories.tsx', '')}: ${/^export const (\w+)/.exec(text)?.[1]}`, text] as const,
        ),
    ),
  )
}

const stories = allStories()

/** How a story says that it is looked at in this state. */
const looks: Partial<Record<State, RegExp>> = {
  rightToLeft: /\barabic\b|'rtl'|'ar'/,
  phone: /\b(narrowPhone|phone|arabic)\b|width: '?3\d\d\b/,
  fortyNine: /49/,
  longNames: /longNames|LongNames/,
}

/** What a file names that shows the component inside of another one. */
const around: Readonly<Record<string, RegExp>> = {
  VideoTile: /\b(VideoTile|VideoGrid|CallView)\b/,
  PictureInPictureCall: /\bPictureInPicture/,
}

const cells = Object.entries(stateMatrix).flatMap(([component, row]) =>
  states.map((state) => ({ component, state, ...row[state] })),
)
const shown = cells.flatMap((cell) => ('story' in cell ? [cell] : []))
const missing = cells.flatMap((cell) => ('none' in cell ? [cell] : []))

test('each component of the kit has a row, is a part of one, or has no states, and none twice', () => {
  const rows = Object.entries(stateMatrix).flatMap(([name, { parts = [] }]) => [name, ...parts])
  expect([...rows, ...Object.keys(statelessParts)].toSorted()).toEqual(componentNames.toSorted())
})

test.each(shown)('$component, $state: $story is there, and looks so', ({ component, state, story }) => {
  // Not `toMatch`, which would print all of the file.
  const isAbout = around[component] ?? new RegExp(`\\b${component}\\b`)
  expect([...stories.keys()]).toContain(story)
  expect(isAbout.test(read(`${story.split(':')[0]}.stories.tsx`))).toBe(true)
  expect((looks[state] ?? /./).test(stories.get(story) ?? '')).toBe(true)
})

test.each(missing)('$component, $state: there is no such state, for a reason', ({ none }) => {
  expect(none.length).toBeGreaterThan(10)
})

test.each(Object.entries(statelessParts))('%s: %s is there', (_, story) => {
  expect([...stories.keys()]).toContain(story)
})

test('the dark theme is that of every story: axe looks at each a second time', () => {
  expect(read('../.storybook/preview.tsx')).toContain('afterEach: checkInTheOtherTheme')
})
