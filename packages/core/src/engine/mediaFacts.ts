import type { DeviceState, MediaFact, TrackSource } from '../ports/media.ts'
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

function withTrack(facts: MediaFacts, userID: string, source: TrackSource, isOn: boolean): MediaFacts {
  const tracks = facts.tracks[userID] ?? noTracks
  return { ...facts, tracks: { ...facts.tracks, [userID]: { ...tracks, [source]: isOn } } }
}

/** Do both have the same devices, with the same names and the same ones in use? */
export const sameDevices = (a: DeviceState, b: DeviceState): boolean => JSON.stringify(a) === JSON.stringify(b)

/** One fact taken in. Facts that are no state (volume, errors, the connection) leave it as it is. */
export function withFact(facts: MediaFacts, fact: MediaFact, self: string): MediaFacts {
  switch (fact.kind) {
    case 'remoteTrack':
      return withTrack(facts, fact.userID, fact.source, fact.isAvailable)
    case 'localTrack':
      return withTrack(facts, self, fact.source, fact.isOn)
    case 'quality':
      return { ...facts, quality: { ...facts.quality, [fact.userID]: fact.quality } }
    case 'devices':
      // A list that was asked for has been taken in already, and the same again is no change.
      return sameDevices(facts.devices, fact.devices) ? facts : { ...facts, devices: fact.devices }
    case 'audioBlocked':
      return { ...facts, isAudioBlocked: fact.isBlocked }
    default:
      return facts
  }
}
