import { RemoteVideoTrack, type Room } from 'livekit-client'
import { pretendedPlace } from './pretendedPlace.ts'

/** A picture that has just come gets its place on the page by then, or has none for now, ms. */
const placeMs = 100
const nowhere = { width: 0, height: 0 }

/**
 * Keeps pictures that nobody sees from coming in. LiveKit has a picture paused when its place on the page goes or is scrolled
 * away, and asks nothing of one that never had a place (2.23): that one flows for the whole call. So each gets a place that cannot
 * be seen, and whatever real places come and go beside it, LiveKit asks for what they need and no more.
 */
export class OutOfSight {
  readonly #room: Room
  readonly #known = new WeakSet<RemoteVideoTrack>()
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(room: Room) {
    this.#room = room
  }

  /** To be called when pictures may have come. */
  update(): void {
    if (this.#timer !== undefined || this.#new.length === 0) return
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      for (const track of this.#new) {
        this.#known.add(track)
        track.observeElementInfo(pretendedPlace(false, nowhere))
      }
    }, placeMs)
  }

  end(): void {
    clearTimeout(this.#timer)
  }

  get #new(): RemoteVideoTrack[] {
    return [...this.#room.remoteParticipants.values()].flatMap(({ videoTrackPublications }) =>
      [...videoTrackPublications.values()].flatMap(({ track }) =>
        track instanceof RemoteVideoTrack && track.isAdaptiveStream && !this.#known.has(track) ? [track] : [],
      ),
    )
  }
}
