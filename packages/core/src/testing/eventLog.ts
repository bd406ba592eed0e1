import type { CallEngine } from '../engine/callEngine.ts'
import { CallEvent, type CallEventOf, type CallEventPayloads } from '../protocol/events.ts'

/** What an engine has told, and a way to wait for what it will tell: no test has to sleep. */
export function eventLog(engine: CallEngine, options: { volume?: boolean } = {}) {
  const log: CallEventOf[] = []
  const waiting = new Set<() => void>()
  for (const event of Object.values(CallEvent)) {
    if (event === 'USER_VOICE_VOLUME' && !options.volume) continue
    engine.on(event, (payload) => {
      // Each handler gets its own event's payload; the union cannot say so.
      log.push({ event, payload } as CallEventOf)
      for (const check of [...waiting]) check()
    })
  }

  function when<T>(find: () => T | undefined, what: string): Promise<T> {
    const found = find()
    if (found !== undefined) return Promise.resolve(found)
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.delete(check)
        reject(new Error(`${what} was not told; told: ${log.map(({ event }) => event).join(', ')}`))
      }, 20_000)
      function check(): void {
        const value = find()
        if (value === undefined) return
        clearTimeout(timer)
        waiting.delete(check)
        resolve(value)
      }
      waiting.add(check)
    })
  }

  return {
    log,
    names: () => log.map(({ event }) => event),
    // The payload belongs to the name it was logged under.
    of: <E extends CallEvent>(event: E) =>
      log.filter((told) => told.event === event).map(({ payload }) => payload as CallEventPayloads[E]),
    /** Resolves with the `count`-th payload of that event, told already or yet to come. */
    until<E extends CallEvent>(event: E, count = 1): Promise<CallEventPayloads[E]> {
      return when(() => this.of(event)[count - 1], `${event} (${count})`)
    },
    clear: () => void (log.length = 0),
  }
}

/** Resolves when the engine's state is as asked. */
export function untilState(
  engine: CallEngine,
  is: (state: ReturnType<CallEngine['store']['getState']>) => boolean,
): Promise<void> {
  return new Promise((resolve, reject) => {
    if (is(engine.store.getState())) return resolve()
    const timer = setTimeout(() => {
      stop()
      reject(new Error(`The state did not come; it is ${JSON.stringify(engine.store.getState())}`))
    }, 20_000)
    const stop = engine.store.subscribe((state) => {
      if (!is(state)) return
      clearTimeout(timer)
      stop()
      resolve()
    })
  })
}
