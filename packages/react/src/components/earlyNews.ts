import type { CallEngine, CallEvent, CallEventPayloads } from '../hooks/index.ts'
import { createCallMemory } from './callMemory.ts'
import type { CallMemory } from './callMemory.ts'

/** The events that are told to the person; the others are seen on the screen itself. */
export const toldEvents = [
  'REJECT',
  'LINE_BUSY',
  'NO_RESP',
  'CALLING_TIMEOUT',
  'CALLING_CANCEL',
  'CALL_NOT_CONNECTED',
  'USER_ENTER',
  'USER_LEAVE',
  'USER_INVITING',
  'CALL_TYPE_CHANGED',
  'CALLING_END',
  'RECONNECTING',
  'RECONNECTED',
  'KICKED_OUT',
  'ERROR',
] as const satisfies readonly CallEvent[]

export type ToldEvent = (typeof toldEvents)[number]
/** One event with its payload. */
export type Told = { [E in ToldEvent]: { event: E; payload: CallEventPayloads[E] } }[ToldEvent]

/** More than this nobody reads: the oldest go. */
const KEPT = 12

/** What happened before the part that tells it was there. */
export interface EarlyNews {
  /** Who was in those calls. */
  memory: CallMemory
  /** Keeps what happens from now on, until it is taken; returns what ends that. */
  listen(engine: CallEngine, onNews: () => void): () => void
  /** Keeps a failure that no part on screen could show. */
  report(problem: unknown): void
  /** All of it, oldest first, once: from then on nothing more is kept. */
  take(): { events: readonly Told[]; problems: readonly unknown[] }
}

/** One per `CallKit`, whose notices arrive after the page. */
export function createEarlyNews(): EarlyNews {
  const memory = createCallMemory()
  let events: readonly Told[] = []
  let problems: readonly unknown[] = []
  let isTaken = false

  function listenTo<E extends ToldEvent>(engine: CallEngine, event: E, onNews: () => void): () => void {
    return engine.on(event, (payload) => {
      if (isTaken) return
      // An event with its own payload, which TypeScript cannot follow through a generic name.
      events = [...events, { event, payload } as Told].slice(-KEPT)
      onNews()
    })
  }

  return {
    memory,
    listen(engine, onNews) {
      if (isTaken) return () => {}
      memory.keep(engine.store.getState())
      const offs = toldEvents.map((event) => listenTo(engine, event, onNews))
      const unsubscribe = engine.store.subscribe((state) => !isTaken && memory.keep(state))
      return () => [...offs, unsubscribe].forEach((off) => off())
    },
    report(problem) {
      if (!isTaken) problems = [...problems, problem].slice(-KEPT)
    },
    take() {
      const taken = { events, problems }
      isTaken = true
      events = []
      problems = []
      return taken
    },
  }
}
