import type { Profile } from '@ringkit/core/protocol'
import type { SharedParts } from '../redisStore.ts'
import type { ProfileShelf } from '../profiles.ts'

/** How long the name of somebody who does not sign in is kept, ms. */
const KEPT_MS = 7 * 24 * 3_600_000

/** Names and pictures for all nodes. */
export function redisProfiles({ connection: { ask }, keys }: SharedParts): ProfileShelf {
  return {
    async put(userID, profile) {
      if (Object.keys(profile).length === 0) await ask((client) => client.del(keys.profile(userID)))
      else
        await ask((client) =>
          client.set(keys.profile(userID), JSON.stringify(profile), { expiration: { type: 'PX', value: KEPT_MS } }),
        )
    },
    get: (userIDs) =>
      Promise.all(
        userIDs.map(async (userID) => {
          const stored = await ask((client) => client.get(keys.profile(userID)))
          // Only `put` writes there.
          return typeof stored === 'string' ? (JSON.parse(stored) as Profile) : undefined
        }),
      ),
  }
}
