import type { CallEventPayloads } from '../hooks/index.ts'
import { clockTime } from '../messages/clockTime.ts'
import type { Messages } from '../messages/en.ts'
import { errorText } from '../messages/errorText.ts'
import type { ToldEvent } from './earlyNews.ts'

/** What a notice is about; `CallNotices without` leaves kinds out. */
export type NoticeKind = 'outcome' | 'people' | 'type' | 'reconnecting' | 'network' | 'device' | 'session' | 'error'

export interface Notice {
  kind: NoticeKind
  text: string
  tone: 'info' | 'good' | 'warning' | 'error'
  /** Stays until it is dismissed or replaced. */
  stays?: boolean
  /** Whom it happened to: with others that the same happens to it becomes one notice. */
  people?: People
}

interface People {
  event: string
  ids: readonly string[]
  textOf: (ids: readonly string[]) => string
}

/** What the texts need beside the payload. */
export interface Facts {
  messages: Messages
  /** A person's name, also when the call has gone by now. */
  nameOf(userID: string): string
  /** Their names as a list; of more than three people two, and how many others. */
  listOf(userIDs: readonly string[]): string
  isGroup: boolean
}

type Told = { [E in ToldEvent]: (payload: CallEventPayloads[E], facts: Facts) => Notice | undefined }

const info = (kind: NoticeKind, text: string): Notice => ({ kind, text, tone: 'info' })
/** Of one person or, joined later, of several. */
function together(
  kind: NoticeKind,
  event: string,
  userID: string,
  { nameOf, listOf }: Facts,
  ofOne: (name: string) => string,
  ofSeveral: (names: string) => string,
): Notice {
  const textOf = (ids: readonly string[]): string => (ids.length > 1 ? ofSeveral(listOf(ids)) : ofOne(nameOf(userID)))
  return { ...info(kind, textOf([userID])), people: { event, ids: [userID], textOf } }
}

const warning = (kind: NoticeKind, text: string): Notice => ({ kind, text, tone: 'warning' })

/** How each event is told to the person. */
export const notices = {
  REJECT: ({ userID, message }, facts) => {
    const { messages, nameOf } = facts
    if (message) return info('outcome', messages.declinedWith(nameOf(userID), message))
    return together('outcome', 'declined', userID, facts, messages.declined, messages.inCall.allDeclined)
  },
  LINE_BUSY: ({ userID }, facts) =>
    together('outcome', 'busy', userID, facts, facts.messages.isBusy, facts.messages.inCall.allBusy),
  NO_RESP: ({ userIDList }, { messages, listOf }) => info('outcome', messages.didNotAnswer(listOf(userIDList))),
  CALLING_TIMEOUT: ({ userID }, { messages, nameOf }) => info('outcome', messages.missedCall(nameOf(userID))),
  CALLING_CANCEL: ({ userID }, { messages, nameOf }) => info('outcome', messages.missedCall(nameOf(userID))),
  CALL_NOT_CONNECTED: ({ reason }, { messages }) => notConnected(reason, messages),
  USER_ENTER: ({ userID }, facts) =>
    facts.isGroup
      ? together('people', 'joined', userID, facts, facts.messages.joined, facts.messages.inCall.allJoined)
      : undefined,
  USER_LEAVE: ({ userID }, facts) =>
    facts.isGroup
      ? together('people', 'left', userID, facts, facts.messages.left, facts.messages.inCall.allLeft)
      : undefined,
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
