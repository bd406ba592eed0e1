import { nextDue, type Call } from '@ringkit/core/protocol'
import type { Logger } from 'pino'

/** The longest a timer can wait, ms. */
const LONGEST_MS = 2 ** 31 - 1
/** After a store that failed, ms. */
const RETRY_MS = 1000

export interface DeadlinesOptions {
  /** When the next deadline is due, epoch ms. */
  nextDue: () => Promise<number | undefined>
  /** Lets everything that is due take effect. */
  fireDue: () => Promise<void>
  /** Epoch ms. */
  now: () => number
  log: Logger
}

/** Fires what is due: one timer, at the earliest ring deadline or grace of all calls. */
export interface Deadlines {
  /** Told of every changed call. */
  onChange(call: Call): void
  stop(): void
}

/** Starts with what the store holds already. */
export function createDeadlines(options: DeadlinesOptions): Deadlines {
  let timer: NodeJS.Timeout | undefined
  let armedFor = Infinity
  let isStopped = false

  function arm(time: number): void {
    if (isStopped || time >= armedFor) return
    clearTimeout(timer)
    armedFor = time
    const delay = Math.min(Math.max(time - options.now(), 1), LONGEST_MS)
    timer = setTimeout(() => void fire(), delay)
  }

  async function fire(): Promise<void> {
    armedFor = Infinity
    try {
      await options.fireDue()
      const next = await options.nextDue()
      if (next !== undefined) arm(next)
    } catch (error) {
      options.log.error({ err: error }, 'deadlines could not be fired')
      arm(options.now() + RETRY_MS)
    }
  }

  void fire()
  return {
    onChange(call) {
      const next = nextDue(call)
      if (next !== undefined) arm(next)
    },
    stop() {
      isStopped = true
      clearTimeout(timer)
    },
  }
}
