import type { CallEngine } from '@ringkit/core'
import type { CallMemory } from './callContext.ts'
import { TUICallError } from './errorCodes.ts'
import type { ILoginParams, RingkitOptions } from './parameters.ts'
import type { OwnPicture } from './ownPicture.ts'
import type { Views } from './views.ts'

/** What the methods share. */
export interface Parts {
  /** The engine underneath, made when it is first needed. */
  core: () => CallEngine
  options: RingkitOptions
  /** Who signs in. */
  login: ILoginParams | undefined
  memory: CallMemory
  views: Views
  own: OwnPicture
}

/** What the methods resolve with: `code` is 0, `data` what there is to tell. */
export interface Answer<T extends object = object> {
  code: 0
  data: T
}

/** Runs a method: an answer as theirs, or a rejection with their number. */
export async function answer<T extends object = object>(run: () => T | void | Promise<T | void>): Promise<Answer<T>> {
  try {
    const data = await run()
    return { code: 0, data: data ?? ({} as T) } // Without data, T is `object`.
  } catch (cause) {
    throw TUICallError.from(cause)
  }
}
