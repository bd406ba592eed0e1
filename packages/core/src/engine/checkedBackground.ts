import type { Background } from '../ports/media.ts'
import { CallError } from '../protocol/errors.ts'

/** The background as one of the kinds there are, without anything else. Throws BAD_PARAMETER. */
export function checkedBackground(background: Background): Background {
  // It comes from an app that may not be typed.
  const given: unknown = background
  const kind: unknown = typeof given === 'object' && given !== null && 'kind' in given ? given.kind : undefined
  if (kind === 'none' || kind === 'blur') return { kind }
  if (kind !== 'image') throw new CallError('BAD_PARAMETER', 'background.kind must be "none", "blur" or "image".')
  const url: unknown = typeof given === 'object' && given !== null && 'url' in given ? given.url : undefined
  if (typeof url === 'string' && url.trim() !== '') return { kind, url }
  throw new CallError('BAD_PARAMETER', 'background.url must be the address of an image.')
}
