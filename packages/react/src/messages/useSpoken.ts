'use client'
import { useCallback, useMemo, useSyncExternalStore } from 'react'
import { isLanguage, loadedMessages, loadMessages } from './languages.ts'
import type { Language } from './languages.ts'
import { en } from './en.ts'
import type { Messages } from './en.ts'
import { isolating } from './isolate.ts'
import { mergeMessages } from './mergeMessages.ts'
import type { MessagesOverride } from './mergeMessages.ts'
import { attributesFor } from './useMessages.ts'
import type { Spoken } from './useMessages.ts'

/** The texts to show: those of the language once they are there, English until then, with the app's own in their place. */
export function useSpoken(language: Language | undefined, override: MessagesOverride | undefined): Spoken {
  const loaded = useLoaded(language)
  return useMemo(() => {
    const messages = isolating(mergeMessages(loaded ?? en, override))
    const isTold = language !== undefined || override?.locale !== undefined
    if (!isTold) return { messages, attributes: {} }
    return { messages, attributes: attributesFor(messages.locale, override?.locale ?? language) }
  }, [loaded, language, override])
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
  // Who writes JavaScript may ask for a language that the kit does not speak; English is what there is.
  if (!isLanguage(language)) return () => {}
  // A file that cannot be fetched, which is a page without network, leaves English; the next chance is the next network.
  const attempt = (): void => void loadMessages(language).then(onLoaded, () => {})
  if (!loadedMessages(language)) attempt()
  window.addEventListener('online', attempt)
  return () => window.removeEventListener('online', attempt)
}
