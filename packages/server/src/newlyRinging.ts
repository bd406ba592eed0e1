import { isRinging, memberOf, type Call, type CallMember } from '@ringkit/core/protocol'

/** Those who begin to ring with this change, for the first time or again. */
export function newlyRinging(previous: Call | undefined, next: Call): CallMember[] {
  return next.members.filter((member) => {
    const before = previous && memberOf(previous, member.userID)
    return isRinging(member) && !(isRinging(before) && before?.leg === member.leg)
  })
}
