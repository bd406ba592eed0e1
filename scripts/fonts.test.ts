import { expect, test } from 'vitest'
import { provideFonts } from './fonts.ts'

function trial(fonts: readonly string[] | undefined, mayInstall: boolean, failure?: Error) {
  const lines: string[] = []
  const installed: string[][] = []
  const done = provideFonts({
    has: async (language) => fonts?.includes(language),
    mayInstall,
    install: async (packages) => {
      installed.push([...packages])
      if (failure) throw failure
    },
    report: (line) => lines.push(line),
  })
  return done.then(() => ({ lines, installed }))
}

const all = ['ko', 'ja', 'zh-cn', 'ar']

test('nothing is done where every letter is there, or nobody can be asked', async () => {
  expect(await trial(all, true)).toEqual({ lines: [], installed: [] })
  expect(await trial(undefined, true)).toEqual({ lines: [], installed: [] })
})

test('what is missing is installed where that is allowed', async () => {
  const { installed } = await trial(['ko', 'ja', 'zh-cn'], true)
  expect(installed).toEqual([['fonts-noto-core', 'fonts-noto-cjk']])
})

test('where it is not, or fails, it says which and why', async () => {
  const refused = await trial(['ar'], false)
  expect(refused).toEqual({ lines: [expect.stringMatching(/ko, ja, zh-cn.*not as root/)], installed: [] })
  const failed = await trial([], true, new Error('no disk'))
  expect(failed.lines.at(-1)).toMatch(/no disk/)
})
