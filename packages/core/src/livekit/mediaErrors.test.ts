import { ConnectionError, DisconnectReason, PublishTrackError } from 'livekit-client'
import { describe, expect, test } from 'vitest'
import { CallError } from '../protocol/errors.ts'
import { connectError, deviceError, lostError } from './mediaErrors.ts'

describe('capturing and publishing', () => {
  test.each([
    ['NotAllowedError', 'PERMISSION_DENIED'],
    ['PermissionDeniedError', 'PERMISSION_DENIED'],
    ['SecurityError', 'PERMISSION_DENIED'],
    ['NotFoundError', 'NO_DEVICE'],
    ['DevicesNotFoundError', 'NO_DEVICE'],
    ['OverconstrainedError', 'NO_DEVICE'],
    ['NotReadableError', 'DEVICE_IN_USE'],
    ['TrackStartError', 'DEVICE_IN_USE'],
    ['AbortError', 'DEVICE_IN_USE'],
    ['InvalidStateError', 'MEDIA_FAILED'],
  ])('%s is %s and stays the cause', (name, code) => {
    const cause = new DOMException('as the browser says it', name)
    expect(deviceError(cause)).toMatchObject({ code, cause })
  })

  test('a refused publication is MEDIA_FAILED', () => {
    expect(deviceError(new PublishTrackError('insufficient permissions', 403)).code).toBe('MEDIA_FAILED')
  })

  test('a CallError stays what it is', () => {
    const error = new CallError('NO_DEVICE')
    expect(deviceError(error)).toBe(error)
  })

  test('what is no error at all is MEDIA_FAILED', () => {
    expect(deviceError('oh').code).toBe('MEDIA_FAILED')
  })
})

describe('entering a room', () => {
  test.each([
    ['a refused token', ConnectionError.notAllowed('expired', 401), 'NOT_ALLOWED'],
    ['a forbidden room', ConnectionError.notAllowed('forbidden', 403), 'NOT_ALLOWED'],
    ['a room that is not there', ConnectionError.notAllowed('no such room', 404), 'NOT_FOUND'],
    ['giving up', ConnectionError.cancelled('left'), 'WRONG_STATE'],
    ['no server', ConnectionError.serverUnreachable('down'), 'MEDIA_FAILED'],
    ['a server in trouble', ConnectionError.internal('oops'), 'MEDIA_FAILED'],
    ['no answer', ConnectionError.timeout('late'), 'MEDIA_FAILED'],
    ['a broken socket', ConnectionError.websocket('closed'), 'MEDIA_FAILED'],
    ['another service at that address', ConnectionError.serviceNotFound('what?', 'v0-rtc'), 'MEDIA_FAILED'],
    ['anything else', new TypeError('odd'), 'MEDIA_FAILED'],
  ])('%s', (_, cause, code) => {
    expect(connectError(cause)).toMatchObject({ code, cause })
  })
})

describe('losing a room', () => {
  test.each([
    [DisconnectReason.DUPLICATE_IDENTITY, 'NOT_FOUND'],
    [DisconnectReason.PARTICIPANT_REMOVED, 'NOT_FOUND'],
    [DisconnectReason.ROOM_DELETED, 'NOT_FOUND'],
    [DisconnectReason.ROOM_CLOSED, 'NOT_FOUND'],
    // A 401 on the way back, not a person who declined.
    [DisconnectReason.USER_REJECTED, 'NOT_ALLOWED'],
    [DisconnectReason.UNKNOWN_REASON, 'MEDIA_FAILED'],
    [DisconnectReason.SERVER_SHUTDOWN, 'MEDIA_FAILED'],
    [DisconnectReason.STATE_MISMATCH, 'MEDIA_FAILED'],
    [DisconnectReason.JOIN_FAILURE, 'MEDIA_FAILED'],
    [DisconnectReason.MIGRATION, 'MEDIA_FAILED'],
    [DisconnectReason.SIGNAL_CLOSE, 'MEDIA_FAILED'],
    [DisconnectReason.CONNECTION_TIMEOUT, 'MEDIA_FAILED'],
    [DisconnectReason.MEDIA_FAILURE, 'MEDIA_FAILED'],
  ])('reason %i is %s', (reason, code) => {
    expect(lostError(reason)).toMatchObject({ code, cause: DisconnectReason[reason] })
  })

  test('no reason is MEDIA_FAILED', () => {
    expect(lostError(undefined)).toMatchObject({ code: 'MEDIA_FAILED', cause: 'UNKNOWN_REASON' })
  })
})
