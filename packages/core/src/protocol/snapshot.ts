import {
  isActive,
  memberOf,
  type Call,
  type CallMember,
  type Entrance,
  type MemberStatus,
  type Outcome,
} from './call.ts'
import type { CallKind, CallRole, CallType } from './events.ts'

/** A member as the other members see it: no device, no grace, no room. */
export interface SnapshotMember {
  userID: string
  name?: string
  avatarURL?: string
  status: MemberStatus
  leg: number
  entrance: Entrance
  invitedBy: string
  isEntered: boolean
  deadline?: number
  message?: string
}

/** What the call is to the device it was cut for. */
export interface MyPart {
  role: CallRole
  leg: number
  /** `over`: it rings or runs here no more; the outcome says why. */
  status: 'ringing' | 'calling' | 'connected' | 'over'
  invitedBy: string
  connectedAt?: number
  outcome?: Outcome
  /** How the leg before ended here, if there was one. */
  pastOutcome?: Outcome
}

/** A call cut for one device of one member. Two of them yield the events (`diff`). */
export interface Snapshot {
  callID: string
  epoch: string
  version: number
  type: CallType
  kind: CallKind
  groupID?: string
  userData?: string
  inviter: string
  startedAt: number
  /** The server's clock when this was cut, epoch ms: clocks differ. */
  now: number
  me: MyPart
  /** In the order of invitation, oneself included. Who changed after this device was out of the call is not in it. */
  members: readonly SnapshotMember[]
}

const isAnswered = ({ status }: Pick<CallMember, 'status'>) =>
  status === 'connected' || status === 'left' || status === 'ended'

/** The outcome a leg has on one device: the user's other devices learn that it was answered elsewhere. */
function outcomeOn(
  deviceID: string,
  leg: { status: MemberStatus; deviceID?: string; outcome?: Outcome },
  userID: string,
  type: CallType,
): Outcome | undefined {
  if (leg.deviceID === undefined || leg.deviceID === deviceID) return leg.outcome
  if (isAnswered(leg)) return { event: 'CALL_NOT_CONNECTED', reason: 'acceptedElsewhere', type }
  if (leg.status === 'rejected') return { event: 'CALL_NOT_CONNECTED', reason: 'rejectedElsewhere', userID, type }
  return leg.outcome
}

function myPart(call: Call, member: CallMember, deviceID: string): MyPart {
  const isHere = member.status === 'ringing' || member.deviceID === deviceID
  const status = isHere && isActive(member) ? (member.status as 'ringing' | 'calling' | 'connected') : 'over'
  const outcome = status === 'over' ? outcomeOn(deviceID, member, member.userID, call.type) : undefined
  const pastOutcome = member.past && outcomeOn(deviceID, member.past, member.userID, call.type)
  return {
    role: call.inviter === member.userID && member.entrance === 'call' ? 'inviter' : 'invitee',
    leg: member.leg,
    status,
    invitedBy: member.invitedBy,
    ...(status === 'connected' && member.connectedAt !== undefined && { connectedAt: member.connectedAt }),
    ...(outcome && { outcome }),
    ...(pastOutcome && { pastOutcome }),
  }
}

function seenByOthers(member: CallMember): SnapshotMember {
  const { userID, profile, status, leg, entrance, invitedBy, deadline, message } = member
  return {
    userID,
    ...profile,
    status,
    leg,
    entrance,
    invitedBy,
    // A caller's media may wait in the room while it rings; it enters the call with the accept.
    isEntered: member.isEntered && status === 'connected',
    ...(deadline !== undefined && { deadline }),
    ...(message !== undefined && { message }),
  }
}

/**
 * Cuts the call for one device of one member: what it may see, no more. Undefined for a stranger, and for who was busy: the
 * busy person gets nothing (contract, LINE_BUSY).
 */
export function snapshot(call: Call, userID: string, deviceID: string, now: number): Snapshot | undefined {
  const member = memberOf(call, userID)
  if (!member || (member.status === 'busy' && !member.past)) return undefined
  const me = myPart(call, member, deviceID)
  const isOut = me.status === 'over'
  const { callID, epoch, version, type, kind, groupID, userData, inviter, startedAt } = call
  return {
    callID,
    epoch,
    version,
    type: isOut && me.outcome ? me.outcome.type : type,
    kind,
    ...(groupID !== undefined && { groupID }),
    ...(userData !== undefined && { userData }),
    inviter,
    startedAt,
    now,
    me,
    members: call.members.filter((other) => !isOut || other.version <= member.version).map(seenByOthers),
  }
}
