/** Who follows the loudness of a microphone that is off and yet captured. */
export class SyntheticMutedVolume {
  readonly #listeners = new Map<symbol, (volume: number) => void>()
  #isHeard = false

  add(listener: (volume: number) => void): () => void {
    const key = Symbol('listener')
    this.#listeners.set(key, listener)
    return () => void this.#listeners.delete(key)
  }

  /** The level of this moment; undefined: nothing is captured, or the microphone is on. That is told once, as 0. */
  tell(volume: number | undefined): void {
    const isEnd = volume === undefined
    if (isEnd && !this.#isHeard) return
    this.#isHeard = !isEnd
    for (const listener of [...this.#listeners.values()]) listener(volume ?? 0)
  }

  clear(): void {
    this.#listeners.clear()
  }
}
