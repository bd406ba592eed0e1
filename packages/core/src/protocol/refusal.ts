import type { CallErrorCode } from './errors.ts'

/** A command that was refused: nothing has changed. */
export interface Refusal {
  refused: CallErrorCode
  message: string
}

/** A refusal with that code and sentence. */
export const refusal = (refused: CallErrorCode, message: string): Refusal => ({ refused, message })

/** Was it refused? Told by the field `refused`, which no call has. */
export function isRefusal(result: object): result is Refusal {
  return 'refused' in result
}

/** One sentence for a stranger's call and for one that never was: a stranger learns nothing (contract §3). */
export const notFound = refusal('NOT_FOUND', 'There is no such call for you. It may have ended.')
