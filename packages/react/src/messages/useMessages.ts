'use client'
import { useContext } from 'react'
import { en } from './en.ts'
import type { Messages } from './en.ts'
import { isolating } from './isolate.ts'
import { mergeMessages } from './mergeMessages.ts'
import { SpokenContext } from './SpokenContext.ts'
import type { Spoken } from './SpokenContext.ts'

export { useLanguageAttributes } from './useLanguageAttributes.ts'

/** One object for all who read it: texts are compared by identity. */
const merged = /* @__PURE__ */ new WeakMap<Spoken, Messages>()

/** The texts of the kit in the language of the nearest `CallProvider`. */
export function useMessages(): Messages {
  const spoken = useContext(SpokenContext)
  const messages = merged.get(spoken) ?? isolating(mergeMessages(spoken.loaded ?? en, spoken.override))
  merged.set(spoken, messages)
  return messages
}
