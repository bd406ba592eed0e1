import type { CallKind, CallType, EndReason, NotConnectedReason } from './events.ts'

/**
 * Where a member stands.
 *
 *   calling ──somebody accepts──► connected ──► left    (went by itself: hung up, lost, removed)
 *   ringing ──accept────────────► connected ──► ended   (the call ended around it)
 *   ringing ──► rejected | noResponse | cancelled       calling ──► left | ended
 *   busy (never rang)
 *
 * Any of the last six may be invited, or may join, again: that begins the member's next `leg`.
 */
export type MemberStatus =
  'calling' | 'ringing' | 'connected' | 'rejected' | 'noResponse' | 'cancelled' | 'busy' | 'left' | 'ended'

/** How a leg of a call ended for one member: the one terminal event it gets. */
export type Outcome =
  | { event: 'CALL_NOT_CONNECTED'; reason: NotConnectedReason; userID?: string; type: CallType }
  | { event: 'CALLING_END'; reason: EndReason; userID: string; type: CallType; totalTime: number }

/** What the server knows of a person beside the userID. */
export interface Profile {
  name?: string
  avatarURL?: string
}

/** How a member came into its leg: who placed the call, was rung, or joined by itself. */
export type Entrance = 'call' | 'ring' | 'join'

/** One member in the call document. */
export interface CallMember {
  userID: string
  profile: Profile
  status: MemberStatus
  /** Counts this member's stays in the call from 1, so that two rings of one person are told apart. */
  leg: number
  entrance: Entrance
  /** Who rang it in this leg; itself when it placed the call or joined. */
  invitedBy: string
  /** The call's version at this member's last change of status. */
  version: number
  /** The device that answered, placed or joined; rings belong to all devices. */
  deviceID?: string
  /** Its media has joined (USER_ENTER). */
  isEntered: boolean
  /** Has it media in a room at all? Not with `noMedia()`: then no webhook may judge it. */
  hasRoom: boolean
  /** Epoch ms at which it began to ring. Only while ringing. */
  rungAt?: number
  /** Epoch ms at which an unanswered ring ends. Only while ringing; kept on `noResponse`, to tell those of one deadline. */
  deadline?: number
  connectedAt?: number
  /** Epoch ms at which a lost device's grace ends. */
  graceUntil?: number
  /** Epoch ms at which vanished media counts as left. */
  mediaGraceUntil?: number
  message?: string
  outcome?: Outcome
  /** How the leg before ended, for a device that slept through the change of legs. */
  past?: { status: MemberStatus; outcome: Outcome; deviceID?: string }
}

/** The call: one versioned document, owned by the server (contract §1). */
export interface Call {
  callID: string
  /**
   * Drawn anew for each call, and again when the store has lost what came after a version: a lower version of another epoch is
   * news, of the same epoch stale.
   */
  epoch: string
  /** 1 at placing; one more with each transition that changed something. */
  version: number
  /** LiveKit's room, unguessable. */
  room: string
  type: CallType
  kind: CallKind
  groupID?: string
  userData?: string
  inviter: string
  startedAt: number
  /** Set when the call is over for everybody. Ended calls stay readable for 10 minutes. */
  endedAt?: number
  /** In the order of invitation, the inviter first. */
  members: readonly CallMember[]
}

/** How long an ended call stays readable to its members (contract §1), ms. */
export const ENDED_CALL_MS = 600_000

/** The member with that userID, whatever its status; undefined for a stranger. */
export const memberOf = (call: Call, userID: string): CallMember | undefined =>
  call.members.find((member) => member.userID === userID)
/** Is it ringing at this member? False for a stranger. */
export const isRinging = (member: CallMember | undefined): boolean => member?.status === 'ringing'
/** Is this member in the call? False for a stranger. */
export const isConnected = (member: CallMember | undefined): boolean => member?.status === 'connected'
/** Takes the one place a user has: nobody is in two calls. */
export const isActive = (member: CallMember | undefined): boolean =>
  member?.status === 'ringing' || member?.status === 'calling' || member?.status === 'connected'
/** Has the call ended, for all its members? */
export const isOver = (call: Call): boolean => call.endedAt !== undefined

/** The members whose one call this is. */
export const activeUserIDs = (call: Call): string[] => call.members.filter(isActive).map((member) => member.userID)

/** When the next deadline or grace of the call is due, epoch ms; undefined when nothing is. */
export function nextDue(call: Call): number | undefined {
  const times = call.members.flatMap(dueTimes)
  return times.length > 0 ? Math.min(...times) : undefined
}

/** The times at which a member's standing changes by itself. */
export function dueTimes(member: CallMember): number[] {
  const times = isRinging(member)
    ? [member.deadline]
    : isActive(member)
      ? [member.graceUntil, member.mediaGraceUntil]
      : []
  return times.filter((time) => time !== undefined)
}
