import { LocalAudioTrack, Track, type LocalTrack } from 'livekit-client'

/** A microphone's track without a microphone. */
export interface SilentMicrophone {
  readonly track: LocalTrack
  /** Lets go of what it is made of. Needed also when the track got something else to send. */
  stop(): void
}

/** Made of what a connection would receive, which is silent, and which takes no device, no permission and no gesture. */
export function silentMicrophone(): SilentMicrophone {
  const connection = new RTCPeerConnection()
  const track = new LocalAudioTrack(connection.addTransceiver('audio').receiver.track)
  track.source = Track.Source.Microphone
  // LiveKit's own types disagree on what a `processor` may be.
  return { track: track as LocalTrack, stop: () => connection.close() }
}
