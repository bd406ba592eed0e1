import type { Call } from '@ringkit/core/protocol'
import { newID } from '../newID.ts'

/** The room of a call in LiveKit. The second part nobody can guess; the first leads a webhook back to the call. */
export const roomName = ({ callID, room }: Pick<Call, 'callID' | 'room'>): string => `rk_${callID}_${room}`

/** A new room for a check of the network; no call's. */
export const checkRoomName = (): string => `rkcheck_${newID()}`

export const isCheckRoom = (name: string): boolean => name.startsWith('rkcheck_')

/** The call a room of ours belongs to; undefined for any other room. */
export function callIDOfRoom(name: string): string | undefined {
  return /^rk_([^_]+)_[^_]+$/.exec(name)?.[1]
}
