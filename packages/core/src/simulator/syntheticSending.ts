import type { MediaFact, PictureSource, TrackSource } from '../ports/media.ts'
import { CallError } from '../protocol/errors.ts'
import type { CaptureKind, Person } from './syntheticPerson.ts'

/** What sending needs of its device. */
export interface SyntheticSendingHost {
  person: Person
  /** The camera this device has chosen. */
  cameraID: () => string
  /** Something goes on: to be told, then the room looks again. */
  started(...facts: MediaFact[]): void
  /** Something goes off. */
  stopped(...facts: MediaFact[]): void
  tell(...facts: MediaFact[]): void
}

/** One room, from `connect` on. */
interface Stay {
  /** Settles with `connect`. */
  readonly entered: Promise<void>
  /** What has been asked for, in time ahead of `sent`. */
  readonly wanted: Set<TrackSource>
  /** What is on, each with what ends its capture. */
  readonly sent: Map<TrackSource, () => void>
  /** Muting goes on capturing, as browsers have it with LiveKit: from the first time it was on. */
  isMicrophoneHeld: boolean
  /** What was wanted is kept for the next room: wishes still under way settle as if fulfilled. */
  isKept: boolean
}

const captureKinds: readonly CaptureKind[] = ['camera', 'microphone']

/** The room was left while something was under way. */
export function leftMeanwhile(): CallError {
  return new CallError('WRONG_STATE', 'The room was left meanwhile.')
}

const off = (source: TrackSource): MediaFact => ({ kind: 'localTrack', source, isOn: false })

/** What one device sends and shall send, in this room and, when a room is lost or cannot be entered, in the next. */
export class SyntheticSending {
  readonly #host: SyntheticSendingHost
  #stay: Stay | undefined
  #isBetweenRooms = false
  /** What the next room goes on with; true: it has been told to be on, and for everybody who watches stays so. */
  readonly #carried = new Map<CaptureKind, boolean>()

  constructor(host: SyntheticSendingHost) {
    this.#host = host
  }

  /** A room is being entered. */
  begin(entered: Promise<void>): void {
    this.#isBetweenRooms = false
    this.#stay = { entered, wanted: new Set(), sent: new Map(), isMicrophoneHeld: false, isKept: false }
  }

  /** The room has been entered: sends what the one before had. */
  carryOn(failed: (cause: unknown) => void): void {
    for (const source of this.#carried.keys()) this.set(source, true).catch(failed)
  }

  async set(source: TrackSource, isOn: boolean): Promise<void> {
    const stay = this.#stay
    if (!isOn) {
      stay?.wanted.delete(source)
      this.#drop(source)
      this.end(source)
      return
    }
    if (!stay) return this.#keep(source)
    stay.wanted.add(source)
    try {
      await stay.entered
      await Promise.resolve()
      if (this.#stay !== stay) throw leftMeanwhile()
    } catch (error) {
      if (stay.isKept && source !== 'screen') return
      throw error
    }
    // Switched off again meanwhile, or on twice.
    if (!stay.wanted.has(source) || stay.sent.has(source)) return
    this.#start(stay, source)
  }

  #start(stay: Stay, source: TrackSource): void {
    try {
      if (source !== 'screen') this.#host.person.checkCapture(source)
    } catch (error) {
      stay.wanted.delete(source)
      this.#drop(source)
      throw error
    }
    stay.sent.set(source, source === 'microphone' ? () => {} : this.#hold(source))
    if (source === 'microphone') stay.isMicrophoneHeld = true
    const isNews = source === 'screen' || !this.#carried.get(source)
    if (source !== 'screen') this.#carried.delete(source)
    this.#host.started(...(isNews ? [{ kind: 'localTrack', source, isOn: true } as const] : []))
  }

  #hold(source: PictureSource): () => void {
    const { person, cameraID } = this.#host
    if (source === 'camera') person.cameraID = cameraID()
    return person.holdPicture(source)
  }

  /** A wish while there is no room. A screen is not taken up again without asking. */
  #keep(source: TrackSource): void {
    if (!this.#isBetweenRooms || source === 'screen') {
      throw new CallError('WRONG_STATE', 'There is no room to send to.')
    }
    this.#carried.set(source, this.#carried.get(source) ?? false)
  }

  /** What a lost room had on is not taken up again. */
  #drop(source: TrackSource): void {
    if (source === 'screen') return
    const wasTold = this.#carried.get(source)
    this.#carried.delete(source)
    if (wasTold) this.#host.tell(off(source))
  }

  /** Off, by its owner or by the browser. */
  end(source: TrackSource): void {
    const endCapture = this.#stay?.sent.get(source)
    if (!endCapture) return
    this.#stay?.sent.delete(source)
    endCapture()
    this.#host.stopped(off(source))
  }

  /** The browser has ended it: was it on? One that is under way will find out by itself, and reject. */
  captureEnded(source: TrackSource): boolean {
    const wasOn = this.sends(source)
    if (wasOn) this.#stay?.wanted.delete(source)
    if (source === 'microphone' && this.#stay) this.#stay.isMicrophoneHeld = false
    this.end(source)
    return wasOn
  }

  sends(source: TrackSource): boolean {
    return this.#stay?.sent.has(source) ?? false
  }

  /** What is on, as facts: for those to whom it was not told as it happened. */
  told(): MediaFact[] {
    return [...(this.#stay?.sent.keys() ?? [])].map((source) => ({ kind: 'localTrack', source, isOn: true }))
  }

  /** Off in a room, and yet captured. */
  get isMicrophoneMuted(): boolean {
    return (this.#stay?.isMicrophoneHeld ?? false) && !this.sends('microphone')
  }

  /** Everything off, for good. Returns what there is to tell of it. */
  leave(): MediaFact[] {
    const told = [...this.#carried].filter(([, wasTold]) => wasTold).map(([source]) => source)
    const sources = new Set<TrackSource>([...told, ...(this.#stay?.sent.keys() ?? [])])
    this.#carried.clear()
    this.#isBetweenRooms = false
    this.#stop()
    return [...sources].map(off)
  }

  /** The room is gone or was not entered, and another one will come. Returns what there is to tell of it. */
  lose(): MediaFact[] {
    const stay = this.#stay
    for (const kind of captureKinds) {
      if (stay?.wanted.has(kind)) this.#carried.set(kind, stay.sent.has(kind) || this.#carried.get(kind) === true)
    }
    this.#isBetweenRooms = true
    const screen = stay?.sent.has('screen') ? [off('screen')] : []
    if (stay) stay.isKept = true
    this.#stop()
    return screen
  }

  #stop(): void {
    const stay = this.#stay
    this.#stay = undefined
    for (const endCapture of stay?.sent.values() ?? []) endCapture()
  }
}
