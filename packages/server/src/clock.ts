import type { CallStore } from '@ringkit/core/protocol'

/** How often the distance to the store's clock is measured, ms. */
const MEASURE_MS = 10_000

/** The store's clock, by which rings and graces are judged, read without waiting. */
export interface Clock {
  /** Epoch ms. */
  now(): number
  stop(): void
}

/** Follows the store's clock; until the first answer it is this machine's. */
export function followClock(store: CallStore): Clock {
  let offset = 0
  const measure = () =>
    void store.now().then(
      (time) => (offset = time - Date.now()),
      // The last distance is still the best guess while the store does not answer.
      () => undefined,
    )
  measure()
  const timer = setInterval(measure, MEASURE_MS).unref()
  return { now: () => Date.now() + offset, stop: () => clearInterval(timer) }
}
