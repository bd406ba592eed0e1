import type { Clock } from '../ports/clock.ts'
import type { Command, CommandOf } from '../protocol/commands.ts'
import { CallError } from '../protocol/errors.ts'
import type { Replies, Reply, Request } from '../protocol/messages.ts'
import type { Snapshot } from '../protocol/snapshot.ts'
import { checkedCommand } from './checkedCommand.ts'
import { newID } from './newID.ts'
import type { Session } from './session.ts'

/** How long a command is tried, reconnecting included, ms. */
const COMMAND_MS = 15_000
/** One try; it is repeated under the same id, so that a lost reply never acts twice. */
const TRY_MS = 4_000

/** The parts of a reply, or the server's refusal as a CallError. */
export function unwrapped<K extends Request['kind']>(reply: Reply<K>): Replies[K] {
  if (reply.ok) return reply
  throw new CallError(reply.error.code, reply.error.message)
}

const isUnsettled = (cause: unknown) =>
  cause instanceof CallError && (cause.code === 'SIGNALLING_FAILED' || cause.code === 'TIMEOUT')

/**
 * Sends a command until it is answered: again after a lost link, with the same id. Rejects with the server's refusal, with
 * TIMEOUT when no answer came in 15 s, with NOT_LOGGED_IN when the login ends meanwhile.
 */
export async function sendCommand<K extends Command['kind']>(
  { session, clock }: { session: Session; clock: Clock },
  raw: CommandOf<K>,
): Promise<Snapshot> {
  const { era } = session
  const command = await checkedCommand(raw)
  const id = newID()
  const until = clock.elapsed() + COMMAND_MS
  for (;;) {
    try {
      const connection = await session.ready(until)
      // The connection may be that of the next login, which has asked for nothing.
      if (session.era !== era) throw new CallError('NOT_LOGGED_IN')
      const timeoutMs = Math.min(TRY_MS, Math.max(1, until - clock.elapsed()))
      const reply = await connection.request<'command'>({ kind: 'command', id, command }, timeoutMs)
      // The link stays open until the logout is answered: what comes before that answer is of a call that nobody holds any more.
      if (session.era !== era) throw new CallError('NOT_LOGGED_IN')
      return unwrapped(reply).snapshot
    } catch (cause) {
      if (!isUnsettled(cause)) throw cause
      if (clock.elapsed() >= until) throw new CallError('TIMEOUT', undefined, { cause })
    }
  }
}
