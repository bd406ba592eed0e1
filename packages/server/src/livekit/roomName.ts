import type { Call } from '@ringkit/core/protocol'

/** The room of a call in LiveKit. The second part nobody can guess; the first leads a webhook back to the call. */
export const roomName = ({ callID, room }: Pick<Call, 'callID' | 'room'>): string => `rk_${callID}_${room}`

/** The call a room of ours belongs to; undefined for any other room. */
export function callIDOfRoom(name: string): string | undefined {
  return /^rk_([^_]+)_[^_]+$/.exec(name)?.[1]
}
