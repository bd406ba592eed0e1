import { perLocale } from './perLocale.ts'

const oneDigit = /* @__PURE__ */ perLocale((locale) => new Intl.NumberFormat(locale, { useGrouping: false }))
const twoDigits = /* @__PURE__ */ perLocale(
  (locale) => new Intl.NumberFormat(locale, { minimumIntegerDigits: 2, useGrouping: false }),
)

/** Seconds as a clock, in the digits of the language: 5 → "0:05", 65 → "1:05", 3 605 → "1:00:05". */
export function clockTime(seconds: number, locale = 'en'): string {
  const [one, two] = [oneDigit(locale), twoDigits(locale)]
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor((seconds % 3600) / 60)
  const rest = two.format(Math.floor(seconds % 60))
  return hours > 0 ? `${one.format(hours)}:${two.format(minutes)}:${rest}` : `${one.format(minutes)}:${rest}`
}
