import type { MediaFact } from '../ports/media.ts'

/** Facts on their way to the listeners of one device. */
export class SyntheticFacts {
  readonly #listeners = new Set<(fact: MediaFact) => void>()
  #waiting: MediaFact[] = []
  #isTelling = false

  listen(listener: (fact: MediaFact) => void): () => void {
    // Wrapped, so that the same function given twice is two listeners.
    const own = (fact: MediaFact) => listener(fact)
    this.#listeners.add(own)
    return () => {
      this.#listeners.delete(own)
    }
  }

  /** Tells everybody now; what a listener causes meanwhile comes after, so that all hear the same order. */
  tell(...facts: MediaFact[]): void {
    this.#waiting.push(...facts)
    if (this.#isTelling) return
    this.#isTelling = true
    try {
      for (let fact = this.#waiting.shift(); fact; fact = this.#waiting.shift()) {
        for (const listener of this.#listeners) listener(fact)
      }
    } finally {
      this.#isTelling = false
    }
  }

  /** Drops what is not told yet about a room that has been left. What I send and which devices there are stays news. */
  forgetRoom(): void {
    this.#waiting = this.#waiting.filter(({ kind }) => kind === 'localTrack' || kind === 'devices')
  }

  /** Nobody hears anything any more. */
  end(): void {
    this.#listeners.clear()
    this.#waiting = []
  }
}
