'use client'
import { useEffect, useState } from 'react'
import type { CallSummary } from '@ringkit/core'
import { useCall } from './useCall.ts'
import { useCallEngine } from './useCallEngine.ts'

/**
 * The calls of a group that are going on and that I may join, asked for again and again while the page is seen, and whenever
 * it comes back into sight. Empty while I am in a call myself, or not signed in.
 *
 * @param interval ms between two questions. Default 10 000.
 * @example
 * const [call] = useGroupCalls('team-7')
 */
export function useGroupCalls(groupID: string, interval = 10_000): readonly CallSummary[] {
  const engine = useCallEngine()
  const isFree = useCall((state) => state.status === 'idle')
  const [calls, setCalls] = useState<readonly CallSummary[]>([])
  useEffect(
    function ask() {
      if (!isFree) return undefined
      let newest = 0
      const refresh = (): void => {
        if (document.hidden) return
        const own = ++newest
        engine.getCalls({ groupID }).then(
          (found) => {
            if (own === newest) setCalls(found)
          },
          // Without an answer nothing is known, and joining would fail as well; the next question is soon.
          () => {
            if (own === newest) setCalls([])
          },
        )
      }
      refresh()
      const timer = setInterval(refresh, interval)
      window.addEventListener('focus', refresh)
      document.addEventListener('visibilitychange', refresh)
      return () => {
        newest = -1
        clearInterval(timer)
        window.removeEventListener('focus', refresh)
        document.removeEventListener('visibilitychange', refresh)
        setCalls([])
      }
    },
    [engine, isFree, groupID, interval],
  )
  return calls
}
