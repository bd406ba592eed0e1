import type { MediaAccess, MediaFactory } from '../ports/media.ts'
import { CallError } from '../protocol/errors.ts'
import { SyntheticClient } from './syntheticClient.ts'
import { systemClock, type SyntheticClock } from './syntheticClock.ts'
import { Person, type SyntheticPerson, type SyntheticScript } from './syntheticPerson.ts'
import { SyntheticRoom } from './syntheticRoom.ts'
import { openSyntheticSpeaker } from './syntheticSpeaker.ts'

/** Options of `createSyntheticStage`. */
export interface SyntheticStageOptions {
  /** Default: the global `Date` and timers. */
  clock?: SyntheticClock
  /** Another number, other voices and colours; the same number, the same ones. Default 1. */
  seed?: number
}

/** How a person looks and sounds, and whether this device of theirs plays sound. */
export interface SyntheticMediaOptions extends SyntheticScript {
  /** Plays a murmur for everybody who talks, where there is WebAudio. Default: silent. */
  isAudible?: boolean
}

/** The rooms of one simulator and the people in them (contract §1, the Media port). */
export interface SyntheticStage {
  /**
   * The media of one person, for one or several devices. A room is entered with `{ url, token }` as of the simulator's call
   * server, the token `roomName|userID|deviceID`: whoever has the same url and room name hears and sees the others. A token
   * without a room name is refused with NOT_ALLOWED.
   */
  media(userID: string, options?: SyntheticMediaOptions): MediaFactory
  /** What can happen to this person's devices and network; also before there is media of theirs. */
  person(userID: string): SyntheticPerson
  /** Ends all media made here, as `destroy()` of each. */
  destroy(): void
}

/**
 * Camera, microphone and screen without any: painted pictures, generated levels, no sound. Works in Node and jsdom too, there
 * without pictures. Facts come synchronously, `connect` and captures a microtask after they are asked for; timers run in a room
 * only, and for the meters of a preview.
 *
 * @example
 * const stage = createSyntheticStage()
 * const media = stage.media('ann', { name: 'Ann' })({ volumeIntervalMs: 100 })
 * await media.connect({ url: 'simulator', token: 'room-1|ann|laptop' }, { self: 'ann', type: 'video' })
 * stage.person('ann').denyCamera()
 * await media.setCamera(true) // rejects with PERMISSION_DENIED
 */
export function createSyntheticStage({ clock = systemClock, seed = 1 }: SyntheticStageOptions = {}): SyntheticStage {
  const people = new Map<string, Person>()
  const rooms = new Map<string, SyntheticRoom>()

  const person = (userID: string): Person => {
    const known = people.get(userID) ?? new Person(userID, { clock, seed })
    people.set(userID, known)
    return known
  }
  const room = ({ url, token }: MediaAccess): SyntheticRoom => {
    const name = token.split('|', 1)[0]
    if (!name) throw new CallError('NOT_ALLOWED', 'The room of this call refused the access token.')
    const key = `${url} ${name}`
    const known = rooms.get(key) ?? new SyntheticRoom()
    // Every call has a room of its own: without this they would pile up.
    for (const [other, { isEmpty }] of rooms) if (isEmpty) rooms.delete(other)
    rooms.set(key, known)
    return known
  }
  return {
    media(userID, { isAudible = false, ...script } = {}) {
      person(userID).follow(script)
      return ({ volumeIntervalMs }) => {
        const speaker = isAudible ? openSyntheticSpeaker() : undefined
        return new SyntheticClient(person(userID), { clock, person, room, volumeIntervalMs, speaker })
      }
    },
    person,
    destroy() {
      const all = [...people.values()].flatMap(({ clients }) => [...clients])
      // Silent first: nobody has to hear of fifty leaving one after the other.
      for (const client of all) client.silence()
      for (const client of all) void client.destroy()
    },
  }
}
