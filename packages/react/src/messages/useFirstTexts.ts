'use client'
import { useContext } from 'react'
import { firstTexts } from './firstTexts.ts'
import { SpokenContext } from './SpokenContext.ts'

/**
 * The texts of a page whose call screen is not there yet, without those of the calls: `useMessages` has them all, and weighs
 * as much. In the language of the nearest `CallProvider` once that is loaded.
 */
export function useFirstTexts(): { partMissing: string; tryAgain: string } {
  const { loaded, override } = useContext(SpokenContext)
  return {
    partMissing: override?.partMissing ?? loaded?.partMissing ?? firstTexts.partMissing,
    tryAgain: override?.beforeCall?.tryAgain ?? loaded?.beforeCall.tryAgain ?? firstTexts.tryAgain,
  }
}
