import { CallError, type CallErrorCode } from '@ringkit/core'

/** The number that stands for each code of ours in theirs. */
export const errorCodes: Readonly<Record<CallErrorCode, number>> = {
  PERMISSION_DENIED: -1101,
  DEVICE_IN_USE: -1102,
  MEDIA_FAILED: -1102,
  NOT_LOGGED_IN: -1201,
  BAD_PARAMETER: -1202,
  WRONG_STATE: -1203,
  REPEATED_CALL: -1204,
  SIGNALLING_FAILED: -1401,
  RATE_LIMITED: -1401,
  TIMEOUT: 2805,
  NOT_FOUND: 8010,
  NOT_ALLOWED: 20007,
  NO_DEVICE: 60003,
  INTERNAL: 65535,
}

/** What is wrong with a parameter, more closely: the codes of BAD_PARAMETER that are found here, before the server is asked. */
export const parameterCodes = { missing: -120200, type: -120201, empty: -120202, range: -120203 } as const

/** Their kits know a refused permission by these words. */
const refusedByBrowser = 'NotAllowedError: Permission denied'

/** What every method rejects with: their number in `code`, ours in `callCode`. */
export class TUICallError extends Error {
  override readonly name = 'TUICallError'
  readonly code: number
  readonly callCode: CallErrorCode

  constructor({ code, message, cause }: CallError, number: number = errorCodes[code]) {
    super(messageOf(code, message), { cause })
    this.callCode = code
    this.code = number
  }

  /** `cause` itself if it is one already, else one for it. */
  static from(cause: unknown): TUICallError {
    return cause instanceof TUICallError ? cause : new TUICallError(CallError.from(cause))
  }

  /** A parameter is wrong in this way. */
  static parameter(fault: keyof typeof parameterCodes, message: string): TUICallError {
    return new TUICallError(new CallError('BAD_PARAMETER', message), parameterCodes[fault])
  }
}

/** The sentence of an error, which names a refused permission as their kits look for it. */
export const messageOf = (code: CallErrorCode, message: string): string =>
  code === 'PERMISSION_DENIED' ? `${refusedByBrowser}. ${message}` : message
