/** Latest, ms: a page that is never idle must not be without it. */
const LATEST_MS = 5_000
/** Where the browser does not tell, ms after what there is to do now. */
const ASSUMED_MS = 1_000

/** Runs `work` once, when the page has nothing better to do; returns what calls it off. */
export function whenIdle(work: () => void): () => void {
  if (typeof requestIdleCallback === 'function') {
    const idle = requestIdleCallback(() => work(), { timeout: LATEST_MS })
    return () => cancelIdleCallback(idle)
  }
  const timer = setTimeout(work, ASSUMED_MS)
  return () => clearTimeout(timer)
}
