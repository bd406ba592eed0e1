import type { CallEventPayloads } from '../hooks/index.ts'
import { clockTime } from '../messages/clockTime.ts'
import type { Messages } from '../messages/en.ts'
import { errorText } from '../messages/errorText.ts'

/** What a notice is about; `CallNotices without` leaves kinds out. */
export type NoticeKind = 'outcome' | 'people' | 'type' | 'reconnecting' | 'device' | 'session' | 'error'

export interface Notice {
  kind: NoticeKind
  text: string
  tone: 'info' | 'good' | 'warning' | 'error'
  /** Stays until it is dismissed or replaced. */
  stays?: boolean
}

/** What the texts need beside the payload. */
export interface Facts {
  messages: Messages
  /** A person's name, also when the call has gone by now. */
  nameOf(userID: string): string
  listOf(userIDs: readonly string[]): string
  isGroup: boolean
}

type Told = { [E in keyof CallEventPayloads]?: (payload: CallEventPayloads[E], facts: Facts) => Notice | undefined }

const info = (kind: NoticeKind, text: string): Notice => ({ kind, text, tone: 'info' })
const warning = (kind: NoticeKind, text: string): Notice => ({ kind, text, tone: 'warning' })

/** Which event is told to the person, and how. Events that are not here are seen on the screen itself. */
export const notices = {
  REJECT: ({ userID, message }, { messages, nameOf }) =>
    info('outcome', message ? messages.declinedWith(nameOf(userID), message) : messages.declined(nameOf(userID))),
  LINE_BUSY: ({ userID }, { messages, nameOf }) => info('outcome', messages.isBusy(nameOf(userID))),
  NO_RESP: ({ userIDList }, { messages, listOf }) => info('outcome', messages.didNotAnswer(listOf(userIDList))),
  CALLING_TIMEOUT: ({ userID }, { messages, nameOf }) => info('outcome', messages.missedCall(nameOf(userID))),
  CALLING_CANCEL: ({ userID }, { messages, nameOf }) => info('outcome', messages.missedCall(nameOf(userID))),
  CALL_NOT_CONNECTED: ({ reason }, { messages }) => notConnected(reason, messages),
  USER_ENTER: ({ userID }, { messages, nameOf, isGroup }) =>
    isGroup ? info('people', messages.joined(nameOf(userID))) : undefined,
  USER_LEAVE: ({ userID }, { messages, nameOf, isGroup }) =>
    isGroup ? info('people', messages.left(nameOf(userID))) : undefined,
  USER_INVITING: ({ userID, userIDList }, { messages, nameOf, listOf }) =>
    info('people', messages.isInviting(nameOf(userID), listOf(userIDList))),
  CALL_TYPE_CHANGED: ({ newCallType }, { messages }) =>
    info('type', newCallType === 'audio' ? messages.nowAudio : messages.nowVideo),
  CALLING_END: (payload, facts) => ended(payload, facts),
  RECONNECTING: (_, { messages }) => ({ ...warning('reconnecting', messages.reconnecting), stays: true }),
  RECONNECTED: (_, { messages }) => ({ kind: 'reconnecting', text: messages.reconnected, tone: 'good' }),
  KICKED_OUT: ({ reason }, { messages }) => ({
    ...warning('session', reason === 'repeatLogin' ? messages.kickedOut : messages.removed),
    stays: true,
  }),
  ERROR: (failure, { messages }) => ({ kind: 'error', text: errorText(failure, messages), tone: 'error' }),
} satisfies Told

function notConnected(
  reason: CallEventPayloads['CALL_NOT_CONNECTED']['reason'],
  messages: Messages,
): Notice | undefined {
  if (reason === 'acceptedElsewhere') return info('outcome', messages.answeredElsewhere)
  if (reason === 'rejectedElsewhere') return info('outcome', messages.declinedElsewhere)
  if (reason === 'offline') return warning('outcome', messages.callLost)
  if (reason === 'error') return warning('outcome', messages.callFailed)
  // The others were told by the event before this one.
  return undefined
}

function ended({ userID, totalTime, reason }: CallEventPayloads['CALLING_END'], { messages, nameOf }: Facts): Notice {
  if (reason === 'offline') return warning('outcome', messages.callEndedOffline(nameOf(userID)))
  if (reason === 'removed') return warning('outcome', messages.callEndedRemoved)
  if (reason === 'error') return warning('outcome', messages.callEndedError)
  return info('outcome', messages.callEnded(clockTime(totalTime, messages.locale)))
}
