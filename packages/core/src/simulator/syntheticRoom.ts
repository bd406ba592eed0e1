import type { MediaFact, TrackSource } from '../ports/media.ts'
import type { NetworkQuality } from '../protocol/events.ts'
import type { Person } from './syntheticPerson.ts'

/** A device in a room. */
export interface RoomMember {
  readonly userID: string
  readonly person: Person
  /** What it sends at this moment. */
  sends(source: TrackSource): boolean
  /** May it see and hear this person? */
  meets(userID: string): boolean
  /** What it hears of, in this order. */
  tell(...facts: MediaFact[]): void
  /** What it sees may be another picture now. */
  refreshPictures(): void
}

interface Seat {
  readonly member: RoomMember
  /** What the room last got from it: stands still while its link is cut. */
  sent: ReadonlySet<TrackSource>
  /** What it has been told: tracks by `source userID`, and qualities by userID. */
  tracks: ReadonlyMap<string, { userID: string; source: TrackSource }>
  qualities: ReadonlyMap<string, NetworkQuality>
}

const sources: readonly TrackSource[] = ['microphone', 'camera', 'screen']

/**
 * Where devices hear and see each other. Nothing is passed on as it happens: after each change everybody is told the
 * difference between what they know and what is, so a newcomer, a leaver and a link that comes back need no rules of their own.
 */
export class SyntheticRoom {
  readonly #seats = new Map<RoomMember, Seat>()

  get isEmpty(): boolean {
    return this.#seats.size === 0
  }

  enter(member: RoomMember): void {
    this.#seats.set(member, { member, sent: new Set(), tracks: new Map(), qualities: new Map() })
    this.update()
  }

  leave(member: RoomMember): void {
    if (this.#seats.delete(member)) this.update()
  }

  /** Tells everybody what is new. */
  update(): void {
    for (const seat of this.#seats.values()) {
      const { member } = seat
      if (!member.person.isCut) seat.sent = new Set(sources.filter((source) => member.sends(source)))
    }
    // A fact makes its hearer act: who has left by then is not visited any more.
    for (const seat of this.#seats.values()) if (!seat.member.person.isCut) this.#tellNews(seat)
  }

  /** Can `viewer` see this picture of somebody else? */
  isSeen(viewer: RoomMember, userID: string, source: TrackSource): boolean {
    return this.#seats.get(viewer)?.tracks.has(`${source} ${userID}`) ?? false
  }

  /** Loudness of everybody with a microphone on, as `viewer` hears it. */
  levels(viewer: RoomMember): ReadonlyMap<string, number> {
    const levels = new Map<string, number>()
    for (const { member, sent } of this.#seats.values()) {
      const isMet = member.userID === viewer.userID || viewer.meets(member.userID)
      if (!sent.has('microphone') || !isMet) continue
      const isHeard = !member.person.isCut && !viewer.person.isCut
      levels.set(member.userID, isHeard ? member.person.loudness() : 0)
    }
    return levels
  }

  #tellNews(seat: Seat): void {
    const { member, tracks: oldTracks, qualities: oldQualities } = seat
    const tracks = this.#tracksFor(member)
    const qualities = this.#qualities()
    // Known before told: a hearer that acts at once must find it so.
    seat.tracks = tracks
    seat.qualities = qualities
    const facts: MediaFact[] = []
    for (const [key, track] of oldTracks) {
      if (!tracks.has(key)) facts.push({ kind: 'remoteTrack', ...track, isAvailable: false })
    }
    for (const [key, track] of tracks) {
      if (!oldTracks.has(key)) facts.push({ kind: 'remoteTrack', ...track, isAvailable: true })
    }
    for (const [userID, quality] of qualities) {
      if (oldQualities.get(userID) !== quality) facts.push({ kind: 'quality', userID, quality })
    }
    member.refreshPictures()
    member.tell(...facts)
  }

  /** By user, not by device: a person with two devices here is one to the others. */
  #tracksFor(viewer: RoomMember): Map<string, { userID: string; source: TrackSource }> {
    const tracks = new Map<string, { userID: string; source: TrackSource }>()
    for (const { member, sent } of this.#seats.values()) {
      if (member.userID === viewer.userID || !viewer.meets(member.userID)) continue
      for (const source of sent) tracks.set(`${source} ${member.userID}`, { userID: member.userID, source })
    }
    return tracks
  }

  #qualities(): Map<string, NetworkQuality> {
    const qualities = new Map<string, NetworkQuality>()
    for (const { member } of this.#seats.values()) {
      qualities.set(member.userID, member.person.isCut ? 'lost' : member.person.quality)
    }
    return qualities
  }
}
