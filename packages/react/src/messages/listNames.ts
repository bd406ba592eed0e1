import { directionOf } from './directionOf.ts'
import { isolate } from './isolate.ts'

/** "Bob, Carol and Dave", as the language says it. In a language from right to left each name keeps its own direction. */
export function listNames(names: readonly string[], locale: string): string {
  const listed = directionOf(locale) === 'rtl' ? names.map(isolate) : names
  return new Intl.ListFormat(locale, { style: 'long', type: 'conjunction' }).format(listed)
}
