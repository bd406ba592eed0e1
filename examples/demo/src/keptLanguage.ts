import { languageFor, type Language } from '@ringkit/react'

const KEY = 'ringkit-demo:language'

/** The language of the call screens: the one chosen in this tab, else the browser's. */
export function keptLanguage(): Language {
  try {
    return languageFor(sessionStorage.getItem(KEY) ?? navigator.languages)
  } catch {
    return languageFor(navigator.languages)
  }
}

export function keepLanguage(language: Language): void {
  try {
    sessionStorage.setItem(KEY, language)
  } catch {
    // A browser without storage: a reload shows the browser's language again.
  }
}
