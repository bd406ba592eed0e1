import * as v from 'valibot'
import type { CallErrorCode } from './errors.ts'
import type { CallType } from './events.ts'
import { clientID, Command, limits } from './commands.ts'
import type { Snapshot } from './snapshot.ts'

/** Raised when a client and a server of different versions could misread each other. */
export const PROTOCOL_VERSION = 1

/** Which state of which call a client holds. */
export const Known = v.object({
  callID: v.pipe(v.string(), v.maxLength(limits.idLength)),
  epoch: v.pipe(v.string(), v.maxLength(limits.idLength)),
  version: v.pipe(v.number(), v.integer()),
})
export type Known = v.InferOutput<typeof Known>

/** What a client says when it connects. */
export const Hello = v.object({
  protocol: v.literal(PROTOCOL_VERSION, `protocol must be ${PROTOCOL_VERSION}: update the client or the server`),
  token: v.pipe(v.string('token must be a string'), v.maxLength(16_384, 'token must have at most 16384 characters')),
  deviceID: clientID('deviceID'),
  hasRoom: v.boolean('hasRoom must be true or false'),
  /** False on reconnecting: a device that was displaced meanwhile must not displace in its turn. */
  isLogin: v.boolean('isLogin must be true or false'),
  known: v.optional(Known),
})
export type Hello = v.InferOutput<typeof Hello>

/** A client's request: a command, or a question that changes nothing. The id makes a repeated command act once. */
export const Request = v.variant('kind', [
  v.object({ kind: v.literal('command'), id: clientID('id'), command: Command }),
  v.object({
    kind: v.literal('getCalls'),
    groupID: v.optional(v.pipe(v.string('groupID must be a string'), v.maxLength(limits.groupIDLength))),
  }),
  /** The right to enter the room of a call I am in. */
  v.object({ kind: v.literal('access'), callID: v.pipe(v.string(), v.maxLength(limits.idLength)) }),
  /** What I hold; the answer is what has changed. */
  v.object({ kind: v.literal('sync'), known: v.optional(Known) }),
  /** Nothing but an answer: how long is the way? */
  v.object({ kind: v.literal('ping') }),
  /** The right to enter a room of my own, to see whether media gets through. It counts as a call in the rate limits. */
  v.object({ kind: v.literal('checkRoom') }),
  /** I sign out: the connection will not be resumed. */
  v.object({ kind: v.literal('logout') }),
])
export type Request = v.InferOutput<typeof Request>

/** A call going on that I may join. */
export interface CallSummary {
  callID: string
  type: CallType
  groupID?: string
  inviter: string
  /** Those in it. */
  userIDList: string[]
  /** Epoch ms, the server's clock. */
  startedAt: number
}

/** What a device needs to be up to date: the call it rings for or holds, and how the one it knows stands. */
export interface Sync {
  current?: Snapshot
  /** The known call when it is not the current one; `null`: there is no such call for you. */
  known?: Snapshot | null
}

/** The server's answer to Hello. */
export interface Welcome extends Sync {
  self: { userID: string; name?: string; avatarURL?: string }
  /** How many people a call may have, ringing ones included. */
  maxMembers?: number
}

/** Why a request was refused, in words that may be shown to a person. */
export interface ReplyError {
  code: CallErrorCode
  message: string
}
/** What each kind of request is answered with. */
export interface Replies {
  command: { snapshot: Snapshot }
  getCalls: { calls: CallSummary[] }
  access: { url: string; token: string }
  sync: Sync
  ping: Record<string, never>
  checkRoom: { url: string; token: string }
  logout: Record<string, never>
}
/** The answer to a request of kind `K`: what was asked for, or why not. */
export type Reply<K extends Request['kind'] = Request['kind']> =
  ({ ok: true } & Replies[K]) | { ok: false; error: ReplyError }

/** Why the server ended this session for good. */
export type KickReason = 'repeatLogin' | 'removed'
