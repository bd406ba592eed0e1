'use client'
import { createContext } from 'react'
import type { CallEngine } from '@ringkit/core'
import type { Problems } from './problems.ts'

/** What `CallProvider` hands down. */
export interface CallContextValue {
  engine: CallEngine
  problems: Problems
}

/** Null outside a provider; `useCallEngine` turns that into an error with a name. */
export const CallContext = /* @__PURE__ */ createContext<CallContextValue | null>(null)
