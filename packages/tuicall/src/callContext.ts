import type { Call, CallEventPayloads, CallRole, CallType } from '@ringkit/core'
import { CALL_TYPE } from './constants.ts'
import type { CallContext } from './payloads.ts'
import { roomNumber } from './roomNumber.ts'

/** Their number for a type. */
export const toNumber = (type: CallType | undefined): CALL_TYPE =>
  type === undefined ? CALL_TYPE.UNKNOWN : type === 'audio' ? CALL_TYPE.AUDIO_CALL : CALL_TYPE.VIDEO_CALL

/** What is known of a call. */
export interface KnownCall {
  callID: string
  type?: CallType
  role?: CallRole | ''
  /** Who placed it, or rings me. */
  sponsor?: string
}

/** The call's own fields in every payload that has them. */
export function callContext({ callID, type, role = '' }: KnownCall): CallContext {
  return {
    callID,
    callId: callID,
    roomID: roomNumber(callID),
    strRoomID: callID,
    callRole: role,
    callMediaType: toNumber(type),
  }
}

/**
 * Keeps what is known of the newest call: the state forgets it at the moment in which its terminal event is told, and theirs
 * has the call's fields in that event.
 */
export function createCallMemory() {
  let known: KnownCall | undefined

  return {
    /** The call as the state or a command's answer has it. */
    learn({ callID, type, role, invitedBy, inviter }: Call): void {
      known = { callID, type, role, sponsor: role === 'invitee' ? invitedBy : inviter }
    },
    invited({ callID, type, userID }: CallEventPayloads['INVITED']): void {
      known = { callID, type, role: 'invitee', sponsor: userID }
    },
    /** What is known of that call; of the newest one without an id. */
    of(callID = known?.callID ?? ''): KnownCall {
      return known?.callID === callID ? known : { callID }
    },
  }
}

export type CallMemory = ReturnType<typeof createCallMemory>
