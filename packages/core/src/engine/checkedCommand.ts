import type { Command } from '../protocol/commands.ts'
import type { wellFormed } from './wellFormed.ts'

/** Nothing in these comes from the app, and nobody who answers or hangs up should wait for anything. */
const ownWords: readonly Command['kind'][] = ['accept', 'hangup', 'enter']

type Check = typeof wellFormed

/** Nobody waits for what is there. */
let there: Check | undefined

const fetchCheck = async (): Promise<Check> => (there ??= (await import('./wellFormed.ts')).wellFormed)

/** Gives what checks a command to whoever cannot wait for it: the simulator, whose clock is turned by hand. */
export function provideCheck(check: Check): void {
  there = check
}

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
  return check ? check(command) : command
}
