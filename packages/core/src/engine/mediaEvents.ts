import type { CallEventOf } from '../protocol/events.ts'
import type { CallState, Member } from './callState.ts'
import type { EngineState } from './state.ts'

/** One row per track: what is told when it comes or goes. */
const availabilityRules: readonly ((before: Member | undefined, now: Member) => CallEventOf[])[] = [
  (before, { userID, videoAvailable }) =>
    (before?.videoAvailable ?? false) === videoAvailable
      ? []
      : [{ event: 'USER_VIDEO_AVAILABLE', payload: { userID, isVideoAvailable: videoAvailable } }],
  (before, { userID, audioAvailable }) =>
    (before?.audioAvailable ?? false) === audioAvailable
      ? []
      : [{ event: 'USER_AUDIO_AVAILABLE', payload: { userID, isAudioAvailable: audioAvailable } }],
  (before, { userID, screenAvailable }) =>
    (before?.screenAvailable ?? false) === screenAvailable
      ? []
      : [{ event: 'USER_SCREEN_AVAILABLE', payload: { userID, isScreenAvailable: screenAvailable } }],
]

const silent = (member: Member): Member => ({
  ...member,
  videoAvailable: false,
  audioAvailable: false,
  screenAvailable: false,
})

/** What the changes of others' cameras, microphones and screens are told as. `leaving`: those whose tracks go with them. */
export function availabilityEvents(previous: CallState, next: CallState, leaving: readonly string[]): CallEventOf[] {
  const self = next.self?.userID ?? previous.self?.userID
  const present = next.status === 'connected' ? Object.values(next.members) : []
  const gone = leaving.flatMap((userID) => {
    const member = previous.members[userID]
    return member && !(next.status === 'connected' && next.members[userID]) ? [silent(member)] : []
  })
  return [...present, ...gone]
    .filter((member) => member.userID !== self && member !== previous.members[member.userID])
    .flatMap((member) => availabilityRules.flatMap((rule) => rule(previous.members[member.userID], member)))
}

const afterAvailability: readonly string[] = [
  'USER_LEAVE',
  'GROUP_CALL_INVITEE_LIST_UPDATE',
  'CALL_NOT_CONNECTED',
  'CALLING_END',
]

/** Availability between a person's USER_ENTER and USER_LEAVE (contract, Order). */
export function withAvailability(
  events: readonly CallEventOf[],
  previous: CallState,
  next: CallState,
): readonly CallEventOf[] {
  if (next.members === previous.members && next.status === previous.status) return events
  const leaving = events.flatMap(({ event, payload }) => (event === 'USER_LEAVE' ? [payload.userID] : []))
  const told = availabilityEvents(previous, next, leaving)
  if (told.length === 0) return events
  const index = events.findIndex(({ event }) => afterAvailability.includes(event))
  return events.toSpliced(index < 0 ? events.length : index, 0, ...told)
}

/** The qualities of all in the call, when one has changed. */
export function qualityEvents(previous: CallState, next: CallState): CallEventOf[] {
  if (next.status !== 'connected' || next.members === previous.members) return []
  const members = Object.values(next.members).filter(({ status }) => status === 'connected')
  const hasChanged = members.some(({ userID, quality }) => (previous.members[userID]?.quality ?? 'unknown') !== quality)
  if (!hasChanged) return []
  return [
    { event: 'NETWORK_QUALITY', payload: { qualityMap: members.map(({ userID, quality }) => ({ userID, quality })) } },
  ]
}

/** A device was plugged, unplugged or chosen. */
export const deviceEvents = (previous: CallState, next: CallState): CallEventOf[] =>
  previous.devices === next.devices ? [] : [{ event: 'DEVICED_UPDATED', payload: next.devices }]

/** The same state, whose changes are also told as what they mean for cameras, microphones, screens, qualities and devices. */
export function withMediaEvents(state: EngineState): EngineState {
  return {
    store: state.store,
    get inputs() {
      return state.inputs
    },
    apply(change, events = []) {
      state.apply(change, (previous, next) => [
        ...withAvailability(typeof events === 'function' ? events(previous, next) : events, previous, next),
        ...qualityEvents(previous, next),
        ...deviceEvents(previous, next),
      ])
    },
  }
}
