import { memberOf, type Call } from './call.ts'

/** The one place that counts versions: a call that changed is one version on, and so is each member whose standing did. */
export function stamped(previous: Call, next: Call): Call {
  if (next === previous) return previous
  const version = previous.version + 1
  const members = next.members.map((member) => {
    const old = memberOf(previous, member.userID)
    return old && old.status === member.status && old.leg === member.leg ? member : { ...member, version }
  })
  return { ...next, version, members }
}
