import { isOver, type Call } from '@ringkit/core/protocol'
import type { ParticipantInfo } from 'livekit-server-sdk'
import { differs, permissionIn, type Permission } from './grants.ts'
import { holders, isWaiting, userIDOf } from './identity.ts'

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
  | { kind: 'permit'; identity: string; permission: Permission }
  | { kind: 'loseMedia'; userID: string; deviceID: string; graceMs: number }
  | { kind: 'resumeMedia'; userID: string; deviceID: string }

/** Has nobody of this identity any business in the room of this call? */
export const isStranger = (call: Call, identity: string): boolean =>
  !isWaiting(call, identity) && holders(call).every((each) => each.identity !== identity)

/**
 * What follows for a call from a look at its room. Pure; the call must have been read after the room, or who has just come
 * in would be taken for a stranger.
 *
 * - Who is no member is put out, however often it comes: LiveKit revokes no token.
 * - A connected member that was in the room and is not has a grace; back in the room, it has none any more.
 * - Time counts only while LiveKit answers and the room is there: without that, nobody has a grace.
 * - `noMedia()` members are never judged, and neither are ringing ones: that they are in the room, or are not, says nothing.
 * - Everybody has the rights of this moment: a token of before an accept, or a change that did not reach LiveKit, gives others.
 *
 * @param leaving - identities LiveKit has told of that left: they were in, even if their device has not said so yet
 */
export function reconcile(call: Call, view: RoomView, leaving: ReadonlySet<string> = new Set()): Correction[] {
  if (isOver(call)) return view === 'unknown' ? [] : [{ kind: 'deleteRoom' }]
  const present = view === 'unknown' ? [] : view
  const strangers = present.filter(({ identity }) => isStranger(call, identity))
  const ours = present.filter((each) => !strangers.includes(each))
  return [
    ...strangers.map(({ identity }): Correction => ({ kind: 'evict', identity })),
    ...ours.flatMap(({ identity, permission: known }): Correction[] => {
      const permission = permissionIn(call, userIDOf(identity))
      return known && differs(permission, known) ? [{ kind: 'permit', identity, permission }] : []
    }),
    ...holders(call).flatMap(({ member, identity }): Correction[] => {
      const { userID, deviceID = '', hasRoom, isEntered, status, mediaGraceUntil } = member
      const isMarked = mediaGraceUntil !== undefined
      if (view === 'unknown' || present.some((each) => each.identity === identity))
        return isMarked ? [{ kind: 'resumeMedia', userID, deviceID }] : []
      const isMissed = status === 'connected' && hasRoom && (isEntered || leaving.has(identity))
      return isMissed && !isMarked ? [{ kind: 'loseMedia', userID, deviceID, graceMs: MEDIA_GRACE_MS }] : []
    }),
  ]
}
