import {
  isActive,
  isConnected,
  isRinging,
  type Call,
  type CallMember,
  type MemberStatus,
  type Outcome,
} from './call.ts'
import type { NotConnectedReason } from './events.ts'

/** Whose going, declining or silence may have ended the call, and how. */
export interface Going {
  userID: string
  how: 'hangup' | 'offline' | 'removed' | 'rejected' | 'noResponse' | 'busy'
}

/** Whole seconds from this member's own connecting (contract, CALLING_END). */
const secondsIn = (member: CallMember, now: number) =>
  Math.max(0, Math.floor((now - (member.connectedAt ?? now)) / 1000))

/** The member with a new status; what belonged to the old one is gone. */
export function moved(member: CallMember, status: MemberStatus, more: Partial<CallMember> = {}): CallMember {
  const { rungAt: _rungAt, deadline: _deadline, graceUntil: _grace, mediaGraceUntil: _mediaGrace, ...rest } = member
  return { ...rest, isEntered: false, status, ...more }
}

/** The call with the members that `change` returns in place of the old. */
export const changed = (call: Call, change: (member: CallMember) => CallMember): Call => ({
  ...call,
  members: call.members.map(change),
})

/** Over for this member, without having been connected. */
export function unconnected(
  call: Call,
  member: CallMember,
  status: MemberStatus,
  reason: NotConnectedReason,
  userID?: string,
  more: Partial<CallMember> = {},
): CallMember {
  const outcome: Outcome = {
    event: 'CALL_NOT_CONNECTED',
    reason,
    type: call.type,
    ...(userID !== undefined && { userID }),
  }
  return moved(member, status, { ...more, outcome })
}

/** Over for this member, after it was connected. */
export function ended(
  call: Call,
  member: CallMember,
  status: MemberStatus,
  by: { userID: string; reason: Extract<Outcome, { event: 'CALLING_END' }>['reason'] },
  now: number,
): CallMember {
  const outcome: Outcome = { event: 'CALLING_END', ...by, type: call.type, totalTime: secondsIn(member, now) }
  return moved(member, status, { outcome })
}

/** A member that goes by itself: hangs up, is lost, is removed. */
export function gone(call: Call, member: CallMember, how: 'hangup' | 'offline' | 'removed', now: number): CallMember {
  const { userID } = member
  if (isConnected(member)) return ended(call, member, 'left', { userID, reason: how }, now)
  return unconnected(call, member, 'left', how === 'offline' ? 'offline' : 'cancelled', userID)
}

/** Why the caller of a call nobody answered hears that it did not connect: the last one's outcome decides. */
function unanswered({ how, userID }: Going): { reason: NotConnectedReason; userID?: string } {
  if (how === 'noResponse') return { reason: 'noResponse' }
  // Whom the server took out of the ring did nothing: it is the server that ended the call.
  if (how === 'removed') return { reason: 'cancelled', userID: '' }
  return { reason: how === 'rejected' || how === 'busy' || how === 'offline' ? how : 'cancelled', userID }
}

function closeUnanswered(call: Call, going: Going): Call {
  const { reason, userID } = unanswered(going)
  return changed(call, (member) =>
    member.status === 'calling' ? unconnected(call, member, 'ended', reason, userID) : member,
  )
}

/** Nobody is in it: whoever still rings is cancelled, however many. */
function cancelRinging(call: Call, { userID, how }: Going): Call {
  const reason = how === 'offline' ? 'offline' : 'cancelled'
  return changed(call, (member) =>
    isRinging(member) ? unconnected(call, member, 'cancelled', reason, userID) : member,
  )
}

/** One is left and nobody rings. A direct call ends as the other ended it. */
function endLast(call: Call, { userID, how }: Going, now: number): Call {
  const isOwnEnd = how === 'hangup' || how === 'offline' || how === 'removed'
  const reason = call.kind === 'direct' && isOwnEnd ? how : 'allGone'
  return changed(call, (member) =>
    isConnected(member) ? ended(call, member, 'ended', { userID, reason }, now) : member,
  )
}

function withoutTheLonely(call: Call, going: Going, now: number): Call {
  const count = (is: (member: CallMember) => boolean) => call.members.filter(is).length
  const ringing = count(isRinging)
  if (count((member) => member.status === 'calling') > 0) return ringing > 0 ? call : closeUnanswered(call, going)
  const connected = count(isConnected)
  if (connected === 0) return cancelRinging(call, going)
  return connected === 1 && ringing === 0 ? endLast(call, going, now) : call
}

/** The one place that says a call is over: for whom, why, and for all (contract, Rules). */
export function settle(call: Call, going: Going, now: number): Call {
  const next = withoutTheLonely(call, going, now)
  return next.members.some(isActive) ? next : { ...next, endedAt: now }
}

/** The server ends the call for all. */
export function endForAll(call: Call, reason: 'removed' | 'error', now: number): Call {
  const by = { userID: '', reason }
  const why = reason === 'error' ? 'error' : 'cancelled'
  const next = changed(call, (member) => {
    if (isConnected(member)) return ended(call, member, 'ended', by, now)
    if (isRinging(member)) return unconnected(call, member, 'cancelled', why, '')
    return member.status === 'calling' ? unconnected(call, member, 'ended', why, '') : member
  })
  return { ...next, endedAt: now }
}
