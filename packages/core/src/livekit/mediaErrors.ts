import { ConnectionError, ConnectionErrorReason, DisconnectReason } from 'livekit-client'
import { CallError, type CallErrorCode } from '../protocol/errors.ts'

/** Names of browser errors from `getUserMedia` and `getDisplayMedia`, those of old browsers too. */
const codeOfDeviceError: Readonly<Record<string, CallErrorCode>> = {
  NotAllowedError: 'PERMISSION_DENIED',
  PermissionDeniedError: 'PERMISSION_DENIED',
  SecurityError: 'PERMISSION_DENIED',
  NotFoundError: 'NO_DEVICE',
  DevicesNotFoundError: 'NO_DEVICE',
  OverconstrainedError: 'NO_DEVICE',
  NotReadableError: 'DEVICE_IN_USE',
  TrackStartError: 'DEVICE_IN_USE',
  // Firefox says so when another program has the device.
  AbortError: 'DEVICE_IN_USE',
}

/** What went wrong with capturing or publishing, as one of the contract's codes; the original is the `cause`. */
export function deviceError(cause: unknown): CallError {
  const name = cause instanceof Error || cause instanceof DOMException ? cause.name : ''
  return CallError.from(cause, codeOfDeviceError[name] ?? 'MEDIA_FAILED')
}

/** Refusals of one's own doing: nothing is wrong with the media. */
export function leftMeanwhile(): CallError {
  return new CallError('WRONG_STATE', 'The room was left meanwhile.')
}

/**
 * Why a room could not be entered: NOT_FOUND when there is no such room (any more), NOT_ALLOWED when the token is refused,
 * WRONG_STATE when it was given up on our side, else MEDIA_FAILED.
 */
export function connectError(cause: unknown): CallError {
  if (!(cause instanceof ConnectionError)) return CallError.from(cause, 'MEDIA_FAILED')
  if (cause.reason === ConnectionErrorReason.Cancelled)
    return new CallError('WRONG_STATE', leftMeanwhile().message, { cause })
  if (cause.reason !== ConnectionErrorReason.NotAllowed) return CallError.from(cause, 'MEDIA_FAILED')
  return cause.status === 404
    ? new CallError('NOT_FOUND', 'The room of this call is closed.', { cause })
    : new CallError('NOT_ALLOWED', 'The room of this call refused the access token.', { cause })
}

/** Reasons that say: this place in the room is gone, coming back with the same rights is pointless. */
const closedReasons: ReadonlySet<DisconnectReason> = new Set([
  DisconnectReason.DUPLICATE_IDENTITY,
  DisconnectReason.PARTICIPANT_REMOVED,
  DisconnectReason.ROOM_DELETED,
  DisconnectReason.ROOM_CLOSED,
])

/**
 * Why a connection that stood was lost: NOT_FOUND when the room or one's place in it is gone (the call server's snapshot knows
 * the reason), NOT_ALLOWED when the token was refused on the way back, else MEDIA_FAILED. `cause` is LiveKit's word for it.
 */
export function lostError(reason: DisconnectReason | undefined): CallError {
  const word = DisconnectReason[reason ?? DisconnectReason.UNKNOWN_REASON] ?? 'UNKNOWN_REASON'
  if (reason !== undefined && closedReasons.has(reason)) {
    return new CallError('NOT_FOUND', 'The place in the room of this call is gone.', { cause: word })
  }
  // LiveKit reports a refused token as if a person had rejected a call.
  return new CallError(reason === DisconnectReason.USER_REJECTED ? 'NOT_ALLOWED' : 'MEDIA_FAILED', undefined, {
    cause: word,
  })
}
