'use client'
import { useContext } from 'react'
import { SpokenContext } from './SpokenContext.ts'
import type { LanguageAttributes } from './SpokenContext.ts'

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
