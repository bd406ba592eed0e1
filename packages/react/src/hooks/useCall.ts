'use client'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { CallState } from '@ringkit/core'
import { useCallEngine } from './useCallEngine.ts'

/**
 * Reads the call state through a selector and renders again when the selected value changes. An object or array is
 * compared one level deep, so a selector may build a new one each time. On a server it reads the state of somebody who is
 * signed out, and so does the first render in the browser (contract §5).
 *
 * @example
 * const status = useCall((state) => state.status)
 * const { type, kind } = useCall((state) => ({ type: state.call?.type, kind: state.call?.kind }))
 */
export function useCall<T>(selector: (state: CallState) => T): T {
  return useStore(useCallEngine().store, useShallow(selector))
}
