import {
  dueTimes,
  isActive,
  isConnected,
  isOver,
  isRinging,
  memberOf,
  nextDue,
  type Call,
  type CallMember,
} from './call.ts'
import type { Author, Command, CommandOf, ServerCommand } from './commands.ts'
import { accepted } from './accepted.ts'
import { inviteRule, joinRule, type World } from './placing.ts'
import { isRefusal, notFound, refusal, type Refusal } from './refusal.ts'
import { stamped } from './stamped.ts'
import { changed, endForAll, gone, settle, unconnected, type Going } from './settle.ts'

/** Commands on a call that exists; `call` makes one (placing.ts). */
export type MemberCommand = Exclude<Command, { kind: 'call' }>

type Result = Call | Refusal
type Rules = {
  [K in MemberCommand['kind']]: (call: Call, command: CommandOf<K>, by: Author, now: number, world: World) => Result
}
type ServerRules = {
  [K in ServerCommand['kind']]: (call: Call, command: Extract<ServerCommand, { kind: K }>, now: number) => Call
}

const put = (call: Call, next: CallMember): Call => changed(call, (old) => (old.userID === next.userID ? next : old))

/** In the call, or calling, on this very device. */
const holds = (member: CallMember, by: Pick<Author, 'userID' | 'deviceID'>) =>
  (member.status === 'calling' || isConnected(member)) && member.deviceID === by.deviceID

/** The member that gives the command; refused by where it stands. A stranger's call and none are the same. */
function standing(call: Call, by: Author): CallMember | Refusal {
  const member = memberOf(call, by.userID)
  return member && (member.status !== 'busy' || member.past) ? member : notFound
}

function wrongState(call: Call, member: CallMember, what: string): Refusal {
  const where = isOver(call) ? 'the call is over' : `you are "${member.status}" in this call`
  return refusal(
    'WRONG_STATE',
    `${what} is not possible: ${where}${isActive(member) ? ', on this or another device' : ''}.`,
  )
}

/** One rule per command (contract, Rules of a call). `by` is the session's user. */
const rules: Rules = {
  accept(call, _command, by, now) {
    const member = standing(call, by)
    if (isRefusal(member)) return member
    return isRinging(member) ? accepted(call, by, now) : wrongState(call, member, 'Accepting')
  },

  reject(call, { message }, by, now) {
    const member = standing(call, by)
    if (isRefusal(member)) return member
    if (!isRinging(member)) return wrongState(call, member, 'Declining')
    const more = { deviceID: by.deviceID, ...(message !== undefined && message !== '' && { message }) }
    const next = unconnected(call, member, 'rejected', 'rejected', by.userID, more)
    return settle(put(call, next), { userID: by.userID, how: 'rejected' }, now)
  },

  hangup(call, _command, by, now) {
    const member = standing(call, by)
    if (isRefusal(member)) return member
    // Both may hang up at once: the second finds its call over, and that is what it asked for.
    if (!isActive(member)) return call
    if (!holds(member, by)) return wrongState(call, member, 'Hanging up')
    return settle(put(call, gone(call, member, 'hangup', now)), { userID: by.userID, how: 'hangup' }, now)
  },

  invite(call, command, by, now, world) {
    const member = standing(call, by)
    if (isRefusal(member)) return member
    return holds(member, by) ? inviteRule(call, command, by, now, world) : wrongState(call, member, 'Inviting')
  },

  join: joinRule,

  switchCallType(call, { type }, by) {
    const member = standing(call, by)
    if (isRefusal(member)) return member
    if (!holds(member, by)) return wrongState(call, member, 'Switching the type')
    return call.type === type ? call : { ...call, type }
  },

  enter(call, _command, by) {
    const member = standing(call, by)
    if (isRefusal(member)) return member
    if (!holds(member, by)) return wrongState(call, member, 'Entering')
    return member.isEntered ? call : put(call, { ...member, isEntered: true })
  },
}

/** A change to a member that only the device it belongs to can cause; anything else leaves the call as it is. */
function ofDevice(
  call: Call,
  by: { userID: string; deviceID: string },
  change: (member: CallMember) => CallMember,
): Call {
  const member = memberOf(call, by.userID)
  if (!member || !holds(member, by)) return call
  const next = change(member)
  return next === member ? call : put(call, next)
}

function without<K extends 'graceUntil' | 'mediaGraceUntil'>(member: CallMember, key: K): CallMember {
  if (member[key] === undefined) return member
  const next = { ...member }
  delete next[key]
  return next
}

/** The earliest of what has passed: a ring that ended at ten seconds comes before a grace that ended at eleven. */
function due(call: Call, now: number): Call {
  const time = nextDue(call)
  if (time === undefined || time > now) return call
  const silent = call.members.filter((member) => isRinging(member) && member.deadline === time)
  if (silent.length > 0) {
    const next = changed(call, (member) =>
      silent.includes(member)
        ? unconnected(call, member, 'noResponse', 'noResponse', undefined, { deadline: time })
        : member,
    )
    const last: Going = { userID: silent.at(-1)?.userID ?? '', how: 'noResponse' }
    return settle(next, last, now)
  }
  const lost = call.members.find((member) => dueTimes(member).includes(time))
  if (!lost) return call
  return settle(put(call, gone(call, lost, 'offline', now)), { userID: lost.userID, how: 'offline' }, now)
}

function remove(call: Call, userID: string, now: number): Call {
  const member = memberOf(call, userID)
  if (!member || !isActive(member)) return call
  if (isRinging(member)) {
    const next = unconnected(call, member, 'cancelled', 'cancelled', '')
    return settle(put(call, next), { userID, how: 'removed' }, now)
  }
  return settle(put(call, gone(call, member, 'removed', now)), { userID, how: 'removed' }, now)
}

const serverRules: ServerRules = {
  due: (call, _command, now) => due(call, now),
  lose: (call, by) =>
    ofDevice(call, by, (member) =>
      member.graceUntil === undefined ? { ...member, graceUntil: by.at + by.graceMs } : member,
    ),
  resume: (call, by) => ofDevice(call, by, (member) => without(member, 'graceUntil')),
  loseMedia: (call, by, now) =>
    ofDevice(call, by, (member) =>
      member.hasRoom && member.mediaGraceUntil === undefined
        ? { ...member, mediaGraceUntil: now + by.graceMs }
        : member,
    ),
  resumeMedia: (call, by) => ofDevice(call, by, (member) => without(member, 'mediaGraceUntil')),
  remove: (call, { userID }, now) => remove(call, userID, now),
  end: (call, { reason }, now) => (isOver(call) ? call : endForAll(call, reason, now)),
  giveUp: (call, { known, epoch }, now) =>
    call.epoch !== known.epoch || call.version >= known.version ? call : { ...endForAll(known, 'error', now), epoch },
}

/**
 * (call, command, now) → the next call, the same call when nothing changes, or a refusal. Pure: who gives the command, the
 * time and what is known of other calls (`world`) are handed in.
 */
export function transition(call: Call, command: MemberCommand, by: Author, now: number, world: World): Result {
  // The table is indexed by the command's own kind, so rule and command belong together; TypeScript cannot follow that.
  const rule = rules[command.kind] as Rules['hangup']
  const next = rule(call, command as CommandOf<'hangup'>, by, now, world)
  return isRefusal(next) ? next : stamped(call, next)
}

/** As `transition`, for what the server itself asks; never refused, without effect when it has no point any more. */
export function serverTransition(call: Call, command: ServerCommand, now: number): Call {
  // As above.
  const rule = serverRules[command.kind] as ServerRules['end']
  return stamped(call, rule(call, command as Extract<ServerCommand, { kind: 'end' }>, now))
}
