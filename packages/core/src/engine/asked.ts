import type { Snapshot } from '../protocol/snapshot.ts'
import type { Wanted } from './callState.ts'

/** What the person has said about their camera and microphone; what they left open follows from the call. */
export type Asked = Partial<Wanted>

const nothing: Wanted = { camera: false, microphone: false }

/**
 * What I send, or will send as soon as I am in the call: as asked, else as the contract's Rules have it (ringing: microphone,
 * and camera in a video call; a call that goes on without having been asked: the microphone alone). Pure.
 */
export function wantedIn(snapshot: Snapshot | undefined, asked: Asked): Wanted {
  if (!snapshot || snapshot.me.status === 'over') return nothing
  const { type, me } = snapshot
  return {
    camera: type === 'video' && (asked.camera ?? me.status === 'ringing'),
    microphone: asked.microphone ?? true,
  }
}

/**
 * What remains of the wishes when this device comes to hold `next`. Without a call: nothing. In an audio call the camera is off
 * for good, and no change back to video puts it on; who is still being rung has not chosen yet. Pure.
 */
export function askedAfter(next: Snapshot | undefined, asked: Asked): Asked {
  if (!next || next.me.status === 'over') return {}
  if (next.type === 'video' || asked.camera === undefined) return asked
  const { camera: _withdrawn, ...rest } = asked
  return next.me.status === 'ringing' ? rest : { ...rest, camera: false }
}
