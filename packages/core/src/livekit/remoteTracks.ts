import {
  RemoteAudioTrack,
  RemoteVideoTrack,
  Track,
  type RemoteParticipant,
  type RemoteTrackPublication,
  type Room,
} from 'livekit-client'
import type { PictureSource, TrackSource } from '../ports/media.ts'
import { userIDOfIdentity } from './identity.ts'

const livekitSources: Readonly<Record<TrackSource, Track.Source>> = {
  camera: Track.Source.Camera,
  microphone: Track.Source.Microphone,
  screen: Track.Source.ScreenShare,
}
const sources: readonly TrackSource[] = ['camera', 'microphone', 'screen']

/** Who can be seen and heard: `available.get(userID)` has the sources that are published and unmuted. */
export type Availability = ReadonlyMap<string, ReadonlySet<TrackSource>>

/**
 * What comes from the others in one room. A user may be there twice for some seconds: after a reload the old device lingers
 * until LiveKit misses it. My own user's other participants are such leftovers and are neither seen nor heard, nor is who is in
 * the room and no member of the call: somebody with an old token, until the server has put them out.
 */
export class RemoteTracks {
  readonly #room: Room
  readonly #self: string
  readonly #isMember: (userID: string) => boolean
  readonly #players = new Map<RemoteAudioTrack, HTMLMediaElement>()

  constructor(room: Room, self: string, isMember: (userID: string) => boolean) {
    this.#room = room
    this.#self = self
    this.#isMember = isMember
  }

  /** The participants of each user, the newest first. */
  get #users(): Map<string, RemoteParticipant[]> {
    const users = new Map<string, RemoteParticipant[]>()
    for (const participant of this.#room.remoteParticipants.values()) {
      const userID = userIDOfIdentity(participant.identity)
      if (userID === this.#self) continue
      const participants = users.get(userID)
      if (participants) participants.push(participant)
      else users.set(userID, [participant])
    }
    for (const participants of users.values()) participants.sort((a, b) => joinedAtMs(b) - joinedAtMs(a))
    return users
  }

  /** Of them, whom I may see and hear. */
  get #members(): Map<string, RemoteParticipant[]> {
    return new Map([...this.#users].filter(([userID]) => this.#isMember(userID)))
  }

  get availability(): Availability {
    const available = new Map<string, Set<TrackSource>>()
    for (const [userID, participants] of this.#members) {
      const isSent = (source: TrackSource) =>
        participants.some((participant) => participant.getTrackPublication(livekitSources[source])?.isMuted === false)
      available.set(userID, new Set(sources.filter(isSent)))
    }
    return available
  }

  /** The picture to show: of the newest device that sends one. A muted one is empty but comes back quickest. */
  picture(userID: string, source: PictureSource): RemoteVideoTrack | undefined {
    const publications = publicationsOf(this.#members.get(userID) ?? [], source)
    const track = (publications.find(({ isMuted, track }) => !isMuted && track) ?? publications[0])?.track
    return track instanceof RemoteVideoTrack ? track : undefined
  }

  /** The microphones to listen to, by user: unmuted and received. Read 30 times a second. */
  get microphones(): Map<string, RemoteAudioTrack> {
    const microphones = new Map<string, RemoteAudioTrack>()
    for (const [userID, participants] of this.#members) {
      const publication = publicationsOf(participants, 'microphone').find(({ isMuted, track }) => !isMuted && track)
      if (publication?.track instanceof RemoteAudioTrack) microphones.set(userID, publication.track)
    }
    return microphones
  }

  /** Whether `participant` stands for its user: my own leftovers and outdated devices do not. */
  isCurrent(participant: RemoteParticipant): boolean {
    return this.#users.get(userIDOfIdentity(participant.identity))?.[0] === participant
  }

  /** Gives every sound received of a member a hidden audio element. */
  play(): void {
    const wanted = this.hush()
    for (const track of wanted) {
      if (this.#players.has(track)) continue
      const element = track.attach()
      element.hidden = true
      document.body.append(element)
      this.#players.set(track, element)
    }
  }

  /** Takes it from those that are gone or may not be heard any more; returns who may be. */
  hush(): ReadonlySet<RemoteAudioTrack> {
    const wanted = new Set<RemoteAudioTrack>()
    for (const participants of this.#members.values()) {
      for (const participant of participants) {
        for (const { track } of participant.audioTrackPublications.values()) {
          if (track instanceof RemoteAudioTrack) wanted.add(track)
        }
      }
    }
    for (const track of this.#players.keys()) if (!wanted.has(track)) this.#silence(track)
    return wanted
  }

  end(): void {
    for (const track of this.#players.keys()) this.#silence(track)
  }

  #silence(track: RemoteAudioTrack): void {
    this.#players.get(track)?.remove()
    this.#players.delete(track)
    track.detach()
  }
}

function publicationsOf(participants: readonly RemoteParticipant[], source: TrackSource): RemoteTrackPublication[] {
  return participants
    .map((participant) => participant.getTrackPublication(livekitSources[source]))
    .filter((publication) => publication !== undefined)
}

function joinedAtMs(participant: RemoteParticipant): number {
  return participant.joinedAt?.getTime() ?? 0
}
