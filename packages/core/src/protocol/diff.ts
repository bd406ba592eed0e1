import type { Outcome } from './call.ts'
import type { CallEventOf } from './events.ts'
import type { Snapshot, SnapshotMember } from './snapshot.ts'

/** Two snapshots of one call and whose they are. `previous` is absent for a call this device did not know. */
interface Update {
  previous: Snapshot | undefined
  next: Snapshot
  self: string
  /** By userID, each member as `previous` had it: every rule looks at everybody, and a call may have hundreds. */
  before: ReadonlyMap<string, SnapshotMember>
}

/** One row of the contract's event table: what it yields for an update. */
type EventRule = (update: Update) => CallEventOf[]

const old = ({ before }: Update, { userID }: SnapshotMember) => before.get(userID)

const others = ({ next, self }: Update) => next.members.filter(({ userID }) => userID !== self)

const ids = (members: readonly SnapshotMember[]) => members.map(({ userID }) => userID)

const withStatus = ({ members }: Snapshot, ...statuses: SnapshotMember['status'][]) =>
  members.filter(({ status }) => statuses.includes(status))

/** The others that have this status now and had not before, in this stay of theirs. What came before my ring is not told. */
function newly(update: Update, status: SnapshotMember['status']): SnapshotMember[] {
  if (!update.previous) return []
  return others(update).filter((member) => {
    const before = old(update, member)
    return member.status === status && (before?.status !== status || before.leg !== member.leg)
  })
}

/** In order of first appearance. */
function grouped<K>(members: readonly SnapshotMember[], key: (member: SnapshotMember) => K): [K, SnapshotMember[]][] {
  const groups = new Map<K, SnapshotMember[]>()
  for (const member of members) {
    const group = groups.get(key(member))
    if (group) group.push(member)
    else groups.set(key(member), [member])
  }
  return [...groups]
}

const myself = ({ next, self }: Update) => next.members.find(({ userID }) => userID === self)
const isNewlyOver = ({ previous, next }: Update) =>
  next.me.status === 'over' && previous !== undefined && previous.me.status !== 'over'

const invited: EventRule = ({ previous, next }) => {
  if (previous || next.me.status !== 'ringing') return []
  const { callID, groupID, type, userData, kind } = next
  const payload = {
    callID,
    userID: next.me.invitedBy,
    userIDList: ids(withStatus(next, 'ringing', 'connected')),
    isFromGroup: kind === 'group',
    ...(groupID !== undefined && { groupID }),
    type,
    ...(userData !== undefined && { userData }),
  }
  return [{ event: 'INVITED', payload }]
}

const callTypeChanged: EventRule = ({ previous, next }) =>
  previous && previous.type !== next.type
    ? [{ event: 'CALL_TYPE_CHANGED', payload: { oldCallType: previous.type, newCallType: next.type } }]
    : []

/** Those in the call hear who rings whom; not the one who does, and not of a ring that was taken back. */
const userInviting: EventRule = (update) => {
  const { previous, self } = update
  if (previous?.me.status !== 'connected') return []
  const told = ['ringing', 'connected', 'rejected', 'noResponse']
  const fresh = others(update).filter(
    (member) =>
      member.entrance === 'ring' &&
      member.invitedBy !== self &&
      told.includes(member.status) &&
      (old(update, member)?.leg ?? 0) < member.leg,
  )
  return grouped(fresh, ({ invitedBy }) => invitedBy).map(([userID, members]) => ({
    event: 'USER_INVITING',
    payload: { userID, userIDList: ids(members) },
  }))
}

const reject: EventRule = (update) =>
  newly(update, 'rejected').map(({ userID, message }) => ({
    event: 'REJECT',
    payload: { userID, ...(message !== undefined && { message }) },
  }))

const lineBusy: EventRule = (update) =>
  newly(update, 'busy').map(({ userID }) => ({ event: 'LINE_BUSY', payload: { userID } }))

/** All of one deadline in one event; not for those who were silent at that deadline themselves. */
const noResp: EventRule = (update) => {
  const mine = myself(update)
  const myDeadline = mine?.status === 'noResponse' ? mine.deadline : undefined
  const silent = newly(update, 'noResponse').filter(({ deadline }) => deadline !== myDeadline || deadline === undefined)
  return grouped(silent, ({ deadline }) => deadline)
    .toSorted(([a], [b]) => (a ?? 0) - (b ?? 0))
    .map(([, members]) => ({ event: 'NO_RESP', payload: { userIDList: ids(members) } }))
}

const callingTimeout: EventRule = (update) => {
  const mine = myself(update)
  if (!isNewlyOver(update) || mine?.status !== 'noResponse') return []
  const silent = withStatus(update.next, 'noResponse').filter(({ deadline }) => deadline === mine.deadline)
  return [{ event: 'CALLING_TIMEOUT', payload: { userID: mine.invitedBy, userIDList: ids(silent) } }]
}

const callingCancel: EventRule = (update) => {
  if (!isNewlyOver(update) || myself(update)?.status !== 'cancelled') return []
  return [{ event: 'CALLING_CANCEL', payload: { userID: update.next.me.outcome?.userID ?? '' } }]
}

const userAccept: EventRule = (update) =>
  newly(update, 'connected')
    .filter(({ entrance }) => entrance === 'ring')
    .map(({ userID }) => ({ event: 'USER_ACCEPT', payload: { userID } }))

const callBegin: EventRule = ({ previous, next }) =>
  next.me.status === 'connected' && previous?.me.status !== 'connected'
    ? [{ event: 'CALL_BEGIN', payload: { callID: next.callID, type: next.type, role: next.me.role } }]
    : []

const userEnter: EventRule = (update) => {
  const { previous, next } = update
  if (next.me.status !== 'connected') return []
  const wasIn = previous?.me.status === 'connected'
  return others(update)
    .filter((member) => member.isEntered && !(wasIn && old(update, member)?.isEntered))
    .map(({ userID }) => ({ event: 'USER_ENTER', payload: { userID } }))
}

/** Only of somebody who went by itself: when the call ends around all, CALLING_END says it. */
const userLeave: EventRule = (update) =>
  update.previous
    ? others(update)
        .filter((member) => old(update, member)?.isEntered && !member.isEntered && member.status !== 'ended')
        .map(({ userID }) => ({ event: 'USER_LEAVE', payload: { userID } }))
    : []

const lists = (snapshot: Snapshot) => ({
  userIDList: ids(withStatus(snapshot, 'connected')),
  ringingIDList: ids(withStatus(snapshot, 'ringing')),
})

/** To members only: who is out of the call hears the outcome instead. */
const inviteeList: EventRule = ({ previous, next }) => {
  if (next.kind !== 'group' || next.me.status === 'over') return []
  const payload = lists(next)
  const isSame = previous?.kind === 'group' && JSON.stringify(lists(previous)) === JSON.stringify(payload)
  return isSame ? [] : [{ event: 'GROUP_CALL_INVITEE_LIST_UPDATE', payload }]
}

function terminal(callID: string, outcome: Outcome | undefined): CallEventOf[] {
  if (!outcome) return [{ event: 'CALL_NOT_CONNECTED', payload: { callID, reason: 'error' } }]
  if (outcome.event === 'CALLING_END') {
    const { userID, totalTime, type, reason } = outcome
    return [{ event: 'CALLING_END', payload: { callID, userID, totalTime, type, reason } }]
  }
  const { reason, userID } = outcome
  return [{ event: 'CALL_NOT_CONNECTED', payload: { callID, reason, ...(userID !== undefined && { userID }) } }]
}

const outcome: EventRule = (update) => (isNewlyOver(update) ? terminal(update.next.callID, update.next.me.outcome) : [])

/** The order of events of one update is the order of this list (contract, Order). */
const inOrder: readonly EventRule[] = [
  invited,
  callTypeChanged,
  userInviting,
  reject,
  lineBusy,
  noResp,
  callingTimeout,
  callingCancel,
  userAccept,
  callBegin,
  userEnter,
  userLeave,
  inviteeList,
  outcome,
]

/**
 * True when `next` tells nothing that `previous` did not know: an older or equal version of the same call and epoch. With a
 * new epoch any version is news: the server had lost what came after.
 */
export const isStale = (previous: Snapshot, next: Snapshot): boolean =>
  previous.callID === next.callID && previous.epoch === next.epoch && next.version <= previous.version

/**
 * The events that lead from one snapshot to the next, in the contract's order. Pure. What happened in between and has been
 * undone is not told; no outcome is lost and nothing is told twice, whichever snapshots in between were missed.
 *
 * @param previous What this device knew of the call; undefined if nothing.
 * @param next A snapshot of the same call; a stale one yields nothing.
 * @param self The userID both were cut for.
 */
export function diff(previous: Snapshot | undefined, next: Snapshot, self: string): CallEventOf[] {
  const known = previous?.callID === next.callID ? previous : undefined
  if (known && isStale(known, next)) return []
  if (known && known.me.leg < next.me.leg) {
    const ending = known.me.status === 'over' ? [] : terminal(next.callID, next.me.pastOutcome)
    return [...ending, ...diff(undefined, next, self)]
  }
  if (known?.me.status === 'over') return []
  const before = new Map(known?.members.map((member) => [member.userID, member]))
  return inOrder.flatMap((rule) => rule({ previous: known, next, self, before }))
}

/**
 * What a caller knew of its call at the moment of placing it: nobody had been rung. `diff(placed(next), next, self)` tells
 * who was busy, which a call met after a reload (`diff(undefined, …)`) does not repeat.
 */
export function placed(next: Snapshot): Snapshot {
  const { outcome: _outcome, connectedAt: _connectedAt, pastOutcome: _past, ...me } = next.me
  return { ...next, version: 0, kind: 'direct', members: [], me: { ...me, status: 'calling' } }
}
