'use client'
import { createContext } from 'react'
import type { Messages } from './en.ts'
import type { MessagesOverride } from './mergeMessages.ts'

/** What an element needs that speaks another language than the page around it. */
export interface LanguageAttributes {
  lang?: string
  dir?: 'ltr' | 'rtl'
}

/** What a provider hands down of its language. */
export interface Spoken {
  /** The texts of the language, once they are there. English comes with what shows it: a page that waits needs none of it. */
  loaded: Messages | undefined
  /** The app's own texts in their place. */
  override: MessagesOverride | undefined
  attributes: LanguageAttributes
}

/** English where no provider says otherwise, and then with no attributes: the page's own direction stays. */
export const SpokenContext = /* @__PURE__ */ createContext<Spoken>({
  loaded: undefined,
  override: undefined,
  attributes: {},
})
