import { isOver, type Call, type CallType } from '@ringkit/core/protocol'
import type { ParticipantInfo } from 'livekit-server-sdk'
import { differs } from './grants.ts'
import { holders } from './identity.ts'

/** Media that has vanished counts as left after this, ms (faults N11). */
export const MEDIA_GRACE_MS = 20_000

/** Somebody in the room, as LiveKit's room service tells. */
export type Participant = Pick<ParticipantInfo, 'identity' | 'permission'>

/** What a look at a room brought: who is in it, or that nobody can say: it is not there, or LiveKit does not answer. */
export type RoomView = readonly Participant[] | 'unknown'

/** One thing that brings a room and its call together again. Each is without effect when it is done already. */
export type Correction =
  | { kind: 'deleteRoom' }
  | { kind: 'evict'; identity: string }
  | { kind: 'permit'; identity: string; type: CallType }
  | { kind: 'loseMedia'; userID: string; deviceID: string; graceMs: number }
  | { kind: 'resumeMedia'; userID: string; deviceID: string }

/** Has nobody of this identity any business in the room of this call? */
export const isStranger = (call: Call, identity: string): boolean =>
  holders(call).every((each) => each.identity !== identity)

/**
 * What follows for a call from a look at its room. Pure; the call must have been read after the room, or who has just come
 * in would be taken for a stranger.
 *
 * - Who is no member is put out, however often it comes: LiveKit revokes no token.
 * - A connected member that was in the room and is not has a grace; back in the room, it has none any more.
 * - Time counts only while LiveKit answers and the room is there: without that, nobody has a grace.
 * - `noMedia()` members are never judged, and neither are ringing ones: that they are in the room, or are not, says nothing.
 *
 * @param leaving - identities LiveKit has told of that left: they were in, even if their device has not said so yet
 */
export function reconcile(call: Call, view: RoomView, leaving: ReadonlySet<string> = new Set()): Correction[] {
  if (isOver(call)) return view === 'unknown' ? [] : [{ kind: 'deleteRoom' }]
  const present = new Map(view === 'unknown' ? [] : view.map((each) => [each.identity, each]))
  const known = holders(call)
  const strangers = [...present.keys()].filter((identity) => isStranger(call, identity))
  return [
    ...strangers.map((identity): Correction => ({ kind: 'evict', identity })),
    ...known.flatMap(({ member, identity }): Correction[] => {
      const { userID, deviceID = '', hasRoom, isEntered, status, mediaGraceUntil } = member
      const participant = present.get(identity)
      const isMarked = mediaGraceUntil !== undefined
      if (view === 'unknown' || participant) {
        const back: Correction[] = isMarked ? [{ kind: 'resumeMedia', userID, deviceID }] : []
        // A token of before the type was switched, or a switch that did not reach LiveKit.
        const sources = participant?.permission?.canPublishSources
        return sources && differs(call.type, sources) ? [...back, { kind: 'permit', identity, type: call.type }] : back
      }
      const isMissed = status === 'connected' && hasRoom && (isEntered || leaving.has(identity))
      return isMissed && !isMarked ? [{ kind: 'loseMedia', userID, deviceID, graceMs: MEDIA_GRACE_MS }] : []
    }),
  ]
}
