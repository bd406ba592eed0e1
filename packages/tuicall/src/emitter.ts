import { CallError } from '@ringkit/core'
import { TUICallEvent } from './constants.ts'
import type { Told } from './payloads.ts'
import { errorPayload } from './translateEvent.ts'

interface Listener {
  callback: (payload: never) => void
  context: unknown
}

/** Listeners with the object that is to be `this`, as theirs. One that throws ends in ERROR and disturbs no other. */
export function createEmitter() {
  const listeners = new Map<string, readonly Listener[]>()
  const of = (event: string) => listeners.get(event) ?? []

  function report(cause: unknown, event: string): void {
    if (event === TUICallEvent.ERROR) return (globalThis.reportError ?? globalThis.console.error)(cause)
    const why = cause instanceof Error ? cause.message : String(cause)
    const message = `A handler of ${event} threw: ${why}`
    emit({ event: TUICallEvent.ERROR, payload: errorPayload({ code: CallError.from(cause).code, message, cause }) })
  }

  function emit({ event, payload }: Told): void {
    for (const { callback, context } of of(event)) {
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
      listeners.set(event, [...of(event), { callback, context }])
    },
    /** Without a callback: all of that event. `*`: all of all events. */
    off(event: string, callback?: (payload: never) => void): void {
      if (event === '*') return listeners.clear()
      listeners.set(event, callback ? of(event).filter((each) => each.callback !== callback) : [])
    },
    clear: () => listeners.clear(),
  }
}

export type Emitter = ReturnType<typeof createEmitter>
