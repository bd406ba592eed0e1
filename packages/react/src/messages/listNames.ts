import { isolate } from './isolate.ts'

/** "Bob, Carol and Dave", as the language says it. Each name keeps its own direction, and its place in the list. */
export function listNames(names: readonly string[], locale: string): string {
  const listed = names.map((name) => isolate(name, locale))
  return new Intl.ListFormat(locale, { style: 'long', type: 'conjunction' }).format(listed)
}
