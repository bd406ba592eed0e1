/** Meters are drawn 30 times a second at most. */
const intervalMs = 1_000 / 30

export interface MutedVolumeHost {
  /** My own microphone while it is off in a room and yet captured; undefined otherwise. */
  microphone(): MediaStreamTrack | undefined
  /** Measures loudness, 0..100, until it is ended. Made anew for each stay in a room. */
  meter(): { level(track: MediaStreamTrack): number; end(): void }
}

/**
 * Loudness of a muted microphone. LiveKit mutes by silencing the track it goes on capturing, so a copy of that track is
 * listened to here: it is never sent, is made only while somebody asks and the original is live, and ends with the original.
 */
export class MutedVolume {
  readonly #host: MutedVolumeHost
  readonly #listeners = new Map<symbol, (volume: number) => void>()
  #timer: ReturnType<typeof setInterval> | undefined
  #isRunning = false
  #meter: ReturnType<MutedVolumeHost['meter']> | undefined
  #original: MediaStreamTrack | undefined
  #copy: MediaStreamTrack | undefined

  constructor(host: MutedVolumeHost) {
    this.#host = host
  }

  listen(listener: (volume: number) => void): () => void {
    const key = Symbol('listener')
    this.#listeners.set(key, listener)
    this.#schedule()
    return () => {
      if (this.#listeners.delete(key)) this.#schedule()
    }
  }

  /** A room was entered. */
  start(): void {
    this.#isRunning = true
    this.#schedule()
  }

  /** It was left: nothing is listened to when this returns. */
  stop(): void {
    this.#isRunning = false
    this.#schedule()
  }

  /** The microphone may have gone on, off or away. */
  update(): void {
    const microphone = this.#timer === undefined ? undefined : this.#host.microphone()
    const original = microphone?.readyState === 'live' ? microphone : undefined
    if (original === this.#original) return
    this.#copy?.stop()
    const wasHeard = this.#copy !== undefined
    this.#original = original
    this.#copy = original?.clone()
    if (this.#copy) this.#copy.enabled = true
    else if (wasHeard) this.#tell(0)
  }

  #schedule(): void {
    const isHeard = this.#isRunning && this.#listeners.size > 0
    if (isHeard === (this.#timer !== undefined)) return
    clearInterval(this.#timer)
    this.#timer = isHeard ? setInterval(() => this.#tick(), intervalMs) : undefined
    this.update()
    if (isHeard) return
    this.#meter?.end()
    this.#meter = undefined
  }

  #tick(): void {
    this.update()
    if (!this.#copy) return
    this.#meter ??= this.#host.meter()
    this.#tell(this.#meter.level(this.#copy))
  }

  #tell(volume: number): void {
    for (const listener of [...this.#listeners.values()]) listener(volume)
  }
}
