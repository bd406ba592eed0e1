import { activeUserIDs, ENDED_CALL_MS, isOver, nextDue, type Call } from '../protocol/call.ts'
import type { CallStore, CommandResult } from './callStore.ts'

/** How long the answer to a command is kept for a repeat, ms. */
const RESULT_MS = 120_000
/** Old calls and answers are swept out at most this often, ms. */
const SWEEP_MS = 10_000

/** What `memoryStore` may be given. */
export interface MemoryStoreOptions {
  /** Epoch ms. Default `Date.now`; a simulator hands in its own clock. */
  now?: () => number
}

/**
 * Keeps calls in this process: for one node, tests and the simulator. They end with the process. Memory is bounded by the
 * calls of the last 10 minutes.
 */
export function memoryStore({ now = Date.now }: MemoryStoreOptions = {}): CallStore {
  const calls = new Map<string, Call>()
  /** Those that are over, in the order of their ends: there may be a thousand times as many, and nobody searches them. */
  const ended = new Map<string, Call>()
  const places = new Map<string, string>()
  const results = new Map<string, CommandResult & { at: number }>()
  let swept = now()

  const resultKey = (userID: string, commandID: string) => JSON.stringify([userID, commandID])
  const going = (is: (call: Call) => boolean) => [...calls.values()].filter(is)
  const find = (callID: string) => calls.get(callID) ?? ended.get(callID)
  const callOf = (userID: string) => calls.get(places.get(userID) ?? '')

  function sweep(): void {
    if (now() - swept < SWEEP_MS) return
    swept = now()
    // The oldest come first: after one that stays all others do.
    for (const [callID, { endedAt = 0 }] of ended) {
      if (swept - endedAt <= ENDED_CALL_MS) break
      ended.delete(callID)
    }
    for (const [key, { at }] of results) {
      if (swept - at <= RESULT_MS) break
      results.delete(key)
    }
  }

  function isFree(userID: string, callID: string): boolean {
    const place = places.get(userID)
    return place === undefined || place === callID
  }

  function write(previous: Call | undefined, next: Call): void {
    if (isOver(next)) {
      calls.delete(next.callID)
      ended.set(next.callID, next)
    } else calls.set(next.callID, next)
    const active = activeUserIDs(next)
    for (const userID of previous ? activeUserIDs(previous) : []) if (!active.includes(userID)) places.delete(userID)
    for (const userID of active) places.set(userID, next.callID)
  }

  return {
    now: async () => now(),
    read: async (callID) => find(callID),
    callsOf: async (userIDs) =>
      new Map(
        userIDs.flatMap((userID) => {
          const call = callOf(userID)
          return call ? [[userID, call] as const] : []
        }),
      ),
    callsOfGroup: async (groupID) => going((call) => call.groupID === groupID),
    callsWith: async (userID) => going((call) => call.members.some((member) => member.userID === userID)),
    async commit({ previous, next, result }) {
      sweep()
      if (result && results.has(resultKey(result.userID, result.commandID))) return false
      if (find(next.callID)?.version !== previous?.version) return false
      if (!activeUserIDs(next).every((userID) => isFree(userID, next.callID))) return false
      if (next !== previous) write(previous, next)
      if (result) results.set(resultKey(result.userID, result.commandID), { ...result, at: now() })
      return true
    },
    async result(userID, commandID) {
      return results.get(resultKey(userID, commandID))
    },
    due: async (time) =>
      [...calls.values()].filter((call) => (nextDue(call) ?? Infinity) <= time).map(({ callID }) => callID),
    async nextDue() {
      const times = [...calls.values()].flatMap((call) => nextDue(call) ?? [])
      return times.length > 0 ? Math.min(...times) : undefined
    },
    close: async () => {},
  }
}
