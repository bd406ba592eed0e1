import type { DeviceState, TrackSource } from '../ports/media.ts'
import type { NetworkQuality } from '../protocol/events.ts'
import { noDevices } from './callState.ts'

/** Which of somebody's tracks can be seen and heard. */
export type Tracks = Readonly<Record<TrackSource, boolean>>

/** What the media layer has told so far. Tracks and qualities are of the present room. */
export interface MediaFacts {
  /** Of everybody in the room, self included (what I send). By userID. */
  tracks: Readonly<Record<string, Tracks>>
  quality: Readonly<Record<string, NetworkQuality>>
  devices: DeviceState
  isAudioBlocked: boolean
}

export const noTracks: Tracks = { camera: false, microphone: false, screen: false }
export const noFacts: MediaFacts = { tracks: {}, quality: {}, devices: noDevices, isAudioBlocked: false }

/** What stays when the room is left: the devices. */
export const outsideRoom = ({ devices }: MediaFacts): MediaFacts => ({ ...noFacts, devices })
