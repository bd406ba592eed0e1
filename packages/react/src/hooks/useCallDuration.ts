'use client'
import { useCallback, useSyncExternalStore } from 'react'
import { useCall } from './useCall.ts'

/**
 * Whole seconds since the call became connected for me; 0 before. Ticks once a second, in step with `connectedAt`, so two
 * clocks on one page never differ (contract §5).
 */
export function useCallDuration(): number {
  const connectedAt = useCall((state) => state.call?.connectedAt)
  const subscribe = useCallback((onTick: () => void) => tick(connectedAt, onTick), [connectedAt])
  return useSyncExternalStore(
    subscribe,
    () => secondsSince(connectedAt),
    () => 0,
  )
}

function secondsSince(connectedAt: number | undefined): number {
  return connectedAt === undefined ? 0 : Math.max(0, Math.floor((Date.now() - connectedAt) / 1000))
}

function tick(connectedAt: number | undefined, onTick: () => void): () => void {
  if (connectedAt === undefined) return () => {}
  let timer: ReturnType<typeof setTimeout> | undefined
  const wait = (): void => {
    const intoSecond = (((Date.now() - connectedAt) % 1000) + 1000) % 1000
    timer = setTimeout(() => {
      onTick()
      wait()
    }, 1000 - intoSecond)
  }
  wait()
  return () => clearTimeout(timer)
}
