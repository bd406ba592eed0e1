import { RateLimiterMemory } from 'rate-limiter-flexible'
import type { FloodGauge } from './guard.ts'
import type { RateLimits } from './options.ts'

/** Sending this many times the allowed rate is no accident: the socket is closed. */
const FLOOD_FACTOR = 10
/** No client of ours sends requests of this size on and on: more bytes a second are a flood, too. */
const REQUEST_BYTES = 20 * 1024
/** Requests of one user a second, as many as of this number of sockets: many devices are no way to ask more. */
const BUSY_DEVICES = 4
/** Logins of one user in 10 s, for each device allowed: a device that is turned away tries twice a second. */
const LOGINS_PER_DEVICE = 10

/** Who may go on, and who asked too often. */
export interface Limits {
  /** One more call or invite by this user. */
  mayCall(userID: string): Promise<boolean>
  /** One more step that everybody in a call is told of: a join, a change of its type. As many as calls. */
  mayStir(userID: string): Promise<boolean>
  /** One more request on this socket, and of this user at this node. */
  mayAsk(socketID: string, userID: string): Promise<boolean>
  /** One more login of this user at this node. */
  mayLogin(userID: string): Promise<boolean>
  /** Counts all that comes in on one connection. */
  createFloodGauge(): FloodGauge
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
  const both = (name: string) => {
    const per10Seconds = limiter(`${name}-10s`, rates.callsPer10Seconds, 10)
    const perMinute = limiter(`${name}-60s`, rates.callsPerMinute, 60)
    return async (userID: string) => (await isWithin(per10Seconds, userID)) && (await isWithin(perMinute, userID))
  }
  const logins = new RateLimiterMemory({ points: rates.socketsPerUser * LOGINS_PER_DEVICE, duration: 10 })
  const perSocket = new RateLimiterMemory({ points: rates.commandsPerSecond, duration: 1 })
  const perUser = new RateLimiterMemory({ points: rates.commandsPerSecond * BUSY_DEVICES, duration: 1 })
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
    mayCall: both('calls'),
    mayStir: both('stirs'),
    mayAsk: async (socketID, userID) => (await isWithin(perSocket, socketID)) && (await isWithin(perUser, userID)),
    mayLogin: (userID) => isWithin(logins, userID),

    createFloodGauge() {
      const mostFrames = Math.max(rates.commandsPerSecond * FLOOD_FACTOR, 100)
      const mostBytes = Math.max(rates.commandsPerSecond * REQUEST_BYTES, 1024 * 1024)
      let second = 0
      let seen = { frames: 0, bytes: 0 }
      return (frames, bytes) => {
        const now = Math.floor(performance.now() / 1000)
        if (now !== second) {
          second = now
          seen = { frames: 0, bytes: 0 }
        }
        seen.frames += frames
        seen.bytes += bytes
        return seen.frames > mostFrames || seen.bytes > mostBytes
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
