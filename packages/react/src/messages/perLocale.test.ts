import { expect, test, vi } from 'vitest'
import { perLocale } from './perLocale.ts'

test('makes one for each language, however often it is asked for', () => {
  const make = vi.fn<(locale: string) => Intl.PluralRules>((locale) => new Intl.PluralRules(locale))
  const rulesOf = perLocale(make)
  expect(rulesOf('ar').select(2)).toBe('two')
  expect(rulesOf('en').select(2)).toBe('other')
  expect(rulesOf('ar')).toBe(rulesOf('ar'))
  expect(make.mock.calls).toEqual([['ar'], ['en']])
})
