'use client'
import type { CallEngine } from '@ringkit/core'
import { useCallContext } from './useCallContext.ts'

/**
 * The engine of the nearest `CallProvider` (contract §5).
 *
 * @throws an Error outside a provider.
 * @example
 * const engine = useCallEngine()
 * useEffect(() => engine.on(CallEvent.SDK_READY, ({ userID }) => console.info(userID)), [engine])
 */
export function useCallEngine(): CallEngine {
  return useCallContext('useCallEngine').engine
}
