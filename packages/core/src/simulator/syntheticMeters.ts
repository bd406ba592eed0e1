import type { SyntheticSpeaker } from './syntheticSpeaker.ts'

type Levels = ReadonlyMap<string, number>

interface Meter {
  readonly userID: string
  readonly listener: (volume: number) => void
}

/** Who follows the loudness of whom on one device, and the speaker that makes it heard. */
export class SyntheticMeters {
  readonly #meters = new Set<Meter>()
  readonly #speaker: SyntheticSpeaker | undefined

  constructor(speaker: SyntheticSpeaker | undefined) {
    this.#speaker = speaker
  }

  add(userID: string, listener: (volume: number) => void): () => void {
    const meter: Meter = { userID, listener }
    this.#meters.add(meter)
    return () => {
      this.#meters.delete(meter)
    }
  }

  /** Tells every meter, as long as `isIn()`: a listener may leave the room. `self` is never heard through the speaker. */
  tell(levels: Levels, { self, isIn, isBlocked }: { self: string; isIn: () => boolean; isBlocked: boolean }): void {
    const audible = isBlocked ? [] : [...levels].filter(([userID]) => userID !== self)
    this.#speaker?.play(new Map(audible))
    for (const { userID, listener } of this.#meters) if (isIn()) listener(levels.get(userID) ?? 0)
  }

  /** Lets the browser play what it held back. */
  resume(): void {
    this.#speaker?.resume()
  }

  /** The room is left: nobody is heard. */
  hush(): void {
    this.#speaker?.close()
  }

  clear(): void {
    this.#meters.clear()
  }
}
