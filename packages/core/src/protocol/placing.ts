import { accepted } from './accepted.ts'
import { isActive, isConnected, isOver, memberOf, type Call, type CallMember, type Profile } from './call.ts'
import type { Author, CommandOf } from './commands.ts'
import { notFound, refusal, type Refusal } from './refusal.ts'
import { settle } from './settle.ts'
import { stamped } from './stamped.ts'

/** What a rule must know beside its own call. */
export interface World {
  /** The one call somebody is active in: in it, calling, or ringing for it. */
  callOf(userID: string): Call | undefined
  /** Name and picture, as far as known. */
  profileOf(userID: string): Profile
  /** Most people in a call at a time, ringing ones and oneself included. */
  maxMembers: number
  /** Ring time when the command names none, seconds. */
  ringSeconds: number
}

/** The ids of a call to be placed: chance is handed in. */
export interface NewCall {
  callID: string
  epoch: string
  room: string
}

interface Ring {
  userID: string
  invitedBy: string
  rungAt: number
  deadline: number
}

const isBusy = (world: World, userID: string, callID?: string) => {
  const other = world.callOf(userID)
  return other !== undefined && other.callID !== callID
}

/** The member's next leg begins; how the last one ended is kept for a device that slept. */
function nextLeg(old: CallMember | undefined): Pick<CallMember, 'leg' | 'past'> {
  if (!old?.outcome) return { leg: (old?.leg ?? 0) + 1 }
  const { status, outcome, deviceID } = old
  return { leg: old.leg + 1, past: { status, outcome, ...(deviceID !== undefined && { deviceID }) } }
}

/** Rings somebody, or finds the line busy. */
function rung(call: Pick<Call, 'callID' | 'type'>, old: CallMember | undefined, ring: Ring, world: World): CallMember {
  const { userID, invitedBy, rungAt, deadline } = ring
  const member: CallMember = {
    userID,
    profile: world.profileOf(userID),
    status: 'ringing',
    ...nextLeg(old),
    entrance: 'ring',
    invitedBy,
    version: 0,
    isEntered: false,
    hasRoom: true,
    rungAt,
    deadline,
  }
  if (!isBusy(world, userID, call.callID)) return member
  const { rungAt: _rungAt, deadline: _deadline, ...rest } = member
  return { ...rest, status: 'busy', outcome: { event: 'CALL_NOT_CONNECTED', reason: 'busy', userID, type: call.type } }
}

const deadlineOf = (now: number, world: World, seconds: number | undefined) =>
  now + (seconds ?? world.ringSeconds) * 1000

function self(by: Author, entrance: 'call' | 'join'): CallMember {
  const { userID, deviceID, profile, hasRoom } = by
  return {
    userID,
    profile,
    status: entrance === 'call' ? 'calling' : 'connected',
    leg: 1,
    entrance,
    invitedBy: userID,
    version: 0,
    deviceID,
    isEntered: false,
    hasRoom,
  }
}

const tooMany = (world: World) =>
  refusal('BAD_PARAMETER', `userIDList names too many people: a call holds at most ${world.maxMembers}, you included.`)
const noSelf = refusal('BAD_PARAMETER', 'userIDList must not contain yourself.')

/** Two people who call each other: the call of the other rings for me, and each named just the other. */
function isGlare(mine: Call, by: Author, userIDList: readonly string[]): boolean {
  const invitees = mine.members.filter((member) => member.userID !== mine.inviter)
  return (
    memberOf(mine, by.userID)?.status === 'ringing' &&
    memberOf(mine, mine.inviter)?.status === 'calling' &&
    invitees.length === 1 &&
    userIDList.length === 1 &&
    userIDList[0] === mine.inviter
  )
}

/**
 * Places a call: a new one of version 1, or, in glare, the other's call with me in it. Refused with BAD_PARAMETER or
 * REPEATED_CALL.
 */
export function place(
  command: CommandOf<'call'>,
  by: Author,
  now: number,
  world: World,
  made: NewCall,
): Call | Refusal {
  const { userIDList, type, groupID, timeout, userData } = command
  if (userIDList.includes(by.userID)) return noSelf
  if (userIDList.length + 1 > world.maxMembers) return tooMany(world)
  const mine = world.callOf(by.userID)
  if (mine) {
    if (isGlare(mine, by, userIDList)) return stamped(mine, accepted(mine, by, now))
    return refusal('REPEATED_CALL', 'You are in a call or being called already; end or decline that one first.')
  }
  const deadline = deadlineOf(now, world, timeout)
  const invitees = userIDList.map((userID) =>
    rung({ callID: made.callID, type }, undefined, { userID, invitedBy: by.userID, rungAt: now, deadline }, world),
  )
  const call: Call = {
    ...made,
    version: 0,
    type,
    kind: userIDList.length > 1 || groupID !== undefined ? 'group' : 'direct',
    ...(groupID !== undefined && { groupID }),
    ...(userData !== undefined && { userData }),
    inviter: by.userID,
    startedAt: now,
    members: [self(by, 'call'), ...invitees],
  }
  const last = userIDList.at(-1) ?? ''
  const settled = settle(call, { userID: last, how: 'busy' }, now)
  return { ...settled, version: 1, members: settled.members.map((member) => ({ ...member, version: 1 })) }
}

/** Rings those who are not in the call yet. A direct call becomes a group call and stays one. */
export function inviteRule(
  call: Call,
  command: CommandOf<'invite'>,
  by: Author,
  now: number,
  world: World,
): Call | Refusal {
  if (command.userIDList.includes(by.userID)) return noSelf
  const userIDList = command.userIDList.filter((userID) => !isActiveIn(call, userID))
  if (userIDList.length === 0)
    return refusal('BAD_PARAMETER', 'userIDList names nobody who is not in the call or ringing already.')
  const deadline = deadlineOf(now, world, command.timeout)
  const added = userIDList.map((userID) =>
    rung(call, memberOf(call, userID), { userID, invitedBy: by.userID, rungAt: now, deadline }, world),
  )
  const members = [...call.members.filter((member) => !userIDList.includes(member.userID)), ...added]
  if (members.filter(isActive).length > world.maxMembers) return tooMany(world)
  return { ...call, kind: 'group', members }
}

const isActiveIn = (call: Call, userID: string) => isActive(memberOf(call, userID))

/** Enters a group call somebody is in. Whether one may is asked before, by `authorize`. */
export function joinRule(
  call: Call,
  _command: CommandOf<'join'>,
  by: Author,
  now: number,
  world: World,
): Call | Refusal {
  if (isActiveIn(call, by.userID) || isBusy(world, by.userID, call.callID)) {
    return refusal('REPEATED_CALL', 'You are in a call or being called already; end or decline that one first.')
  }
  if (isOver(call) || call.kind !== 'group' || !call.members.some(isConnected)) return notFound
  if (call.members.filter(isActive).length >= world.maxMembers) {
    return refusal('BAD_PARAMETER', `callID names a call that is full: it holds at most ${world.maxMembers}.`)
  }
  const old = memberOf(call, by.userID)
  const member: CallMember = { ...self(by, 'join'), ...nextLeg(old), connectedAt: now }
  return { ...call, members: [...call.members.filter(({ userID }) => userID !== by.userID), member] }
}
