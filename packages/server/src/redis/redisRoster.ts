import { GOING_MS, LOG_LENGTH, type SharedParts } from '../redisStore.ts'
import type { Refusal, Roster } from '../roster.ts'
import { claimScript, releaseScript, removeAllScript, settleScript } from './rosterScripts.ts'

/** How long who may come back after a kick is remembered, ms; begins anew with each login. */
const ADMISSION_MS = 24 * 3_600_000

/** A device among those that a node holds. */
export const entryOf = (userID: string, deviceID: string) => JSON.stringify([userID, deviceID])

/**
 * The roster of all nodes. `most`: devices of one user, at all nodes together. `joined`: this one's id once it takes part; it
 * may change while it runs.
 */
export function redisRoster(
  { connection, keys }: SharedParts,
  policy: 'multiple' | 'single',
  most: number,
  joined: () => Promise<string>,
): Roster {
  const { ask, run } = connection

  return {
    async claim({ userID, deviceID, connectionID }, isLogin) {
      const me = await joined()
      const names = [keys.devices(userID), keys.admission(userID), keys.log, keys.held(me), keys.order]
      const entry = entryOf(userID, deviceID)
      const login = isLogin ? 1 : 0
      // The script's answer, by its last lines.
      const [refused, order, isFirst] = (await run(claimScript, names, [
        userID,
        deviceID,
        connectionID,
        me,
        login,
        policy,
        GOING_MS,
        ADMISSION_MS,
        entry,
        LOG_LENGTH,
        most,
      ])) as [Refusal | '', string, number]
      return refused === '' ? { order: Number(order), isFirst: isFirst === 1 } : { refused }
    },

    release: (seat) => releaseOf(seat.userID, seat.deviceID, seat.connectionID, { connection, keys }),

    async settle({ userID, deviceID }) {
      const me = await joined()
      await run(settleScript, [keys.devices(userID), keys.held(me)], [deviceID, me, entryOf(userID, deviceID)])
    },

    has: async (userID, deviceID) => (await ask((client) => client.hExists(keys.devices(userID), deviceID))) === 1,
    isOnline: async (userID) => (await ask((client) => client.exists(keys.devices(userID)))) === 1,

    async countOthers(userID, deviceID) {
      const devices = await ask((client) => client.hKeys(keys.devices(userID)))
      return devices.filter((each) => each !== deviceID).length
    },

    async removeAll(userID) {
      const names = [keys.devices(userID), keys.admission(userID), keys.log, keys.order]
      return (await run(removeAllScript, names, [userID, ADMISSION_MS, LOG_LENGTH])) === 1
    },
  }
}

/** Gives a device's place up if it is still that of a connection, or of a whole node. */
export async function releaseOf(
  userID: string,
  deviceID: string,
  whose: string,
  { connection, keys }: Pick<SharedParts, 'connection' | 'keys'>,
): Promise<{ isReplaced: boolean; isLast: boolean }> {
  // The script's answer, by its last lines.
  const [replaced, last] = (await connection.run(releaseScript, [keys.devices(userID)], [deviceID, whose])) as [
    number,
    number,
  ]
  return { isReplaced: replaced === 1, isLast: last === 1 }
}
