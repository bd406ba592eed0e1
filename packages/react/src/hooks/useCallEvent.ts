'use client'
import { useEffect, useInsertionEffect, useRef } from 'react'
import type { CallEvent, CallEventPayloads } from '@ringkit/core'
import { useCallEngine } from './useCallEngine.ts'

/**
 * Calls `handler` at each event of that name while the component is mounted. It is always the newest handler that runs,
 * and a new one does not subscribe again (contract §5).
 *
 * @example
 * useCallEvent(CallEvent.REJECT, ({ userID }) => toast(`${userID} declined`))
 */
export function useCallEvent<E extends CallEvent>(event: E, handler: (payload: CallEventPayloads[E]) => void): void {
  const engine = useCallEngine()
  const latest = useRef(handler)
  useInsertionEffect(() => {
    latest.current = handler
  })
  useEffect(
    function listen() {
      return engine.on(event, (payload) => latest.current(payload))
    },
    [engine, event],
  )
}
