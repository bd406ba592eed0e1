import type { Call, CallKind, CallMember, CallType, MemberStatus, Outcome } from '@ringkit/core/protocol'

/** One member as the app's server code sees it. */
export interface CallInfoMember {
  userID: string
  name?: string
  avatarURL?: string
  status: MemberStatus
  invitedBy: string
  /** Epoch ms. Absent if it was never connected in its last stay. */
  connectedAt?: number
  /** How its last stay ended, if it has. */
  outcome?: Outcome
}

/** A call as the app's server code sees it: for push notifications and call records. */
export interface CallInfo {
  callID: string
  type: CallType
  kind: CallKind
  groupID?: string
  userData?: string
  inviter: string
  /** Epoch ms. */
  startedAt: number
  /** Epoch ms, once it is over for all. */
  endedAt?: number
  /** In the order of invitation, the inviter first. */
  members: readonly CallInfoMember[]
}

function memberInfo({ userID, profile, status, invitedBy, connectedAt, outcome }: CallMember): CallInfoMember {
  return {
    userID,
    ...profile,
    status,
    invitedBy,
    ...(connectedAt !== undefined && { connectedAt }),
    ...(outcome && { outcome }),
  }
}

/** What the app may know of a call: no room, no device, no version. */
export function callInfo(call: Call): CallInfo {
  const { callID, type, kind, groupID, userData, inviter, startedAt, endedAt, members } = call
  return {
    callID,
    type,
    kind,
    ...(groupID !== undefined && { groupID }),
    ...(userData !== undefined && { userData }),
    inviter,
    startedAt,
    ...(endedAt !== undefined && { endedAt }),
    members: members.map(memberInfo),
  }
}
