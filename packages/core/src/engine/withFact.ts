import type { DeviceState, MediaFact, TrackSource } from '../ports/media.ts'
import { noTracks, type MediaFacts } from './mediaFacts.ts'

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
