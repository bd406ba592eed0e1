'use client'
import { useEffect, useInsertionEffect, useRef } from 'react'
import { useCallContext } from './useCallContext.ts'

/**
 * Hears the errors nothing on screen could show: a sign-in of `CallProvider` that failed, or a command whose button was gone
 * when it failed. `CallNotices` uses it.
 */
export function useProblem(handler: (error: unknown) => void): void {
  const { problems } = useCallContext('useProblem')
  const latest = useRef(handler)
  useInsertionEffect(() => {
    latest.current = handler
  })
  useEffect(
    function listen() {
      return problems.listen((error) => latest.current(error))
    },
    [problems],
  )
}
