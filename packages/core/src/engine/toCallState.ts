import type { Snapshot, SnapshotMember } from '../protocol/snapshot.ts'
import { wantedIn, type Asked } from './asked.ts'
import type { Call, CallState, CallStatus, Effects, Member, Self } from './callState.ts'
import { noTracks, type MediaFacts } from './mediaFacts.ts'

/** Everything the state is derived from. */
export interface Inputs {
  login: 'loggedOut' | 'connecting' | 'ready'
  reconnecting: CallState['reconnecting']
  self: Self | undefined
  /** The call this device rings for or holds. */
  snapshot: Snapshot | undefined
  /** The server's clock minus this machine's, ms, as of the call's first snapshot: later ones would make times flutter. */
  clockOffset: number
  media: MediaFacts
  /** What to send, as far as the person has said. */
  asked: Asked
  effects: Effects
  /** As the server told it. */
  maxMembers: number | undefined
  error: CallState['error']
}

function statusOf({ login, snapshot }: Inputs): CallStatus {
  if (login !== 'ready') return login
  return snapshot && snapshot.me.status !== 'over' ? snapshot.me.status : 'idle'
}

/** The call as the state shows it, its times on this machine's clock. */
export function toCall(snapshot: Snapshot, clockOffset: number): Call {
  const { callID, type, kind, inviter, groupID, userData, startedAt, me } = snapshot
  return {
    callID,
    type,
    kind,
    inviter,
    invitedBy: me.invitedBy,
    ...(groupID !== undefined && { groupID }),
    ...(userData !== undefined && { userData }),
    startedAt: startedAt - clockOffset,
    ...(me.connectedAt !== undefined && { connectedAt: me.connectedAt - clockOffset }),
    role: me.role,
  }
}

function toMember(member: SnapshotMember, { media, self, snapshot }: Inputs): Member {
  const { userID, name, avatarURL, status, isEntered, message } = member
  const isSelf = userID === self?.userID
  // Others can be seen and heard between their entering and leaving only, whatever the room already holds of them.
  const canBeMet = isSelf || (isEntered && snapshot?.me.status === 'connected')
  const tracks = (canBeMet && media.tracks[userID]) || noTracks
  return {
    userID,
    ...(name !== undefined && { name }),
    ...(avatarURL !== undefined && { avatarURL }),
    status,
    isEntered,
    ...(message !== undefined && { message }),
    audioAvailable: tracks.microphone,
    videoAvailable: tracks.camera,
    screenAvailable: tracks.screen,
    quality: (canBeMet && media.quality[userID]) || 'unknown',
  }
}

function isSame<T extends object>(a: T | undefined, b: T | undefined): boolean {
  if (!a || !b || a === b) return a === b
  // What an object has of its own are keys of it. Not by `Reflect.get`: of hundreds of members all are looked at.
  const keys = Object.keys(a) as (keyof T)[]
  return keys.length === Object.keys(b).length && keys.every((key) => Object.is(a[key], b[key]))
}

/** `next`, or `previous` itself when it says the same: who subscribes to a part hears of that part's changes only. */
const kept = <T extends object>(previous: T | undefined, next: T): T =>
  previous && isSame(previous, next) ? previous : next

/** Nothing that any member follows from has changed. */
const areUntouched = ({ snapshot, self, media }: Inputs, before: Inputs): boolean =>
  snapshot === before.snapshot &&
  self === before.self &&
  media.tracks === before.media.tracks &&
  media.quality === before.media.quality

/**
 * Nothing that `toMember` reads has changed: in a call of many most have nothing to do with what was told. Snapshots list
 * members in the order of invitation, so that who was at that place is mostly who is there now.
 */
function isUntouched(member: SnapshotMember, index: number, now: Inputs, before: Inputs): boolean {
  const { userID } = member
  return (
    isSame(member, before.snapshot?.members[index]) &&
    now.snapshot?.me.status === before.snapshot?.me.status &&
    now.self === before.self &&
    now.media.tracks[userID] === before.media.tracks[userID] &&
    now.media.quality[userID] === before.media.quality[userID]
  )
}

function membersOf(previous: CallState, inputs: Inputs, before: Inputs): Pick<CallState, 'members' | 'memberIDs'> {
  const { members: known, memberIDs: knownIDs } = previous
  if (areUntouched(inputs, before)) return { members: known, memberIDs: knownIDs }
  // Without a prototype: a userID may be `__proto__`.
  const members: Record<string, Member> = Object.create(null)
  const listed = inputs.snapshot?.members ?? []
  let hasChanged = listed.length !== knownIDs.length
  for (const [index, member] of listed.entries()) {
    const { userID } = member
    const was = known[userID]
    const is = was && isUntouched(member, index, inputs, before) ? was : kept(was, toMember(member, inputs))
    members[userID] = is
    hasChanged ||= is !== was
  }
  const isSameOrder =
    listed.length === knownIDs.length && listed.every(({ userID }, index) => userID === knownIDs[index])
  return {
    members: hasChanged ? members : known,
    memberIDs: isSameOrder ? knownIDs : listed.map(({ userID }) => userID),
  }
}

/**
 * The state that follows from the inputs; parts that did not change keep their identity. `before`: what `previous` followed
 * from. Pure.
 */
export function toCallState(previous: CallState, inputs: Inputs, before: Inputs): CallState {
  const { reconnecting, self, snapshot, clockOffset, media, asked, effects, maxMembers, error } = inputs
  const call = snapshot && kept(previous.call, toCall(snapshot, clockOffset))
  const next: CallState = {
    status: statusOf(inputs),
    reconnecting: kept(previous.reconnecting, reconnecting),
    ...(self && { self: kept(previous.self, self) }),
    ...(call && { call }),
    ...membersOf(previous, inputs, before),
    wanted: kept(previous.wanted, wantedIn(snapshot, asked)),
    effects,
    ...(maxMembers !== undefined && { maxMembers }),
    devices: media.devices,
    isAudioBlocked: media.isAudioBlocked,
    ...(error && { error }),
  }
  return kept(previous, next)
}
