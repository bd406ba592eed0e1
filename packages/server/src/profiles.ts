import type { Profile } from '@ringkit/core/protocol'

/** How many people's names are kept; the longest unseen are forgotten first. */
const REMEMBERED = 100_000

/** Where several nodes keep what they know of people. */
export interface ProfileShelf {
  put(userID: string, profile: Profile): Promise<void>
  get(userIDs: readonly string[]): Promise<(Profile | undefined)[]>
}

/** Names and pictures of people who have signed in, here or at a node that shares the shelf: shown while they ring. */
export function createProfiles(shelf?: ProfileShelf) {
  const profiles = new Map<string, Profile>()
  function remember(userID: string, profile: Profile): void {
    profiles.delete(userID)
    profiles.set(userID, profile)
    for (const oldest of profiles.keys()) {
      if (profiles.size <= REMEMBERED) break
      profiles.delete(oldest)
    }
  }

  return {
    of: (userID: string): Profile => profiles.get(userID) ?? {},
    /** Resolves when other nodes know it, too. */
    async put(userID: string, profile: Profile): Promise<void> {
      remember(userID, profile)
      await shelf?.put(userID, profile)
    },
    /** Before people are rung: who signed in at another node has a name, too. */
    async load(userIDs: readonly string[]): Promise<void> {
      const found = (await shelf?.get(userIDs)) ?? []
      for (const [index, userID] of userIDs.entries()) {
        const profile = found[index]
        if (profile) remember(userID, profile)
      }
    },
  }
}

export type Profiles = ReturnType<typeof createProfiles>
