/** How long a test waits for what does not come, ms of the machine's time: less than a test runner's own patience. */
const PATIENCE_MS = 4_000

export interface Wait<T> {
  /** The result, or undefined while there is none. */
  find: () => T | undefined
  /** Calls its argument whenever there may be a result; returns what ends that. */
  subscribe: (check: () => void) => () => void
  /** Says what did not come, when it did not. */
  failure: () => string
  /** Default 4000. */
  timeoutMs?: number | undefined
}

/** Waits of a simulator's user; they end with the simulator, so that no timer is left. */
export class Waits {
  readonly #ends = new Set<() => void>()

  until<T>({ find, subscribe, failure, timeoutMs = PATIENCE_MS }: Wait<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const found = find()
      if (found !== undefined) return resolve(found)
      const timer = setTimeout(() => {
        end()
        reject(new Error(failure()))
      }, timeoutMs)
      const unsubscribe = subscribe(() => {
        const result = find()
        if (result === undefined) return
        end()
        resolve(result)
      })
      const end = () => {
        clearTimeout(timer)
        unsubscribe()
        this.#ends.delete(end)
      }
      this.#ends.add(end)
    })
  }

  destroy(): void {
    for (const end of [...this.#ends]) end()
  }
}
