import { en } from './en.ts'
import type { Messages } from './en.ts'

/** What is told of a failure: a `CallError`, or anything else that was thrown. */
export interface Failure {
  code?: unknown
  message: string
}

/**
 * A failure in the person's language. The calls speak English: their own sentences, and any particular reason they give,
 * become the sentence of their code. In English the particular reason stays, as do errors of the app in every language.
 */
export function errorText({ code, message }: Failure, { locale, errors }: Messages): string {
  if (!isCode(code)) return message
  const isParticular = message !== en.errors[code]
  return isParticular && /^en\b/i.test(locale) ? message : errors[code]
}

function isCode(code: unknown): code is keyof Messages['errors'] {
  return typeof code === 'string' && Object.hasOwn(en.errors, code)
}
