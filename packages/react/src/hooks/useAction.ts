'use client'
import { useCallback, useContext, useInsertionEffect, useRef, useState } from 'react'
import { ActionErrorsContext } from './ActionScope.tsx'
import { useCallContext } from './useCallContext.ts'

/** A command bound to a button, by `useAction`. */
export interface Action<A extends unknown[]> {
  /** Runs it; never throws or rejects. */
  run(...args: A): void
  isPending: boolean
}

/**
 * A command bound to a button. A failure is shown by the `ActionScope` around it, or, outside of one and when the scope has
 * gone by then, by `CallNotices`: none is lost.
 *
 * @example
 * const { hangup } = useCallActions()
 * const leave = useAction(hangup)
 * return <button onClick={() => leave.run()} disabled={leave.isPending}>Hang up</button>
 */
export function useAction<A extends unknown[]>(act: (...args: A) => Promise<unknown>): Action<A> {
  const { problems } = useCallContext('useAction')
  const scope = useContext(ActionErrorsContext)
  const [pending, setPending] = useState(0)
  const latest = useRef(act)
  useInsertionEffect(() => {
    latest.current = act
  })
  const run = useCallback(
    async (...args: A) => {
      scope?.clear()
      setPending((count) => count + 1)
      try {
        await latest.current(...args)
      } catch (cause) {
        const error = cause instanceof Error ? cause : new Error(String(cause))
        if (!scope?.show(error)) problems.report(error)
      } finally {
        setPending((count) => count - 1)
      }
    },
    [problems, scope],
  )
  return { run: useCallback((...args: A) => void run(...args), [run]), isPending: pending > 0 }
}
