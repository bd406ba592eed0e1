import type { Command } from '../protocol/commands.ts'

/** Nothing in these comes from the app, and nobody who answers or hangs up should wait for anything. */
const ownWords: readonly Command['kind'][] = ['accept', 'hangup', 'enter']

const fetchCheck = () => import('./wellFormed.ts')

/** Fetches what checks a command, so that the first one need not wait for it. */
export function preloadCheck(): void {
  // What cannot be fetched now is tried again by the command.
  fetchCheck().catch(() => undefined)
}

/**
 * Refuses here what the server would refuse for its form, by the server's own schemas. They weigh a third of the engine, so they
 * are no part of a page's first load. Where they cannot be fetched the command goes out as it is: the server has the last word.
 */
export async function checkedCommand(command: Command): Promise<Command> {
  if (ownWords.includes(command.kind)) return command
  const check = await fetchCheck().catch(() => undefined)
  return check ? check.wellFormed(command) : command
}
