import type { Call } from './call.ts'
import type { Author } from './commands.ts'
import { changed, moved } from './settle.ts'

/** Connects the one who accepts and, if it is the first, the caller with the same `connectedAt`. */
export function accepted(call: Call, by: Author, now: number): Call {
  const { userID, deviceID, hasRoom, profile } = by
  return changed(call, (member) => {
    if (member.userID === userID) {
      return moved(member, 'connected', {
        deviceID,
        hasRoom,
        profile: { ...member.profile, ...profile },
        connectedAt: now,
      })
    }
    return member.status === 'calling' ? { ...member, status: 'connected', connectedAt: now } : member
  })
}
