import { RateLimiterMemory } from 'rate-limiter-flexible'
import type { RateLimits } from './options.ts'

/** Sending this many times the allowed rate is no accident: the socket is closed. */
const FLOOD_FACTOR = 10

/** Who may go on, and who asked too often. */
export interface Limits {
  /** One more call or invite by this user. */
  mayCall(userID: string): Promise<boolean>
  /** One more request on this socket. */
  mayAsk(socketID: string): Promise<boolean>
  /** Counts every packet of one socket; true when it is a flood. */
  createFloodGauge(): () => boolean
  /** Takes a seat for a device; false when all of the user's are taken. A device never needs a second one. */
  takeSeat(userID: string, deviceID: string): Promise<boolean>
  leaveSeat(userID: string, deviceID: string): void
}

/** Counts one kind of request by key; rejects what is too much. */
export interface Limiter {
  consume(key: string): Promise<unknown>
}

/** What several nodes count together. */
export interface SharedLimits {
  limiter(name: string, points: number, seconds: number): Limiter
  /** Devices of a user that are signed in at any node, this one not counted. */
  countOthers(userID: string, deviceID: string): Promise<number>
}

const isWithin = (limiter: Limiter, key: string) =>
  limiter.consume(key).then(
    () => true,
    () => false,
  )

/** Limits kept in this process; those of a user by all nodes together, if there are several. */
export function createLimits(rates: RateLimits, shared?: SharedLimits): Limits {
  const limiter = (name: string, points: number, duration: number): Limiter =>
    shared?.limiter(name, points, duration) ?? new RateLimiterMemory({ points, duration })
  const per10Seconds = limiter('calls-10s', rates.callsPer10Seconds, 10)
  const perMinute = limiter('calls-60s', rates.callsPerMinute, 60)
  const perSecond = new RateLimiterMemory({ points: rates.commandsPerSecond, duration: 1 })
  /** By user, the number of sockets of each device. */
  const seats = new Map<string, Map<string, number>>()

  function leaveSeat(userID: string, deviceID: string): void {
    const taken = seats.get(userID)
    const count = taken?.get(deviceID) ?? 0
    if (!taken || count === 0) return
    if (count > 1) taken.set(deviceID, count - 1)
    else taken.delete(deviceID)
    if (taken.size === 0) seats.delete(userID)
  }

  return {
    mayCall: async (userID) => (await isWithin(per10Seconds, userID)) && (await isWithin(perMinute, userID)),
    mayAsk: (socketID) => isWithin(perSecond, socketID),

    createFloodGauge() {
      const most = Math.max(rates.commandsPerSecond * FLOOD_FACTOR, 100)
      let second = 0
      let count = 0
      return () => {
        const now = Math.floor(performance.now() / 1000)
        if (now !== second) {
          second = now
          count = 0
        }
        count += 1
        return count > most
      }
    },

    leaveSeat,
    async takeSeat(userID, deviceID) {
      const taken = seats.get(userID) ?? new Map<string, number>()
      if (!taken.has(deviceID) && taken.size >= rates.socketsPerUser) return false
      taken.set(deviceID, (taken.get(deviceID) ?? 0) + 1)
      seats.set(userID, taken)
      // A store that does not answer lets nobody sign in a moment later anyway.
      const others = (await shared?.countOthers(userID, deviceID).catch(() => 0)) ?? 0
      if (others < rates.socketsPerUser) return true
      leaveSeat(userID, deviceID)
      return false
    },
  }
}
