'use client'
import { createContext, useContext, useEffect, useMemo, useRef, useState } from 'react'
import type { ReactNode } from 'react'

/** Where a failed action of the parts inside is shown. */
export interface ActionErrors {
  /** False when the scope has gone and can show nothing. */
  show(error: Error): boolean
  clear(): void
}

export const ActionErrorsContext = /* @__PURE__ */ createContext<ActionErrors | null>(null)
const ErrorContext = /* @__PURE__ */ createContext<Error | undefined>(undefined)

/** Collects the failure of the last action inside; `useActionError` shows it. Starting another action clears it. */
export function ActionScope({ children }: { children?: ReactNode }): ReactNode {
  const [error, setError] = useState<Error>()
  const isMounted = useRef(false)
  useEffect(function mount() {
    isMounted.current = true
    return () => {
      isMounted.current = false
    }
  }, [])
  const errors = useMemo<ActionErrors>(
    () => ({
      show(failure) {
        if (isMounted.current) setError(failure)
        return isMounted.current
      },
      clear: () => setError(undefined),
    }),
    [],
  )
  return (
    <ActionErrorsContext.Provider value={errors}>
      <ErrorContext.Provider value={error}>{children}</ErrorContext.Provider>
    </ActionErrorsContext.Provider>
  )
}

/** Why the last action in the nearest `ActionScope` failed; undefined when it did not. */
export function useActionError(): Error | undefined {
  return useContext(ErrorContext)
}
