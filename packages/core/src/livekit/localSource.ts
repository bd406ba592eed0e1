import { TrackEvent } from 'livekit-client'
import { CallError } from '../protocol/errors.ts'
import { deviceError, leftMeanwhile } from './mediaErrors.ts'
import { sourceTrack, type CapturedTrack } from './sourceTrack.ts'
import { givenUp, whileWanted } from './whileWanted.ts'

/** As much of LiveKit's `LocalTrack` as a source handles. */
export interface HeldTrack extends CapturedTrack<Pick<MediaStreamTrack, 'readyState' | 'getSettings'>> {
  readonly isMuted: boolean
  stop(): void
  mute(): Promise<unknown>
  unmute(): Promise<unknown>
  setDeviceId(deviceID: ConstrainDOMString): Promise<boolean>
  on(event: TrackEvent.Restarted | TrackEvent.Ended | TrackEvent.Muted, listener: () => void): unknown
}

/** What a source needs from the room it sends to. */
export interface LocalSourceHost<T extends HeldTrack> {
  /** Off means: stays published, muted. A screen is withdrawn instead. */
  canPause: boolean
  /** Turns the device on. Rejects with a CallError. `signal` aborts when it is not wanted any more. */
  capture(signal: AbortSignal): Promise<T[]>
  /** Sends the tracks as soon as the room takes them. */
  publish(tracks: readonly T[]): Promise<void>
  unpublish(tracks: readonly T[]): Promise<void>
  isPublished(track: T): boolean
  /** Whether it is on, or what it shows, has changed. */
  changed(): void
  /** It went off, and nobody asked for that. */
  failed(error: CallError): void
}

/**
 * Camera, microphone or screen in one room.
 *
 *     off ── set(true) ──▶ capturing ──▶ publishing ──▶ on ◀── set(true) ── paused
 *      ▲                       │ set(false), end()  │     └──── set(false) ───▶ │
 *      └───────────────────────┴────────────────────┘        (screen: off)
 *
 * One step at a time. A wish that is withdrawn interrupts the step it started; what the browser or LiveKit still brings is
 * undone when it comes. After `end()` nothing is captured, and nothing stays captured.
 */
export class LocalSource<T extends HeldTrack> {
  readonly #host: LocalSourceHost<T>
  #tracks: readonly T[] = []
  #isPublished = false
  #isWanted = false
  #isOver = false
  #isLeft = false
  #wish = new AbortController()
  #asked: { isOn: boolean; done: Promise<void> } | undefined
  #last: Promise<void> = Promise.resolve()
  /** `livekit`: it looks for another device after one was unplugged, and ends with Restarted or Muted. `here`: we do. */
  #replacedBy: 'nobody' | 'livekit' | 'here' = 'nobody'

  constructor(host: LocalSourceHost<T>) {
    this.#host = host
  }

  get isWanted(): boolean {
    return this.#isWanted
  }

  get isOn(): boolean {
    const track = this.#tracks[0]
    if (!track || !this.#isPublished || !this.#isWanted || this.#isOver) return false
    return !track.isMuted || this.#replacedBy !== 'nobody'
  }

  /** What is captured at this moment, also before it is published. */
  get captured(): readonly T[] {
    return this.#isOver || this.#tracks[0]?.isMuted ? [] : this.#tracks
  }

  /** What is captured and silenced: paused, not let go of. */
  get paused(): readonly T[] {
    return this.#isOver || this.#isWanted || !this.#tracks[0]?.isMuted ? [] : this.#tracks
  }

  set(isOn: boolean): Promise<void> {
    if (this.#isOver) return isOn ? Promise.reject(leftMeanwhile()) : Promise.resolve()
    if (this.#asked?.isOn === isOn) return this.#asked.done
    this.#isWanted = isOn
    this.#wish.abort()
    if (!isOn && !this.#isPublished) this.#discard()
    const wish = new AbortController()
    this.#wish = wish
    const done = this.#next(() => (isOn ? this.#turnOn(wish.signal) : this.#turnOff()))
    const asked = { isOn, done }
    this.#asked = asked
    const forget = () => {
      if (this.#asked === asked) this.#asked = undefined
    }
    done.then(forget, forget)
    return done
  }

  /** Runs `change` on the track when no other step is under way; not at all when nothing is captured. */
  change(change: (track: T) => Promise<void>): Promise<void> {
    return this.#next(async () => {
      const track = this.#tracks[0]
      if (!track || this.#isOver) return
      const before = sourceTrack(track).getSettings().deviceId
      try {
        await change(track)
      } catch (cause) {
        // LiveKit has let go of the old device before it failed to get the new one.
        await this.#recover(track, before)
        throw deviceError(cause)
      }
    })
  }

  /** The room says that `track` is not sent any more: the browser ended a screen share, or the server withdrew the right. */
  dropped(track: T): void {
    if (this.#tracks[0] !== track || !this.#isPublished) return
    this.#isWanted = false
    this.#discard()
    this.#host.changed()
  }

  /** After a full reconnection: sends again what LiveKit did not manage to. */
  resend(): void {
    void this.#next(async () => {
      const track = this.#tracks[0]
      if (this.#isOver || !this.#isPublished || !track || this.#host.isPublished(track)) return
      try {
        await this.#host.publish(this.#tracks)
      } catch (cause) {
        this.#giveUp(deviceError(cause))
      }
    }).catch(() => {})
  }

  /** Everything off, before this returns. Wishes still under way are refused. */
  end(): void {
    this.#isLeft = true
    this.interrupt()
  }

  /** The same, but wishes still under way are kept by others, for the next room: they settle as if fulfilled. */
  interrupt(): void {
    this.#isOver = true
    this.#isWanted = false
    this.#wish.abort()
    for (const track of this.#tracks) track.stop()
  }

  #next(step: () => Promise<void>): Promise<void> {
    const done = this.#last.then(step)
    this.#last = done.catch(() => {})
    return done
  }

  async #turnOn(wish: AbortSignal): Promise<void> {
    const track = this.#tracks[0]
    try {
      if (!wish.aborted) await (this.#isPublished && track ? this.#resume(track, wish) : this.#start(wish))
    } catch (cause) {
      if (!wish.aborted) {
        this.#isWanted = false
        throw deviceError(cause)
      }
    }
    if (this.#isLeft) throw leftMeanwhile()
    if (!wish.aborted) this.#host.changed()
  }

  async #start(wish: AbortSignal): Promise<void> {
    const tracks = await whileWanted(this.#host.capture(wish), wish, stopAll)
    if (tracks === givenUp) return
    this.#tracks = tracks
    for (const track of tracks) this.#watch(track)
    this.#host.changed()
    try {
      const published = await whileWanted(this.#host.publish(tracks), wish, () => void this.#withdraw(tracks))
      if (published !== givenUp) this.#isPublished = true
    } catch (error) {
      stopAll(tracks)
      if (this.#tracks === tracks) this.#tracks = []
      this.#host.changed()
      throw error
    }
  }

  async #resume(track: T, wish: AbortSignal): Promise<void> {
    const quench = () => {
      if (this.#isOver) track.stop()
      else if (!this.#isWanted) void track.mute()
    }
    try {
      await whileWanted(track.unmute(), wish, quench)
    } catch (cause) {
      if (wish.aborted || deviceError(cause).code !== 'NO_DEVICE') throw cause
      await track.setDeviceId({ ideal: 'default' })
      await whileWanted(track.unmute(), wish, quench)
    }
  }

  async #turnOff(): Promise<void> {
    const track = this.#tracks[0]
    if (!this.#isPublished || !track || this.#isOver) return
    if (this.#host.canPause) {
      if (!track.isMuted) await track.mute()
    } else {
      const tracks = this.#tracks
      this.#discard()
      await this.#withdraw(tracks)
    }
    this.#host.changed()
  }

  #watch(track: T): void {
    track.on(TrackEvent.Restarted, () => {
      // A restart that LiveKit began of its own accord, say after a reconnection, must not outlive the room.
      if (this.#isOver) track.stop()
      if (this.#replacedBy === 'livekit') this.#replacedBy = 'nobody'
      this.#host.changed()
    })
    track.on(TrackEvent.Ended, () => {
      if (this.#isOver || this.#tracks[0] !== track) return
      if (!this.#isPublished) this.#giveUp(new CallError('NO_DEVICE'))
      else if (this.#host.canPause && !track.isMuted) this.#replacedBy = 'livekit'
    })
    track.on(TrackEvent.Muted, () => {
      if (this.#isOver || !this.#isWanted || this.#tracks[0] !== track || this.#replacedBy === 'here') return
      if (this.#replacedBy === 'livekit') {
        this.#replacedBy = 'here'
        void this.#next(() => this.#recover(track))
      } else {
        // Neither asked for here nor a device that failed: the server has muted it.
        this.#isWanted = false
        this.#host.changed()
      }
    })
  }

  /** Gets the track going again, with `deviceID` if possible, else with any device of the kind. */
  async #recover(track: T, deviceID = 'default'): Promise<void> {
    this.#replacedBy = 'here'
    try {
      if (this.#isOver || !this.#isWanted || this.#tracks[0] !== track) return
      if (track.isMuted || sourceTrack(track).readyState === 'ended') {
        await track.mute()
        await track.setDeviceId({ ideal: deviceID })
        await track.unmute()
      }
      if (this.#isOver) track.stop()
    } catch (cause) {
      this.#giveUp(deviceError(cause))
    } finally {
      this.#replacedBy = 'nobody'
      if (!this.#isOver) this.#host.changed()
    }
  }

  #giveUp(error: CallError): void {
    if (this.#isOver) return
    this.#isWanted = false
    if (!this.#isPublished) this.#discard()
    this.#host.changed()
    this.#host.failed(error)
  }

  #discard(): void {
    stopAll(this.#tracks)
    this.#tracks = []
    this.#isPublished = false
  }

  async #withdraw(tracks: readonly T[]): Promise<void> {
    stopAll(tracks)
    // A room that is being left withdraws everything by itself and answers nobody.
    if (!this.#isOver) await this.#host.unpublish(tracks).catch(() => {})
  }
}

function stopAll(tracks: readonly HeldTrack[]): void {
  for (const track of tracks) track.stop()
}
