import type { Clock } from '../ports/clock.ts'
import { CallError } from '../protocol/errors.ts'
import type { CallEvent, CallEventOf, CallEventPayloads } from '../protocol/events.ts'

type Handler<E extends CallEvent> = (payload: CallEventPayloads[E]) => void

interface Handlers<E extends CallEvent> {
  readonly set: Set<Handler<E>>
  /** The same as of the last event, until one comes or goes: a page may have a thousand, and a voice is told ten times a second. */
  list: readonly Handler<E>[] | undefined
}

/** Typed events. A handler that throws breaks neither the engine nor another handler: it ends in ERROR. */
export function createEmitter(clock: Pick<Clock, 'afterTask'>) {
  const handlers: { [E in CallEvent]?: Handlers<E> } = {}
  let held: CallEventOf[] | undefined

  function handlersOf<E extends CallEvent>(event: E): Handlers<E> {
    // The mapped type cannot tell TypeScript that what is under `event` takes handlers of `event`.
    const all = handlers as { [K in E]?: Handlers<K> }
    return (all[event] ??= { set: new Set(), list: undefined })
  }

  function report(cause: unknown, event: CallEvent): void {
    // Nobody is left to tell but the page's own error report, or the process's log.
    if (event === 'ERROR') return (globalThis.reportError ?? globalThis.console.error)(cause)
    const message = `A handler of ${event} threw: ${cause instanceof Error ? cause.message : String(cause)}`
    const { code } = new CallError('INTERNAL')
    emit({ event: 'ERROR', payload: { code, message, cause } })
  }

  function deliver<E extends CallEvent>(event: E, payload: CallEventPayloads[E]): void {
    const told = handlersOf(event)
    told.list ??= [...told.set]
    for (const handler of told.list) {
      try {
        handler(payload)
      } catch (cause) {
        report(cause, event)
      }
    }
  }

  function emit(told: CallEventOf): void {
    if (held) held.push(told)
    else deliver(told.event, told.payload)
  }

  function on<E extends CallEvent>(event: E, handler: Handler<E>): () => void {
    const told = handlersOf(event)
    told.set.add(handler)
    told.list = undefined
    return () => off(event, handler)
  }

  function off<E extends CallEvent>(event: E, handler: Handler<E>): void {
    const told = handlersOf(event)
    if (told.set.delete(handler)) told.list = undefined
  }

  return {
    on,
    off,
    once<E extends CallEvent>(event: E, handler: Handler<E>): () => void {
      const stop = on(event, (payload) => {
        stop()
        handler(payload)
      })
      return stop
    },
    emit,
    /** Keeps events back until the current task is over, so that a command's promise is settled before what follows from it. */
    holdForThisTask(): void {
      if (held) return
      held = []
      clock.afterTask(() => {
        const waiting = held ?? []
        held = undefined
        for (const told of waiting) emit(told)
      })
    },
    clear(): void {
      for (const told of Object.values(handlers)) {
        told.set.clear()
        told.list = undefined
      }
    },
  }
}

export type Emitter = ReturnType<typeof createEmitter>
