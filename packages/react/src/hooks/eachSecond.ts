import type { CallEngine } from '@ringkit/core'

/** A clock that is set, or turned by hand in a simulator, is followed within this time, ms. */
const LOOK_MS = 250

/** Whole seconds by the engine's clock since then; 0 while there is no such time. */
export function secondsSince(connectedAt: number | undefined, engine: CallEngine): number {
  return Math.floor(millisecondsSince(connectedAt, engine) / 1000)
}

function millisecondsSince(connectedAt: number | undefined, engine: CallEngine): number {
  return connectedAt === undefined ? 0 : Math.max(0, engine.now() - connectedAt)
}

/**
 * Calls `onLook` at each full second, and in between. `timers`: the window they run in; one that is seen keeps better time than
 * one that is not.
 */
export function eachSecond(
  engine: CallEngine,
  connectedAt: number | undefined,
  onLook: () => void,
  timers: Pick<typeof globalThis, 'setTimeout' | 'clearTimeout'> = globalThis,
): () => void {
  if (connectedAt === undefined) return () => {}
  let timer: ReturnType<typeof setTimeout> | undefined
  const wait = (): void => {
    const untilSecond = 1000 - (millisecondsSince(connectedAt, engine) % 1000)
    timer = timers.setTimeout(
      () => {
        onLook()
        wait()
      },
      Math.min(untilSecond, LOOK_MS),
    )
  }
  wait()
  return () => timers.clearTimeout(timer)
}
