import type { Clock } from '../ports/clock.ts'
import { CallError } from '../protocol/errors.ts'

/** So long after a failure, ms, it is fetched again while somebody waits for it. */
const RETRY_MS = 3_000

export interface LaterOptions<T> {
  clock: Pick<Clock, 'setTimeout'>
  fetchPart: () => Promise<T>
  /** It cannot be fetched, and something waits for it. Told once until it is there. */
  onMissing(error: CallError): void
}

/**
 * A part whose code is fetched when it is needed. What is told to it before waits, in order, and a fetch that fails is tried again
 * for as long as something does.
 */
export function createLater<T>({ clock, fetchPart, onMissing }: LaterOptions<T>) {
  let part: T | undefined
  let loading: Promise<T> | undefined
  let waiting: ((part: T) => void)[] = []
  let isTold = false
  let isFetching = false

  function arrive(made: T): T {
    part = made
    loading = Promise.resolve(made)
    const told = waiting
    waiting = []
    for (const tell of told) tell(made)
    return made
  }

  async function fetchOnce(): Promise<T> {
    const fetched = await fetchPart().catch((cause: unknown) => {
      // The next one who needs it tries again.
      loading = undefined
      throw new CallError('INTERNAL', 'The part that handles calls could not be loaded.', { cause })
    })
    return arrive(fetched)
  }

  async function fetchWhileWanted(): Promise<void> {
    if (isFetching) return
    isFetching = true
    while (waiting.length > 0) {
      try {
        await load()
      } catch (cause) {
        // `forget()` may have come meanwhile.
        if (waiting.length === 0) break
        if (!isTold) onMissing(CallError.from(cause))
        isTold = true
        await new Promise<void>((resolve) => clock.setTimeout(resolve, RETRY_MS))
      }
    }
    isFetching = false
  }

  function load(): Promise<T> {
    loading ??= fetchOnce()
    return loading
  }

  return {
    /** Once it is there. */
    get part(): T | undefined {
      return part
    },
    /** Something waits to be told. */
    get isBehind(): boolean {
      return waiting.length > 0
    },
    /** Fetches it, unless it is there or on its way. Rejects with INTERNAL when it cannot be had now. */
    load,
    /** It need not be fetched: here it is. */
    arrive,
    /** Tells it that: at once, or in its turn as soon as it is there. */
    tell(act: (part: T) => void): void {
      if (part) return act(part)
      waiting.push(act)
      void fetchWhileWanted()
    },
    /** What waits is of no interest any more. */
    forget(): void {
      waiting = []
      isTold = false
    },
  }
}
