import { safeParse } from 'valibot'
import { Command } from '../protocol/commands.ts'
import { CallError } from '../protocol/errors.ts'

/**
 * The command as it will cross the wire; refused here when the server would refuse its form.
 *
 * @throws CallError BAD_PARAMETER, naming the field and why.
 */
export function wellFormed(command: unknown): Command {
  const parsed = safeParse(Command, command)
  if (parsed.success) return parsed.output
  throw new CallError('BAD_PARAMETER', parsed.issues[0].message)
}
