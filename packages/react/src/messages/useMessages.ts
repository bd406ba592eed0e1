'use client'
import { createContext, useContext } from 'react'
import { directionOf } from './directionOf.ts'
import { en } from './en.ts'
import type { Messages } from './en.ts'

/** What an element needs that speaks another language than the page around it. */
export interface LanguageAttributes {
  lang?: string
  dir?: 'ltr' | 'rtl'
}

/** What a provider hands down of its language. */
export interface Spoken {
  messages: Messages
  attributes: LanguageAttributes
}

/** English where no provider says otherwise, and then with no attributes: the page's own direction stays. */
export const SpokenContext = /* @__PURE__ */ createContext<Spoken>({ messages: en, attributes: {} })

/** The texts of the kit in the language of the nearest `CallProvider`. */
export function useMessages(): Messages {
  return useContext(SpokenContext).messages
}

/**
 * `lang` and `dir` of the language, for the outermost element of a component, also one in a portal. Empty where the
 * provider was told no language.
 *
 * @example
 * <section {...useLanguageAttributes()}>…</section>
 */
export function useLanguageAttributes(): LanguageAttributes {
  return useContext(SpokenContext).attributes
}

/**
 * Attributes for texts in `locale`. While the texts of the language that was asked for are on their way, the direction is
 * that of `wanted` already: nothing changes sides when they arrive.
 */
export function attributesFor(locale: string, wanted: string = locale): LanguageAttributes {
  return { lang: locale, dir: directionOf(wanted) }
}
