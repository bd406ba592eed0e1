'use client'
import { useCallback, useMemo, useSyncExternalStore } from 'react'
import { directionOf } from './directionOf.ts'
import { isLanguage, loadedMessages, loadMessages } from './languages.ts'
import type { Language } from './languages.ts'
import type { Messages } from './en.ts'
import type { MessagesOverride } from './mergeMessages.ts'
import type { LanguageAttributes, Spoken } from './SpokenContext.ts'

/** The texts to show: those of the language once they are there, English until then, with the app's own in their place. */
export function useSpoken(language: Language | undefined, override: MessagesOverride | undefined): Spoken {
  const loaded = useLoaded(language)
  return useMemo(
    () => ({ loaded, override, attributes: attributesOf(language, loaded, override) }),
    [loaded, language, override],
  )
}

/**
 * While the texts of the language that was asked for are on their way, the direction is that language's already: nothing
 * changes sides when they arrive.
 */
function attributesOf(
  language: Language | undefined,
  loaded: Messages | undefined,
  override: MessagesOverride | undefined,
): LanguageAttributes {
  const wanted = override?.locale ?? language
  if (wanted === undefined) return {}
  return { lang: override?.locale ?? loaded?.locale ?? 'en', dir: directionOf(wanted) }
}

/** The texts of a language, asked for once shown. Never on a server, nor in the render that must equal the server's. */
function useLoaded(language: Language | undefined): Messages | undefined {
  const subscribe = useCallback((onLoaded: () => void) => load(language, onLoaded), [language])
  return useSyncExternalStore(
    subscribe,
    () => (language === undefined ? undefined : loadedMessages(language)),
    () => undefined,
  )
}

function load(language: Language | undefined, onLoaded: () => void): () => void {
  // Who writes JavaScript may ask for a language that the kit does not speak; English is what there is, and needs no loading.
  if (!isLanguage(language) || language === 'en') return () => {}
  // A file that cannot be fetched, which is a page without network, leaves English; the next chance is the next network.
  const attempt = (): void => void loadMessages(language).then(onLoaded, () => {})
  if (!loadedMessages(language)) attempt()
  window.addEventListener('online', attempt)
  return () => window.removeEventListener('online', attempt)
}
