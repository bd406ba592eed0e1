import type { CallStore } from '@ringkit/core/protocol'

/** Told of every answer of the store: what was asked, how long it took, and whether it could be done. */
export type OnStoreAnswer = (operation: keyof CallStore, ms: number, isDone: boolean) => void

/** The same store, watched from outside: whichever it is, it need not measure itself. Its clock and its end are not counted. */
export function timedStore(store: CallStore, onAnswer: OnStoreAnswer): CallStore {
  function timed<P extends unknown[], R>(
    operation: keyof CallStore,
    ask: (...parameters: P) => Promise<R>,
  ): (...parameters: P) => Promise<R> {
    return async (...parameters) => {
      const from = performance.now()
      let isDone = false
      try {
        const answer = await ask(...parameters)
        isDone = true
        return answer
      } finally {
        onAnswer(operation, performance.now() - from, isDone)
      }
    }
  }

  return {
    now: () => store.now(),
    close: () => store.close(),
    read: timed('read', (callID) => store.read(callID)),
    callsOf: timed('callsOf', (userIDs) => store.callsOf(userIDs)),
    callsOfGroup: timed('callsOfGroup', (groupID) => store.callsOfGroup(groupID)),
    callsWith: timed('callsWith', (userID) => store.callsWith(userID)),
    commit: timed('commit', (change) => store.commit(change)),
    result: timed('result', (userID, commandID) => store.result(userID, commandID)),
    due: timed('due', (now) => store.due(now)),
    nextDue: timed('nextDue', () => store.nextDue()),
  }
}
