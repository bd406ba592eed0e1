import { isOver, type Call, type CallType } from '@ringkit/core/protocol'
import { holders } from './identity.ts'

/** One thing to do about a call's room in LiveKit. */
export type RoomWork =
  | { kind: 'createRoom' }
  | { kind: 'removeParticipant'; identity: string }
  | { kind: 'updatePermission'; identity: string; type: CallType }
  | { kind: 'deleteRoom' }

/** What a change of a call asks of its room, in this order. Pure, as the call model is. */
export function roomWork(previous: Call | undefined, next: Call): RoomWork[] {
  if (isOver(next)) return previous && !isOver(previous) ? [{ kind: 'deleteRoom' }] : []
  if (!previous) return [{ kind: 'createRoom' }]
  const still = holders(next)
  const gone = holders(previous).filter(({ identity }) => still.every((each) => each.identity !== identity))
  const switched = previous.type === next.type ? [] : still
  return [
    ...gone.map(({ identity }): RoomWork => ({ kind: 'removeParticipant', identity })),
    ...switched.map(({ identity }): RoomWork => ({ kind: 'updatePermission', identity, type: next.type })),
  ]
}
