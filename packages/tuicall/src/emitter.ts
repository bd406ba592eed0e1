import { TUICallEvent } from './constants.ts'
import { TUICallError } from './errorCodes.ts'
import type { Told } from './payloads.ts'

interface Listener {
  callback: (payload: never) => void
  context: unknown
}

/** Listeners with the object that is to be `this`, as theirs. One that throws ends in ERROR and disturbs no other. */
export function createEmitter() {
  const listeners = new Map<string, readonly Listener[]>()

  function report(cause: unknown, event: string): void {
    if (event === TUICallEvent.ERROR) return (globalThis.reportError ?? globalThis.console.error)(cause)
    const text = `A handler of ${event} threw: ${cause instanceof Error ? cause.message : String(cause)}`
    const { code, callCode } = TUICallError.from(cause)
    emit({ event: TUICallEvent.ERROR, payload: { code, callCode, msg: text, message: text, cause } })
  }

  function emit({ event, payload }: Told): void {
    for (const { callback, context } of listeners.get(event) ?? []) {
      try {
        // Whoever listens to `event` takes its payload: `on` says so.
        callback.call(context, payload as never)
      } catch (cause) {
        report(cause, event)
      }
    }
  }

  return {
    emit,
    on(event: string, callback: (payload: never) => void, context?: unknown): void {
      listeners.set(event, [...(listeners.get(event) ?? []), { callback, context }])
    },
    /** Without a callback: all of that event. `*`: all of all events. */
    off(event: string, callback?: (payload: never) => void): void {
      if (event === '*') return listeners.clear()
      const left = callback ? (listeners.get(event) ?? []).filter((each) => each.callback !== callback) : []
      listeners.set(event, left)
    },
    clear: () => listeners.clear(),
  }
}

export type Emitter = ReturnType<typeof createEmitter>
