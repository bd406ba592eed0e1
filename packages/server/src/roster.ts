import type { KickReason } from '@ringkit/core/protocol'
import { createAdmissions } from './admissions.ts'

/** A device's connection, as all nodes know it. */
export interface Seat {
  userID: string
  deviceID: string
  /** Of this very connection; drawn anew for each. */
  connectionID: string
}

/** Why a claim is refused: turned away for good, or all places are taken, which may be otherwise a moment later. */
export type Refusal = KickReason | 'full'

/** What becomes of a claim. */
export type Claimed =
  | { refused: Refusal }
  /** `order`: grows from claim to claim. `isFirst`: no device of the user was there before. */
  | { order: number; isFirst: boolean }

/** What a release found. */
export interface Released {
  /** Another connection of the device has its place: nothing was released. */
  isReplaced: boolean
  /** No device of the user is left. */
  isLast: boolean
}

/**
 * Who is signed in, and which connection of a device counts: for one node in its memory, for several in their store. Every
 * method may be repeated without harm.
 */
export interface Roster {
  /**
   * Takes the device's place for a connection; the one before it is replaced. With the policy `single` a login takes the
   * places of all other devices.
   */
  claim(seat: Seat, isLogin: boolean): Promise<Claimed>
  /** Gives the place up if it is still this connection's. */
  release(seat: Seat): Promise<Released>
  /** After all that follows from a release has been done. Until then other nodes would do it for a node that dies. */
  settle(seat: Seat): Promise<void>
  has(userID: string, deviceID: string): Promise<boolean>
  isOnline(userID: string): Promise<boolean>
  /** How many devices of the user are signed in, this one not counted. */
  countOthers(userID: string, deviceID: string): Promise<number>
  /** Takes all places of a user; nobody comes back without a login. True if there was a device. */
  removeAll(userID: string): Promise<boolean>
}

/** The roster of one node. */
export function localRoster(policy: 'multiple' | 'single'): Roster {
  const users = new Map<string, Map<string, string>>()
  const admissions = createAdmissions(policy)
  let order = 0

  return {
    async claim({ userID, deviceID, connectionID }, isLogin) {
      if (isLogin) admissions.login(userID, deviceID)
      const refused = admissions.whyNot(userID, deviceID)
      if (refused) return { refused }
      const before = users.get(userID)
      const devices = isLogin && policy === 'single' ? new Map<string, string>() : (before ?? new Map<string, string>())
      devices.set(deviceID, connectionID)
      users.set(userID, devices)
      return { order: (order += 1), isFirst: before === undefined }
    },
    async release({ userID, deviceID, connectionID }) {
      const devices = users.get(userID)
      const current = devices?.get(deviceID)
      if (!devices || current === undefined) return { isReplaced: false, isLast: false }
      if (current !== connectionID) return { isReplaced: true, isLast: false }
      devices.delete(deviceID)
      if (devices.size === 0) users.delete(userID)
      return { isReplaced: false, isLast: devices.size === 0 }
    },
    settle: async () => {},
    has: async (userID, deviceID) => users.get(userID)?.has(deviceID) ?? false,
    isOnline: async (userID) => users.has(userID),
    async countOthers(userID, deviceID) {
      const devices = users.get(userID)
      return devices ? devices.size - (devices.has(deviceID) ? 1 : 0) : 0
    },
    async removeAll(userID) {
      admissions.removeAll(userID)
      return users.delete(userID)
    },
  }
}
