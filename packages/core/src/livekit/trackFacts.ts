import type { MediaFact, TrackSource } from '../ports/media.ts'
import type { Availability } from './remoteTracks.ts'

/** Remembers what was told of tracks, across rooms, and tells only what differs. */
export class TrackFacts {
  readonly #tell: (fact: MediaFact) => void
  readonly #local = new Set<TrackSource>()
  #remote: Availability = new Map()

  constructor(tell: (fact: MediaFact) => void) {
    this.#tell = tell
  }

  local(source: TrackSource, isOn: boolean): void {
    if (this.#local.has(source) === isOn) return
    if (isOn) this.#local.add(source)
    else this.#local.delete(source)
    this.#tell({ kind: 'localTrack', source, isOn })
  }

  remote(available: Availability): void {
    const before = this.#remote
    this.#remote = available
    for (const [userID, sources] of before) {
      for (const source of sources) {
        if (!available.get(userID)?.has(source)) this.#tell({ kind: 'remoteTrack', userID, source, isAvailable: false })
      }
    }
    for (const [userID, sources] of available) {
      for (const source of sources) {
        if (!before.get(userID)?.has(source)) this.#tell({ kind: 'remoteTrack', userID, source, isAvailable: true })
      }
    }
  }

  isSent(source: TrackSource): boolean {
    return this.#local.has(source)
  }

  isAvailable(userID: string, source: TrackSource): boolean {
    return this.#remote.get(userID)?.has(source) === true
  }

  /** The room was left: nothing is seen or sent any more. */
  clear(): void {
    for (const source of [...this.#local]) this.local(source, false)
    this.remote(new Map())
  }
}
