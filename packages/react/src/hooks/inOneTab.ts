/** Begins a ring, and is told whether the browser holds it back; returns what ends it. */
export type Ring = (onBlockedChange: (isBlocked: boolean) => void) => () => void

/**
 * Rings in one of the open tabs that ask for the same `name`; when that one closes, or its ring ends, the next one goes on. A tab whose
 * browser holds the sound back until a press keeps no other from ringing: it lets the next one have its turn, and waits for its own
 * again once it may sound. Where tabs cannot agree, as on a page that is not secure, each of them rings.
 *
 * @returns what ends it in this tab.
 */
export function inOneTab(name: string, ring: Ring): () => void {
  // Missing where the page is not secure, and in old browsers, whatever the types say.
  const locks: LockManager | undefined = navigator.locks
  if (!locks) return ring(() => {})
  const end = new AbortController()
  const { signal } = end
  let stopRing: (() => void) | undefined
  let passOn = (): void => {}
  const stop = (): void => {
    const ending = stopRing
    // First, since a ring that ends tells that it is no longer held back.
    stopRing = undefined
    ending?.()
  }
  const onBlockedChange = (isBlocked: boolean): void => {
    if (!stopRing) return
    if (isBlocked) return passOn()
    stop()
    waitForTurn()
  }
  const turn = (): Promise<void> =>
    new Promise((resolve) => {
      passOn = resolve
      if (signal.aborted) return resolve()
      stopRing = ring(onBlockedChange)
    })
  function waitForTurn(): void {
    locks?.request(name, { signal }, turn).catch(() => {
      // A page without an origin of its own, such as a frame in a sandbox, is refused.
      if (!signal.aborted && !stopRing) stopRing = ring(() => {})
    })
  }
  waitForTurn()
  return () => {
    end.abort()
    stop()
    passOn()
  }
}
