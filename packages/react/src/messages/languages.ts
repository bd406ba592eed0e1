import type { Messages } from './en.ts'
import { isolating } from './isolate.ts'

/** One module per language, so that a bundler makes a file of each and a page loads no more than it shows. */
const loaders = {
  en: async () => (await import('./english.ts')).en,
  ko: async () => (await import('./ko.ts')).ko,
  zh: async () => (await import('./zh.ts')).zh,
  ja: async () => (await import('./ja.ts')).ja,
  es: async () => (await import('./es.ts')).es,
  de: async () => (await import('./de.ts')).de,
  fr: async () => (await import('./fr.ts')).fr,
  ar: async () => (await import('./ar.ts')).ar,
} satisfies Record<string, () => Promise<Messages>>

/** A language the kit speaks. `zh` is Chinese in simplified characters. */
export type Language = keyof typeof loaders

const known = /* @__PURE__ */ new Map<string, Messages>()

/** Every language the kit speaks, English first. */
// The keys of an object literal are exactly those of its type, which Object.keys does not say.
export const languages = Object.keys(loaders) as readonly Language[]

/** True for a language the kit speaks. */
export function isLanguage(value: unknown): value is Language {
  return typeof value === 'string' && Object.hasOwn(loaders, value)
}

/**
 * The texts of a language, loaded when first asked for. Rejects when the file cannot be fetched; asking again tries again.
 *
 * @example
 * const messages = await loadMessages(languageFor(navigator.languages))
 * createRoot(element).render(<CallProvider url={url} token={token} messages={messages}>…</CallProvider>)
 */
export async function loadMessages(language: Language): Promise<Messages> {
  const messages = known.get(language) ?? isolating(await loaders[language]())
  known.set(language, messages)
  return messages
}

/** The texts of a language that has been loaded already; undefined of one that has not. */
export function loadedMessages(language: Language): Messages | undefined {
  return known.get(language)
}

/**
 * The best of the kit's languages for a person who reads these, most wanted first; English when none fits. A regional form
 * counts as its language; Traditional Chinese as Simplified only where no other language of the person fits. On a server,
 * hand in what the Accept-Language header lists.
 *
 * @param wanted BCP 47 tags, such as `navigator.languages`; what is no tag is passed over.
 */
export function languageFor(wanted: string | readonly string[] | undefined): Language {
  const locales = (typeof wanted === 'string' ? [wanted] : (wanted ?? [])).flatMap(parsed)
  const close = locales.find((locale) => isLanguage(locale.language) && !isTraditional(locale))
  const match = (close ?? locales.find(isTraditional))?.language
  return isLanguage(match) ? match : 'en'
}

function parsed(tag: string): Intl.Locale[] {
  try {
    return [new Intl.Locale(tag).maximize()]
  } catch {
    return []
  }
}

function isTraditional({ language, script }: Intl.Locale): boolean {
  return language === 'zh' && script === 'Hant'
}
