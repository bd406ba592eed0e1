import { createContext } from 'react'
import { languages } from '@ringkit/react'
import type { Language } from '@ringkit/react'

/** What the toolbar says; none for English, so that stories show what an app gets that asks for nothing. */
export const StoryLanguage = createContext<Language | undefined>(undefined)

/** The language of that code, unless it is English. */
export function asLanguage(code: unknown): Language | undefined {
  return languages.find((language) => language === code && language !== 'en')
}
