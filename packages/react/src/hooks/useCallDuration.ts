'use client'
import { useCallback, useSyncExternalStore } from 'react'
import { eachSecond, secondsSince } from './eachSecond.ts'
import { useCall } from './useCall.ts'
import { useCallEngine } from './useCallEngine.ts'

/**
 * Whole seconds since the call became connected for me; 0 before. Ticks once a second by the engine's clock, in step with
 * `connectedAt`, so two clocks on one page never differ (contract §5). Renders each second; `useCallSeconds` does not.
 */
export function useCallDuration(): number {
  const engine = useCallEngine()
  const connectedAt = useCall((state) => state.call?.connectedAt)
  const subscribe = useCallback((onLook: () => void) => eachSecond(engine, connectedAt, onLook), [engine, connectedAt])
  return useSyncExternalStore(
    subscribe,
    // React renders only when the seconds are others.
    () => secondsSince(connectedAt, engine),
    () => 0,
  )
}
