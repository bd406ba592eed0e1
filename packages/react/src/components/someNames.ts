import { listNames } from '../messages/listNames.ts'
import type { Messages } from '../messages/en.ts'

/** The names as a list; of more than `most` people the first ones, and how many others: no line has room for a whole class. */
export function someNames(names: readonly string[], messages: Messages, most: number): string {
  const shown = Math.ceil(most / 2)
  const some = names.length > most ? [...names.slice(0, shown), messages.inCall.others(names.length - shown)] : names
  return listNames(some, messages.locale)
}
