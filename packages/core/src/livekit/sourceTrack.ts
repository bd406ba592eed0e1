/** As much of LiveKit's `LocalTrack` as tells what is captured. */
export interface CapturedTrack<T> {
  readonly mediaStream?: { getTracks(): T[] } | undefined
  readonly mediaStreamTrack: T
}

/** What the device gives. With a background `mediaStreamTrack` is what is sent instead: it has no device, and ends later. */
export function sourceTrack<T>({ mediaStream, mediaStreamTrack }: CapturedTrack<T>): T {
  return mediaStream?.getTracks()[0] ?? mediaStreamTrack
}
