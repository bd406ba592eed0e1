'use client'
import { useContext } from 'react'
import { CallContext } from './CallContext.ts'
import type { CallContextValue } from './CallContext.ts'

/** The provider's value, or an error that names the hook or component that was used outside of it. */
export function useCallContext(user: string): CallContextValue {
  const value = useContext(CallContext)
  if (!value) throw new Error(`\`${user}\` must be used within \`CallProvider\``)
  return value
}
