import { nextDue, type Call } from '@ringkit/core/protocol'
import type { Logger } from 'pino'

/** The longest a timer can wait, ms. */
const LONGEST_MS = 2 ** 31 - 1
/** After a store that failed, ms. */
const RETRY_MS = 1000
/** How often a shared store is asked, ms. */
const LOOK_MS = 100
/** Calls that are seen to at the same time. */
const AT_ONCE = 32

export interface DeadlinesOptions {
  /** Do other nodes change the store as well? */
  isShared: boolean
  /** When the next deadline is due, epoch ms. */
  nextDue: () => Promise<number | undefined>
  /** The calls of which something is due. */
  due: () => Promise<string[]>
  /** Lets what is due first in a call take effect, and returns it as it stands; undefined when there is no such call. */
  fire: (callID: string) => Promise<Call | undefined>
  /** Epoch ms. */
  now: () => number
  log: Logger
}

/**
 * Fires what is due. Alone on a store: one timer, at the earliest ring deadline or grace of all calls. With other nodes: a look
 * at the store every 100 ms, so that the deadlines of a node that died are met by those that live. Several may fire the same
 * one: the first commit wins, and the others find that nothing is due any more.
 */
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

  function wake(ms: number): void {
    clearTimeout(timer)
    if (!isStopped) timer = setTimeout(() => void fire(), ms)
  }

  function arm(time: number): void {
    if (time >= armedFor) return
    armedFor = time
    wake(Math.min(Math.max(time - options.now(), 1), LONGEST_MS))
  }

  /** Everything of one call, in the order of its times. */
  async function fireCall(callID: string): Promise<void> {
    let version: number | undefined
    for (;;) {
      const call = await options.fire(callID)
      if (!call || call.version === version || (nextDue(call) ?? Infinity) > options.now()) return
      version = call.version
    }
  }

  async function fireDue(): Promise<void> {
    const found = await options.due()
    // Two nodes that find the same calls begin at different ones, and mostly meet what the other has done already.
    const start = options.isShared ? Math.floor(Math.random() * found.length) : 0
    const callIDs = [...found.slice(start), ...found.slice(0, start)]
    const next = callIDs[Symbol.iterator]()
    const workers = Array.from({ length: Math.min(AT_ONCE, callIDs.length) }, async () => {
      for (const callID of next) await fireCall(callID)
    })
    await Promise.all(workers)
  }

  async function fire(): Promise<void> {
    armedFor = Infinity
    try {
      await fireDue()
      if (options.isShared) return wake(LOOK_MS)
      const next = await options.nextDue()
      if (next !== undefined) arm(next)
    } catch (error) {
      options.log.error({ err: error }, 'deadlines could not be fired')
      if (options.isShared) wake(RETRY_MS / 2)
      else arm(options.now() + RETRY_MS)
    }
  }

  void fire()
  return {
    onChange(call) {
      const next = options.isShared ? undefined : nextDue(call)
      if (next !== undefined) arm(next)
    },
    stop() {
      isStopped = true
      clearTimeout(timer)
    },
  }
}
