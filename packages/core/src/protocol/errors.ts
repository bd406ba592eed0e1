/** Every way a command or a running call can fail (contract §3). */
export type CallErrorCode =
  | 'NOT_LOGGED_IN'
  | 'BAD_PARAMETER'
  | 'WRONG_STATE'
  | 'REPEATED_CALL'
  | 'NOT_FOUND'
  | 'NOT_ALLOWED'
  | 'RATE_LIMITED'
  | 'PERMISSION_DENIED'
  | 'NO_DEVICE'
  | 'DEVICE_IN_USE'
  | 'MEDIA_FAILED'
  | 'SIGNALLING_FAILED'
  | 'TIMEOUT'
  | 'INTERNAL'

/** What a person can do about each code. A code without a sentence does not compile. */
export const callErrorSentences: Record<CallErrorCode, string> = {
  NOT_LOGGED_IN: 'Sign in first: `await engine.login()`.',
  BAD_PARAMETER: 'A parameter is not acceptable; the message names it and says why.',
  WRONG_STATE: 'That is not possible at this point of the call.',
  REPEATED_CALL: 'You are in a call or being called already; end or decline that one first.',
  NOT_FOUND: 'There is no such call for you. It may have ended.',
  NOT_ALLOWED: 'You are not allowed to do that. Sign in again or ask for the right.',
  RATE_LIMITED: 'Too much at once. Wait a moment and try again.',
  PERMISSION_DENIED:
    'The browser does not let this page use the camera, microphone or screen. Allow it in the site settings.',
  NO_DEVICE: 'No such camera, microphone or speaker was found. Plug one in or choose another.',
  DEVICE_IN_USE: 'Another program is using the camera or microphone. Close it and try again.',
  MEDIA_FAILED: 'Picture and sound could not be connected. Check the network and try again.',
  SIGNALLING_FAILED: 'The call server cannot be reached. Check the network and its address.',
  TIMEOUT: 'The call server did not answer in time. Try again.',
  INTERNAL: 'Something went wrong inside. Try again; report it if it happens again.',
}

/** True for a string that is one of the documented codes. */
export function isCallErrorCode(value: unknown): value is CallErrorCode {
  return typeof value === 'string' && Object.hasOwn(callErrorSentences, value)
}

/**
 * What every refused command rejects with, and what ERROR carries. `message` is a full sentence: the particular reason
 * when there is one, else the code's own sentence.
 *
 * @example
 * try { await engine.call({ userIDList: ['bob'], type: 'video' }) }
 * catch (error) { if (error instanceof CallError && error.code === 'REPEATED_CALL') showBusyHint() }
 */
export class CallError extends Error {
  override readonly name = 'CallError'
  readonly code: CallErrorCode

  constructor(code: CallErrorCode, message?: string, options?: { cause?: unknown }) {
    super(message ?? callErrorSentences[code], options)
    this.code = code
  }

  /** `cause` itself if it is a CallError already, else one with `code` that keeps it as its cause. */
  static from(cause: unknown, code: CallErrorCode = 'INTERNAL'): CallError {
    return cause instanceof CallError ? cause : new CallError(code, undefined, { cause })
  }
}
