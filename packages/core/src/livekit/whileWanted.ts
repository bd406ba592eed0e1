/** Says that something was given up, not that it failed. */
export const givenUp: unique symbol = Symbol('given up')

/**
 * Waits for `work` as long as it is wanted. Once `signal` aborts it resolves with `givenUp` at once, and what `work` yields
 * later goes to `undo`: a camera that a browser prompt brings after the call must not stay on.
 */
export function whileWanted<T>(
  work: Promise<T>,
  signal: AbortSignal,
  undo: (late: T) => void,
): Promise<T | typeof givenUp> {
  return new Promise((resolve, reject) => {
    const giveUp = () => resolve(givenUp)
    if (signal.aborted) giveUp()
    else signal.addEventListener('abort', giveUp, { once: true })
    const done = () => signal.removeEventListener('abort', giveUp)
    work.then(
      (value) => {
        done()
        if (signal.aborted) undo(value)
        else resolve(value)
      },
      (error: unknown) => {
        done()
        // After giving up this promise is settled already, and the failure is nobody's concern.
        reject(error)
      },
    )
  })
}
