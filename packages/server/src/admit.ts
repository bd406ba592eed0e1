import type { IncomingMessage } from 'node:http'
import { CallError, Hello, UserID, type Profile } from '@ringkit/core/protocol'
import * as v from 'valibot'
import type { CallServerOptions } from './options.ts'

/** A name is cut to so many characters. */
const NAME_LENGTH = 128
/** LiveKit takes identities of at most 256 bytes, 13 of which tell the device. */
const USER_ID_BYTES = 240

const IdentitySchema = v.object({
  userID: v.pipe(
    UserID,
    v.check((userID) => Buffer.byteLength(userID) <= USER_ID_BYTES, `userID must have at most ${USER_ID_BYTES} bytes`),
  ),
  name: v.optional(
    v.pipe(
      v.string('name must be a string'),
      v.transform((name) => [...name.slice(0, 2 * NAME_LENGTH)].slice(0, NAME_LENGTH).join('')),
    ),
  ),
  avatarURL: v.optional(v.pipe(v.string('avatarURL must be a string'), v.maxLength(2048, 'avatarURL is too long'))),
})

/** A person and a device that were let in. */
export interface Admitted {
  userID: string
  profile: Profile
  hello: Hello
}

/** The first thing that is wrong, in one sentence that names the field. */
export function sentenceOf(issues: readonly [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]]): string {
  const [issue] = issues
  const path = v.getDotPath(issue)
  const field = path?.split('.').findLast((part) => !/^\d+$/.test(part))
  return !path || (field && issue.message.includes(field)) ? issue.message : `${path}: ${issue.message}`
}

/**
 * Checks what a client says when it connects, and asks the app whose token it is.
 *
 * @throws CallError BAD_PARAMETER (a malformed hello), NOT_ALLOWED (`authenticate` refused), INTERNAL (it returned no user)
 */
export async function admit(
  auth: unknown,
  request: IncomingMessage,
  authenticate: CallServerOptions['authenticate'],
): Promise<Admitted> {
  const hello = v.safeParse(Hello, auth)
  if (!hello.success) throw new CallError('BAD_PARAMETER', sentenceOf(hello.issues))
  let identity: unknown
  try {
    identity = await authenticate(hello.output.token, request)
  } catch (cause) {
    throw new CallError('NOT_ALLOWED', 'The token was refused. Sign in again.', { cause })
  }
  const checked = v.safeParse(IdentitySchema, identity)
  if (!checked.success)
    throw new CallError('INTERNAL', `authenticate returned no usable user: ${sentenceOf(checked.issues)}`)
  const { userID, name, avatarURL } = checked.output
  const profile = { ...(name !== undefined && { name }), ...(avatarURL !== undefined && { avatarURL }) }
  return { userID, profile, hello: hello.output }
}
