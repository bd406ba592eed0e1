import type { CallType } from '@ringkit/core/protocol'
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
export function permissionOf(type: CallType) {
  return { canPublish: true, canSubscribe: true, canPublishData: false, canPublishSources: sourcesOf(type) }
}

/** True when LiveKit knows other sources than those of the call's type, in whatever order. */
export function differs(type: CallType, sources: readonly TrackSource[]): boolean {
  const wanted = sourcesOf(type)
  return wanted.length !== sources.length || wanted.some((source) => !sources.includes(source))
}
