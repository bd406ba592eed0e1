/** Time: the machine's own in an app, one that is turned by hand in a simulator. */
export interface Clock {
  /** Epoch milliseconds. Jumps when the machine's clock is set. */
  now(): number
  /** Milliseconds from some fixed point; never runs backwards. */
  elapsed(): number
  /** Calls `run` once after `ms` milliseconds; what it returns goes back into `clearTimeout`. */
  setTimeout(run: () => void, ms: number): unknown
  clearTimeout(handle: unknown): void
  /** Calls `run` when the current task is over, and all that its settled promises cause. No time passes by that. */
  afterTask(run: () => void): void
}

/** Looks the global functions up at each call, so that fake timers installed later are used too. */
export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  setTimeout: (run, ms) => setTimeout(run, ms),
  clearTimeout(handle: ReturnType<typeof setTimeout> | undefined) {
    clearTimeout(handle)
  },
  afterTask: (run) => void setTimeout(run),
}

/** Calls `run` every `ms` milliseconds until the returned function is called, also from within `run`. */
export function every(clock: Pick<Clock, 'setTimeout' | 'clearTimeout'>, ms: number, run: () => void): () => void {
  let handle: unknown
  const wait = () => {
    handle = clock.setTimeout(() => {
      wait()
      run()
    }, ms)
  }
  wait()
  return () => clock.clearTimeout(handle)
}
