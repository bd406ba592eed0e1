import { isOver, newsFor, type Call } from '@ringkit/core/protocol'
import type { Sessions } from './sessions.ts'

/** Ended calls that are remembered: hints of an end come within a moment. */
const ENDED = 1000

/**
 * Tells the devices connected here what changed. It remembers what was told of each call: news may come from this node's own
 * commits and, later or sooner, as another node's hint, and each device hears of each version at most once, in order.
 */
export function createDelivery(sessions: () => Pick<Sessions, 'of'>, now: () => number) {
  const told = new Map<string, Call>()
  /** Versions in which calls ended that were told here, the newest ones. */
  const ended = new Map<string, number>()

  function end({ callID, version }: Call): void {
    told.delete(callID)
    ended.set(callID, version)
    const [oldest] = ended.keys()
    if (ended.size > ENDED && oldest !== undefined) ended.delete(oldest)
  }

  const isNews = (next: Call) => {
    const last = told.get(next.callID)
    return !last || last.epoch !== next.epoch || last.version < next.version
  }

  return {
    /** The calls going on of which something was told here. */
    going: (): Call[] => [...told.values()],
    count: () => told.size,
    find: (callID: string): Call | undefined => told.get(callID),
    /** Has this very version been told here, so that a hint of it is no news? */
    knows: (callID: string, version: number): boolean => (told.get(callID)?.version ?? ended.get(callID)) === version,

    /** `previous`: what the devices knew, if nothing was told here before. Old news is not told. */
    take(previous: Call | undefined, next: Call): void {
      if (!isNews(next)) return
      const before = told.get(next.callID) ?? previous
      if (isOver(next)) end(next)
      else told.set(next.callID, next)
      for (const { userID } of next.members) {
        for (const { deviceID, link } of sessions().of(userID)) {
          const snapshot = newsFor(before, next, { userID, deviceID }, now())
          if (snapshot) link.push(snapshot)
        }
      }
    },

    forget: (callID: string): void => void told.delete(callID),

    /** Is any member of the call connected here? */
    isHere: (call: Call): boolean => call.members.some(({ userID }) => sessions().of(userID).length > 0),
  }
}

export type Delivery = ReturnType<typeof createDelivery>
