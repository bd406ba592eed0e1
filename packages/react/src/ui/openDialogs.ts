'use client'
import { useEffect, useSyncExternalStore } from 'react'

let open = 0
const listeners = new Set<() => void>()

function change(by: number): void {
  open += by
  for (const listener of listeners) listener()
}

/** Counts what calls it among the dialogs that stand over the page, as long as it is mounted. */
export function useAsDialog(): void {
  useEffect(function count() {
    change(1)
    return () => change(-1)
  }, [])
}

function subscribe(onChange: () => void): () => void {
  listeners.add(onChange)
  return () => listeners.delete(onChange)
}

/** Whether a dialog of the kit stands over the page: what else stands there makes room for it. */
export function useHasDialog(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => open > 0,
    () => false,
  )
}
