import type { LocalTrack } from 'livekit-client'
import { CallError } from '../protocol/errors.ts'

/**
 * Hands on what is captured once `prepare` is done with it: until then nobody gets it. Rejects as the capture does, or with
 * MEDIA_FAILED; then nothing is on. An abort turns off at once what is on already.
 */
export async function prepared(
  capture: Promise<LocalTrack[]>,
  signal: AbortSignal,
  prepare: (tracks: readonly LocalTrack[]) => Promise<unknown>,
): Promise<LocalTrack[]> {
  const tracks = await capture
  const stop = () => {
    for (const track of tracks) track.stop()
  }
  signal.addEventListener('abort', stop)
  try {
    if (signal.aborted) stop()
    else await prepare(tracks)
    return tracks
  } catch (cause) {
    stop()
    throw CallError.from(cause, 'MEDIA_FAILED')
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
