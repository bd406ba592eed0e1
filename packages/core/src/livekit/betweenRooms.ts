import type { TrackSource } from '../ports/media.ts'
import { CallError } from '../protocol/errors.ts'
import { deviceError } from './mediaErrors.ts'
import type { RoomSession } from './roomSession.ts'
import type { TrackFacts } from './trackFacts.ts'

/** The room that wishes are carried into, as the adapter sees it. */
export interface CarriedHost {
  /** Is this room the adapter's still? */
  isCurrent(): boolean
  /** A wish is sent now, or given up. */
  changed(): void
  failed(error: CallError): void
}

/**
 * What shall be sent, from a room that was lost or could not be entered to the next one of the same call:
 *
 *     in a room ── begin() ──▶ between rooms ── carryInto() ──▶ in a room
 *                                    └───────── end() ────────▶ in no call
 */
export class BetweenRooms {
  readonly #facts: TrackFacts
  readonly #wanted = new Set<TrackSource>()
  #isBetween = false

  constructor(facts: TrackFacts) {
    this.#facts = facts
  }

  /** Shall be sent, and is not yet sent anew. */
  has(source: TrackSource): boolean {
    return this.#wanted.has(source)
  }

  /** The room is gone, the call is not. */
  begin(wanted: ReadonlySet<TrackSource>): void {
    for (const source of wanted) this.#wanted.add(source)
    this.#isBetween = true
  }

  /** A wish while there is no room. A screen cannot be taken up again without asking, so it is not kept. */
  set(source: TrackSource, isOn: boolean): Promise<void> {
    if (isOn && (!this.#isBetween || source === 'screen')) {
      return Promise.reject(new CallError('WRONG_STATE', 'Camera, microphone and screen are sent in a room only.'))
    }
    if (isOn) this.#wanted.add(source)
    else this.#wanted.delete(source)
    this.#facts.local(source, isOn && this.#facts.isSent(source))
    return Promise.resolve()
  }

  /** Sends in the new room what was wanted. */
  carryInto({ local }: RoomSession, room: CarriedHost): void {
    this.#isBetween = false
    for (const source of this.#wanted) {
      const settled = () => {
        if (!room.isCurrent()) return
        this.#wanted.delete(source)
        room.changed()
      }
      local.sources[source].set(true).then(settled, (error: unknown) => {
        settled()
        if (room.isCurrent()) room.failed(deviceError(error))
      })
    }
  }

  end(): void {
    this.#isBetween = false
    this.#wanted.clear()
  }
}
