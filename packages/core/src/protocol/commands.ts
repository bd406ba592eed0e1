import * as v from 'valibot'
import type { Call, Profile } from './call.ts'

/** Limits of what a message may hold. Contract §3 and the server's documentation. */
export const limits = {
  userIDLength: 128,
  idLength: 64,
  groupIDLength: 128,
  userDataLength: 4096,
  rejectMessageLength: 200,
  /** No list of people is longer, whatever `maxMembers` says. */
  listLength: 1000,
  ringSeconds: { min: 1, max: 600 },
} as const

const text = (field: string, max: number) =>
  v.pipe(
    v.string(`${field} must be a string`),
    v.nonEmpty(`${field} must not be empty`),
    v.maxLength(max, `${field} must have at most ${max} characters`),
  )

/** An id made by a client: of a device, a command. Letters, digits, `-` and `_`. */
export const clientID = (field: string) =>
  v.pipe(text(field, limits.idLength), v.regex(/^[\w-]+$/, `${field} may hold letters, digits, - and _ only`))

/** The schema of a userID: a text of a bounded length, never empty. */
export const UserID = text('userID', limits.userIDLength)
const CallID = text('callID', limits.idLength)
const GroupID = text('groupID', limits.groupIDLength)
const CallTypeSchema = v.picklist(['audio', 'video'], 'type must be "audio" or "video"')

const UserIDList = v.pipe(
  v.array(text('userIDList', limits.userIDLength), 'userIDList must be an array of userIDs'),
  v.nonEmpty('userIDList must name at least one person'),
  v.maxLength(limits.listLength, `userIDList must name at most ${limits.listLength} people`),
  v.transform((list) => [...new Set(list)]),
)

const { min, max } = limits.ringSeconds
const ringSentence = `timeout must be a number of seconds from ${min} to ${max}`
const Timeout = v.pipe(
  v.number(ringSentence),
  v.finite(ringSentence),
  v.minValue(min, ringSentence),
  v.maxValue(max, ringSentence),
)

/** Each command a client can send, without who sends it: that is the session's user, never the message's. */
export const commandSchemas = {
  call: v.object({
    kind: v.literal('call'),
    userIDList: UserIDList,
    type: CallTypeSchema,
    groupID: v.optional(GroupID),
    timeout: v.optional(Timeout),
    userData: v.optional(
      v.pipe(
        v.string('userData must be a string'),
        v.maxLength(limits.userDataLength, `userData must have at most ${limits.userDataLength} characters`),
      ),
    ),
  }),
  accept: v.object({ kind: v.literal('accept'), callID: CallID }),
  reject: v.object({
    kind: v.literal('reject'),
    callID: CallID,
    message: v.optional(
      v.pipe(
        v.string('message must be a string'),
        v.maxLength(limits.rejectMessageLength, `message must have at most ${limits.rejectMessageLength} characters`),
      ),
    ),
  }),
  hangup: v.object({ kind: v.literal('hangup'), callID: CallID }),
  invite: v.object({
    kind: v.literal('invite'),
    callID: CallID,
    userIDList: UserIDList,
    timeout: v.optional(Timeout),
  }),
  join: v.object({ kind: v.literal('join'), callID: CallID }),
  switchCallType: v.object({ kind: v.literal('switchCallType'), callID: CallID, type: CallTypeSchema }),
  /** My media has joined: the others get USER_ENTER. */
  enter: v.object({ kind: v.literal('enter'), callID: CallID }),
} as const

/** The schema of all that a member may ask of a call. What does not fit is refused with BAD_PARAMETER. */
export const Command = v.variant('kind', [
  commandSchemas.call,
  commandSchemas.accept,
  commandSchemas.reject,
  commandSchemas.hangup,
  commandSchemas.invite,
  commandSchemas.join,
  commandSchemas.switchCallType,
  commandSchemas.enter,
])
/** What a member asks of a call. */
export type Command = v.InferOutput<typeof Command>
/** The commands of one kind. */
export type CommandOf<K extends Command['kind']> = Extract<Command, { kind: K }>

/** What only the server itself asks of a call: time, connections, LiveKit, the app's own code. */
export type ServerCommand =
  /** The earliest deadline or grace that has passed takes effect. */
  | { kind: 'due' }
  /** A device's connection was lost; `at` is its last sign of life, epoch ms. */
  | { kind: 'lose'; userID: string; deviceID: string; at: number; graceMs: number }
  /** The device is back. */
  | { kind: 'resume'; userID: string; deviceID: string }
  /** The member's media has vanished from the room, or is there (again). */
  | { kind: 'loseMedia'; userID: string; deviceID: string; graceMs: number }
  | { kind: 'resumeMedia'; userID: string; deviceID: string }
  /** Out of the call by the server, or displaced by another login. */
  | { kind: 'remove'; userID: string }
  /** Over for all. */
  | { kind: 'end'; reason: 'removed' | 'error' }
  /**
   * Over for all with `error`: the store has lost what came after some version. `known`: the call as its members know it. In a
   * new epoch, so that it is news to them.
   */
  | { kind: 'giveUp'; known: Call; epoch: string }

/** Who gave a command: taken from the session. */
export interface Author {
  userID: string
  deviceID: string
  profile: Profile
  hasRoom: boolean
}
