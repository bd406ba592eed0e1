import { RemoteVideoTrack, type ElementInfo, type Room } from 'livekit-client'
import { pretendedPlace } from './pretendedPlace.ts'

/** As large as a person alone in the window is shown. */
const size = { width: 1280, height: 720 }
/** A place on the page has been found for the picture by then, ms. */
const placeMs = 5_000

/**
 * Pictures that are not shown yet and shall come at once: without a visible place LiveKit has them paused, and the way back, from
 * server to sender, costs what warm ringing has saved.
 */
export class KeptReady {
  readonly #room: Room
  readonly #kept = new Map<RemoteVideoTrack, ElementInfo>()

  #last: ReturnType<typeof setTimeout> | undefined

  constructor(room: Room) {
    this.#room = room
  }

  update(): void {
    for (const participant of this.#room.remoteParticipants.values()) {
      for (const { track } of participant.videoTrackPublications.values()) {
        if (track instanceof RemoteVideoTrack && track.isAdaptiveStream) this.#keep(track)
      }
    }
  }

  /** From now on only what has a place. */
  endSoon(): void {
    this.#last = setTimeout(() => this.end(), placeMs)
  }

  end(): void {
    clearTimeout(this.#last)
    for (const [track, place] of this.#kept) track.stopObservingElementInfo(place)
    this.#kept.clear()
  }

  #keep(track: RemoteVideoTrack): void {
    if (this.#kept.has(track)) return
    const place = pretendedPlace(true, size)
    this.#kept.set(track, place)
    track.observeElementInfo(place)
  }
}
