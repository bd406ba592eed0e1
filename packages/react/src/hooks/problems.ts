/** Errors that no part on screen can show any more, on their way to `CallNotices`. */
export interface Problems {
  report(error: unknown): void
  /** Hears every report from now on; those nobody has heard yet come first. Returns what ends it. */
  listen(listener: (error: unknown) => void): () => void
}

/** How many unheard reports are kept for a listener that comes later. */
const KEPT = 5

/** One per provider. */
export function createProblems(): Problems {
  const listeners = new Set<(error: unknown) => void>()
  let unheard: unknown[] = []
  return {
    report(error) {
      if (listeners.size === 0) unheard = [...unheard, error].slice(-KEPT)
      for (const listener of listeners) listener(error)
    },
    listen(listener) {
      listeners.add(listener)
      const late = unheard
      unheard = []
      for (const error of late) listener(error)
      return () => listeners.delete(listener)
    },
  }
}
