import {
  CallError,
  isRefusal,
  notFound,
  refusal,
  Request,
  snapshot,
  type CallService,
  type CallStore,
  type Command,
  type Refusal,
  type Replies,
  type Reply,
} from '@ringkit/core/protocol'
import type { Logger } from 'pino'
import * as v from 'valibot'
import { sentenceOf } from './admit.ts'
import type { Limits } from './limits.ts'
import type { CheckRooms } from './livekit/checkRooms.ts'
import type { Rooms } from './livekit/rooms.ts'
import type { Profiles } from './profiles.ts'
import { accessToCall } from './livekit/accessToCall.ts'
import type { Session, Sessions } from './sessions.ts'

type Kind = Request['kind']
type Answers = {
  [K in Kind]: (session: Session, request: Extract<Request, { kind: K }>) => Promise<Replies[K] | Refusal>
}

export interface RequestsOptions {
  service: CallService
  store: CallStore
  sessions: Sessions
  limits: Limits
  rooms: Rooms
  checkRooms: CheckRooms
  profiles: Pick<Profiles, 'load'>
  /** Epoch ms. */
  now: () => number
  /** Counts what came of each request: `ok` or the code. */
  onAnswer: (kind: string, code: string) => void
  log: Logger
}

const tooMuch = refusal('RATE_LIMITED', 'Too much at once. Wait a moment and try again.')
const signedOut = refusal('NOT_LOGGED_IN', 'This session is over. Sign in again.')

/** What was asked, a command by its own name. */
const kindOf = (request: Request): string => (request.kind === 'command' ? request.command.kind : request.kind)

/** Which call it was about. */
function callOf(request: Request, result?: Reply): { callID?: string } {
  if ('callID' in request) return { callID: request.callID }
  if (request.kind !== 'command') return {}
  if ('callID' in request.command) return { callID: request.command.callID }
  return result?.ok && 'snapshot' in result ? { callID: result.snapshot.callID } : {}
}

/** What one member can do again and again, and everybody in the call is sent it. */
const stirring = new Set<string>(['join', 'switchCallType'] satisfies Command['kind'][])

const failed = ({ refused, message }: Refusal): Reply => ({ ok: false, error: { code: refused, message } })

/** Answers what a signed-in client asks. Never rejects: whatever goes wrong is a reply. */
export function createRequests({
  service,
  store,
  sessions,
  limits,
  rooms,
  checkRooms,
  profiles,
  now,
  onAnswer,
  log,
}: RequestsOptions) {
  const answers: Answers = {
    async command(session, { id, command }) {
      const isLive = () => session.state === 'live'
      const isCall = command.kind === 'call' || command.kind === 'invite'
      const mayDo = isCall ? limits.mayCall : stirring.has(command.kind) ? limits.mayStir : undefined
      // A repeat asks for the answer to what was counted already.
      if (mayDo && !(await store.result(session.userID, id)) && !(await mayDo(session.userID))) return tooMuch
      if (isCall) await profiles.load(command.userIDList)
      const call = await service.execute(session, id, command, isLive)
      await sessions.leaveBehind(session)
      if (isRefusal(call)) return call
      const cut = snapshot(call, session.userID, session.deviceID, now())
      return cut ? { snapshot: cut } : notFound
    },

    getCalls: async (session, { groupID }) => ({ calls: await service.joinable(session.userID, groupID) }),

    async access(session, { callID }) {
      return accessToCall(await store.read(callID), session, rooms)
    },

    sync: (session, { known }) => service.sync(session.userID, session.deviceID, known),

    ping: async () => ({}),

    async checkRoom({ userID, deviceID }) {
      if (!(await limits.mayCall(userID))) return tooMuch
      return (await checkRooms.open(userID, deviceID)) ?? refusal('MEDIA_FAILED', 'The media server cannot be reached.')
    },

    async logout(session) {
      await sessions.signOut(session)
      return {}
    },
  }

  async function answer(session: Session, request: Request): Promise<Reply> {
    if (session.state !== 'live') return failed(signedOut)
    try {
      // The table is indexed by the request's own kind, so both belong together; TypeScript cannot follow that.
      const answerTo = answers[request.kind] as Answers['logout']
      const result = await answerTo(session, request as Extract<Request, { kind: 'logout' }>)
      return isRefusal(result) ? failed(result) : { ok: true, ...result }
    } catch (error) {
      log.error(
        { err: error, userID: session.userID, kind: kindOf(request), code: 'INTERNAL', ...callOf(request) },
        'a request failed',
      )
      return failed(refusal('INTERNAL', new CallError('INTERNAL').message))
    }
  }

  function tell({ userID }: Session, request: Request, result: Reply): void {
    const kind = kindOf(request)
    const code = result.ok ? 'ok' : result.error.code
    onAnswer(kind, code)
    if (log.isLevelEnabled('debug')) log.debug({ userID, kind, code, ...callOf(request, result) }, 'request')
  }

  return async function reply(session: Session, message: unknown, socketID: string): Promise<Reply> {
    if (!(await limits.mayAsk(socketID, session.userID))) {
      onAnswer('any', 'RATE_LIMITED')
      return failed(tooMuch)
    }
    const request = v.safeParse(Request, message)
    if (!request.success) {
      onAnswer('unknown', 'BAD_PARAMETER')
      return failed(refusal('BAD_PARAMETER', sentenceOf(request.issues)))
    }
    const result = await answer(session, request.output)
    tell(session, request.output, result)
    return result
  }
}

export type Requests = ReturnType<typeof createRequests>
