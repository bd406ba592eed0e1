import { memberOf, type Call, type CallKind, type CallType } from '@ringkit/core/protocol'
import { TrackSource } from 'livekit-server-sdk'

/** What a member may send: the screen in every call, the camera in a video call. */
export function sourcesOf(type: CallType): TrackSource[] {
  const always = [TrackSource.MICROPHONE, TrackSource.SCREEN_SHARE, TrackSource.SCREEN_SHARE_AUDIO]
  return type === 'video' ? [...always, TrackSource.CAMERA] : always
}

/**
 * The least a member needs, written out in full: what is left unset LiveKit takes for allowed. The same words serve a token
 * and a change of a participant's permission.
 */
export function permissionOf(type: CallType): Permission {
  return { canPublish: true, canSubscribe: true, canPublishData: false, canPublishSources: sourcesOf(type) }
}

/** What somebody may do in a room, in LiveKit's words. */
export interface Permission {
  canPublish: boolean
  canSubscribe: boolean
  canPublishData: boolean
  canPublishSources: TrackSource[]
}

/**
 * What a ringing device may do: nothing is sent before an accept. In a direct call it is subscribed already, to a caller who sends
 * nothing; in a group call others talk, so it receives nothing either (contract §6).
 */
export function waitingPermission(kind: CallKind): Permission {
  return { canPublish: false, canSubscribe: kind === 'direct', canPublishData: false, canPublishSources: [] }
}

/** What a member's device may do at this moment. */
export function permissionIn(call: Call, userID: string): Permission {
  return memberOf(call, userID)?.status === 'ringing' ? waitingPermission(call.kind) : permissionOf(call.type)
}

/** True when LiveKit knows other rights than these; the order of the sources says nothing. */
export function differs(wanted: Permission, known: Partial<Permission>): boolean {
  const { canPublishSources: sources = [], canPublish = false, canSubscribe = false } = known
  if (wanted.canPublish !== canPublish || wanted.canSubscribe !== canSubscribe) return true
  const isSame = (source: TrackSource) => sources.includes(source)
  return wanted.canPublishSources.length !== sources.length || !wanted.canPublishSources.every(isSame)
}
