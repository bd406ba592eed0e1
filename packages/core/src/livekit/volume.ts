/** Meters are drawn 30 times a second at most. */
const meterIntervalMs = 1_000 / 30

export interface VolumeHost {
  /** Levels 0..100 of everybody with a microphone on. */
  read(): ReadonlyMap<string, number>
  /** Every `volumeIntervalMs`. */
  tell(levels: ReadonlyMap<string, number>): void
  volumeIntervalMs: number
}

/** The one timer behind meters and the `volume` fact. It runs in a room only; at meter speed only while somebody listens. */
export class Volume {
  readonly #host: VolumeHost
  readonly #listeners = new Map<string, Map<symbol, (volume: number) => void>>()
  #timer: ReturnType<typeof setInterval> | undefined
  #isRunning = false
  #nextFactAt = 0

  constructor(host: VolumeHost) {
    this.#host = host
  }

  /** Calls `listener` with each new level of that user, and with 0 when the room is left. */
  listen(userID: string, listener: (volume: number) => void): () => void {
    const key = Symbol(userID)
    const ofUser = this.#listeners.get(userID) ?? new Map<symbol, (volume: number) => void>()
    ofUser.set(key, listener)
    this.#listeners.set(userID, ofUser)
    this.#schedule()
    return () => {
      if (!ofUser.delete(key) || ofUser.size > 0) return
      if (this.#listeners.get(userID) === ofUser) this.#listeners.delete(userID)
      this.#schedule()
    }
  }

  start(): void {
    this.#isRunning = true
    this.#nextFactAt = performance.now() + this.#host.volumeIntervalMs
    this.#schedule()
  }

  stop(): void {
    if (!this.#isRunning) return
    this.#isRunning = false
    this.#schedule()
    this.#show(new Map())
  }

  #schedule(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
    if (!this.#isRunning) return
    const { volumeIntervalMs } = this.#host
    const period = this.#listeners.size > 0 ? Math.min(meterIntervalMs, volumeIntervalMs) : volumeIntervalMs
    this.#timer = setInterval(() => this.#tick(period), period)
  }

  #tick(period: number): void {
    const levels = this.#host.read()
    this.#show(levels)
    const now = performance.now()
    // Half a period early is nearer than half a period late.
    if (now < this.#nextFactAt - period / 2) return
    this.#nextFactAt = Math.max(this.#nextFactAt, now - period) + this.#host.volumeIntervalMs
    this.#host.tell(levels)
  }

  #show(levels: ReadonlyMap<string, number>): void {
    for (const [userID, listeners] of this.#listeners) {
      for (const listener of [...listeners.values()]) listener(levels.get(userID) ?? 0)
    }
  }
}
