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
  takeSeat(userID: string, deviceID: string): boolean
  leaveSeat(userID: string, deviceID: string): void
}

const isWithin = (limiter: RateLimiterMemory, key: string) =>
  limiter.consume(key).then(
    () => true,
    () => false,
  )

/** Limits kept in this process. */
export function createLimits(rates: RateLimits): Limits {
  const per10Seconds = new RateLimiterMemory({ points: rates.callsPer10Seconds, duration: 10 })
  const perMinute = new RateLimiterMemory({ points: rates.callsPerMinute, duration: 60 })
  const perSecond = new RateLimiterMemory({ points: rates.commandsPerSecond, duration: 1 })
  /** By user, the number of sockets of each device. */
  const seats = new Map<string, Map<string, number>>()

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

    takeSeat(userID, deviceID) {
      const taken = seats.get(userID) ?? new Map<string, number>()
      if (!taken.has(deviceID) && taken.size >= rates.socketsPerUser) return false
      taken.set(deviceID, (taken.get(deviceID) ?? 0) + 1)
      seats.set(userID, taken)
      return true
    },

    leaveSeat(userID, deviceID) {
      const taken = seats.get(userID)
      const count = taken?.get(deviceID) ?? 0
      if (!taken || count === 0) return
      if (count > 1) taken.set(deviceID, count - 1)
      else taken.delete(deviceID)
      if (taken.size === 0) seats.delete(userID)
    },
  }
}
