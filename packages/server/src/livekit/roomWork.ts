import { isOver, isRinging, memberOf, type Call } from '@ringkit/core/protocol'
import { permissionOf, type Permission } from './grants.ts'
import { holders, type Holder } from './identity.ts'

/** One thing to do about a call's room in LiveKit. */
export type RoomWork =
  | { kind: 'createRoom' }
  | { kind: 'removeParticipant'; identity: string }
  | { kind: 'updatePermission'; identity: string; permission: Permission }
  /** The devices of that user that wait in the room go, all but `keep`: it rings there no more. */
  | { kind: 'removeWaiting'; userID: string; keep?: string }
  | { kind: 'deleteRoom' }

const isSameDevice = ({ member: one }: Holder, { member: other }: Holder) =>
  one.userID === other.userID && one.deviceID === other.deviceID

/**
 * What a change of a call asks of its room, in this order. `mayWait`: a ringing device may be in it already. Pure, as the call
 * model is.
 */
export function roomWork(previous: Call | undefined, next: Call, mayWait: boolean): RoomWork[] {
  if (isOver(next)) return previous && !isOver(previous) ? [{ kind: 'deleteRoom' }] : []
  if (!previous) return [{ kind: 'createRoom' }]
  const still = holders(next)
  const gone = holders(previous).filter((each) => !still.some((other) => isSameDevice(each, other)))
  // Who enters with the accept gets a token with all rights; and so would who has said to enter no room.
  const accepted = still.filter(
    ({ member }) => mayWait && member.hasRoom && isRinging(memberOf(previous, member.userID)),
  )
  const permitted = previous.type === next.type ? accepted : still
  // A device that waits in a direct call is subscribed, and would receive those who join the group.
  const isOpened = previous.kind !== next.kind
  const waiting = previous.members.filter(
    (member) => mayWait && isRinging(member) && (isOpened || !isRinging(memberOf(next, member.userID))),
  )
  return [
    ...gone.map(({ identity }): RoomWork => ({ kind: 'removeParticipant', identity })),
    ...permitted.map(({ identity }): RoomWork => ({
      kind: 'updatePermission',
      identity,
      permission: permissionOf(next.type),
    })),
    ...waiting.map(({ userID }): RoomWork => {
      const keep = still.find(({ member }) => member.userID === userID)?.identity
      return { kind: 'removeWaiting', userID, ...(keep !== undefined && { keep }) }
    }),
  ]
}
