import type { Profile } from '@ringkit/core/protocol'

/** How many people's names are kept; the longest unseen are forgotten first. */
const REMEMBERED = 100_000

/** Names and pictures of people who have signed in here: shown while they ring. */
export function createProfiles() {
  const profiles = new Map<string, Profile>()
  return {
    of: (userID: string): Profile => profiles.get(userID) ?? {},
    put(userID: string, profile: Profile): void {
      profiles.delete(userID)
      profiles.set(userID, profile)
      for (const oldest of profiles.keys()) {
        if (profiles.size <= REMEMBERED) break
        profiles.delete(oldest)
      }
    },
  }
}
