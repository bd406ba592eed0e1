'use client'
import type { CallEngine } from '@ringkit/core'
import { useCallback, useSyncExternalStore } from 'react'
import { useCall } from './useCall.ts'
import { useCallEngine } from './useCallEngine.ts'

/** A clock that is set, or turned by hand in a simulator, is followed within this time, ms. */
const LOOK_MS = 250

/**
 * Whole seconds since the call became connected for me; 0 before. Ticks once a second by the engine's clock, in step with
 * `connectedAt`, so two clocks on one page never differ (contract §5).
 */
export function useCallDuration(): number {
  const engine = useCallEngine()
  const connectedAt = useCall((state) => state.call?.connectedAt)
  const subscribe = useCallback((onLook: () => void) => tick(engine, connectedAt, onLook), [engine, connectedAt])
  return useSyncExternalStore(
    subscribe,
    () => Math.floor(millisecondsSince(connectedAt, engine) / 1000),
    () => 0,
  )
}

function millisecondsSince(connectedAt: number | undefined, engine: CallEngine): number {
  return connectedAt === undefined ? 0 : Math.max(0, engine.now() - connectedAt)
}

/** Calls `onLook` at each full second, and in between: React renders only when the seconds are others. */
function tick(engine: CallEngine, connectedAt: number | undefined, onLook: () => void): () => void {
  if (connectedAt === undefined) return () => {}
  let timer: ReturnType<typeof setTimeout> | undefined
  const wait = (): void => {
    const untilSecond = 1000 - (millisecondsSince(connectedAt, engine) % 1000)
    timer = setTimeout(
      () => {
        onLook()
        wait()
      },
      Math.min(untilSecond, LOOK_MS),
    )
  }
  wait()
  return () => clearTimeout(timer)
}
