import type { ComponentType } from 'react'

/** How the fetching of a part stands. */
export interface LazyState<Props> {
  /** The component, once it is there. */
  Part: ComponentType<Props> | undefined
  /** The last attempt came to nothing. True until one succeeds. */
  hasFailed: boolean
}

export interface LazyPart<Props> {
  get(): LazyState<Props>
  /** As it is on a server, and in the render that must equal the server's: not there. */
  atFirst(): LazyState<Props>
  subscribe(listener: () => void): () => void
  /** Fetches it, unless it is there or on its way. Never rejects: after a failure it may be called again. */
  load(): void
}

/**
 * A component that is fetched when it is needed, for `useSyncExternalStore`. Unlike `React.lazy` it shows what is around it at
 * once, can be fetched ahead of time, and can be tried again after a failure.
 */
export function lazyPart<Props>(fetchPart: () => Promise<ComponentType<Props>>): LazyPart<Props> {
  const absent: LazyState<Props> = { Part: undefined, hasFailed: false }
  const listeners = new Set<() => void>()
  let state = absent
  let isLoading = false

  async function load(): Promise<void> {
    if (isLoading || state.Part) return
    isLoading = true
    try {
      state = { Part: await fetchPart(), hasFailed: false }
    } catch {
      // Told by the state: who needs the part says so on screen, and tries again.
      state = { Part: undefined, hasFailed: true }
    } finally {
      isLoading = false
    }
    for (const listener of listeners) listener()
  }

  return {
    get: () => state,
    atFirst: () => absent,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    load: () => void load(),
  }
}
