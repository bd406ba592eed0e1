import type { Call } from '@ringkit/core/protocol'
import type { Logger } from 'pino'
import { holders } from './identity.ts'
import type { Rooms } from './rooms.ts'

/** How often the rooms of the calls are looked at, ms. */
const LOOK_MS = 2000
/** A connected call without its room ends after this, ms (faults N10). */
const WITHOUT_ROOM_MS = 30_000

export interface WatchOptions {
  rooms: Pick<Rooms, 'present' | 'restore'>
  /** The calls going on. */
  going: () => readonly Call[]
  /** The call has been without its room for 30 s: end it with `error`. */
  onLost: (callID: string) => Promise<unknown>
  /** Epoch ms. */
  now: () => number
  log: Logger
}

/** Since when people have been connected who need a room; undefined when nobody is. */
function connectedSince(call: Call): number | undefined {
  const times = holders(call).flatMap(({ member }) =>
    member.status === 'connected' && member.hasRoom ? (member.connectedAt ?? []) : [],
  )
  return times.length > 0 ? Math.min(...times) : undefined
}

/**
 * Looks after the rooms of calls with media: a LiveKit that was restarted gets them back, before the clients give up; one
 * that stays away ends the calls.
 */
export function createWatch({ rooms, going, onLost, now, log }: WatchOptions) {
  const missingSince = new Map<string, number>()

  /** The calls whose room is not there and could not be made. */
  async function withoutRoom(calls: readonly Call[]): Promise<readonly Call[]> {
    try {
      const present = await rooms.present(calls)
      const missing = calls.filter(({ callID }) => !present.has(callID))
      const restored = await Promise.allSettled(missing.map((call) => rooms.restore(call)))
      return missing.filter((_call, index) => restored[index]?.status === 'rejected')
    } catch (error) {
      log.warn({ err: error, calls: calls.length }, 'LiveKit cannot be reached')
      return calls
    }
  }

  async function look(): Promise<void> {
    const calls = going().filter((call) => holders(call).some(({ member }) => member.hasRoom))
    const missing = calls.length > 0 ? await withoutRoom(calls) : []
    const ids = new Set(missing.map(({ callID }) => callID))
    for (const callID of missingSince.keys()) if (!ids.has(callID)) missingSince.delete(callID)
    for (const callID of ids) if (!missingSince.has(callID)) missingSince.set(callID, now())
    const lost = missing.filter((call) => {
      const since = connectedSince(call)
      return since !== undefined && now() - Math.max(since, missingSince.get(call.callID) ?? now()) >= WITHOUT_ROOM_MS
    })
    await Promise.all(lost.map(({ callID }) => onLost(callID)))
  }

  let isLooking = false
  const timer = setInterval(() => {
    if (isLooking) return
    isLooking = true
    look()
      .catch((error: unknown) => log.error({ err: error }, 'the rooms could not be watched'))
      .finally(() => (isLooking = false))
  }, LOOK_MS).unref()
  return { look, stop: () => clearInterval(timer) }
}
