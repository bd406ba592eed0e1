import { isolate } from './isolate.ts'
import { perLocale } from './perLocale.ts'

const listsOf = /* @__PURE__ */ perLocale(
  (locale) => new Intl.ListFormat(locale, { style: 'long', type: 'conjunction' }),
)

/** "Bob, Carol and Dave", as the language says it. Each name keeps its own direction, and its place in the list. */
export function listNames(names: readonly string[], locale: string): string {
  const listed = names.map((name) => isolate(name, locale))
  return listsOf(locale).format(listed)
}
