import type {
  ConnectOptions,
  DeviceKind,
  DeviceState,
  Media,
  MediaAccess,
  MediaFact,
  PictureSource,
  Preview,
  PreviewOptions,
  TrackSource,
} from '../ports/media.ts'
import { CallError } from '../protocol/errors.ts'
import { SyntheticAttachments } from './syntheticAttachments.ts'
import { every, type SyntheticClock } from './syntheticClock.ts'
import { SyntheticDevices } from './syntheticDevices.ts'
import { SyntheticFacts } from './syntheticFacts.ts'
import { SyntheticMeters } from './syntheticMeters.ts'
import type { CaptureKind, Person, PersonClient } from './syntheticPerson.ts'
import type { SyntheticPicture } from './syntheticPicture.ts'
import { meterIntervalMs, openSyntheticPreview, type SyntheticPreview } from './syntheticPreview.ts'
import type { RoomMember, SyntheticRoom } from './syntheticRoom.ts'
import type { SyntheticSpeaker } from './syntheticSpeaker.ts'

/** What a client needs of its stage. */
export interface SyntheticSurroundings {
  clock: SyntheticClock
  person: (userID: string) => Person
  /** The room this access opens. Throws NOT_ALLOWED. */
  room: (access: MediaAccess) => SyntheticRoom
  /** Milliseconds between two `volume` facts. */
  volumeIntervalMs: number
  /** Makes the others audible; undefined: no sound. */
  speaker: SyntheticSpeaker | undefined
}

/** From `connect` to `disconnect`. */
interface Visit {
  readonly self: string
  /** Settles with `connect`. */
  entered: Promise<void>
  /** Undefined until it is entered. */
  room: SyntheticRoom | undefined
  /** What has been asked for, in time ahead of `sent`. */
  readonly wanted: Set<TrackSource>
  /** What is on, each with what ends its capture. */
  readonly sent: Map<TrackSource, () => void>
  readonly timers: (() => void)[]
}

function leftMeanwhile(): CallError {
  return new CallError('WRONG_STATE', 'The room was left meanwhile.')
}

/** One device of a person: the synthetic `Media`. */
export class SyntheticClient implements Media, RoomMember, PersonClient {
  readonly hasRoom = true
  readonly person: Person
  readonly #surroundings: SyntheticSurroundings
  readonly #facts = new SyntheticFacts()
  readonly #attachments = new SyntheticAttachments((userID, source) => this.#pictureOf(userID, source))
  readonly #meters: SyntheticMeters
  readonly #previews = new Set<SyntheticPreview>()
  readonly #devices: SyntheticDevices
  #visit: Visit | undefined
  /** Counts what ends every capture, so that one under way knows it came too late. */
  #departures = 0
  #isDestroyed = false

  constructor(person: Person, surroundings: SyntheticSurroundings) {
    this.person = person
    this.#surroundings = surroundings
    this.#devices = new SyntheticDevices(person)
    this.#meters = new SyntheticMeters(surroundings.speaker)
    person.clients.add(this)
  }

  get userID(): string {
    return this.#visit?.self ?? ''
  }

  onFact(listener: (fact: MediaFact) => void): () => void {
    return this.#isDestroyed ? () => {} : this.#facts.listen(listener)
  }

  async preload(): Promise<void> {}

  async connect(access: MediaAccess, { self }: ConnectOptions): Promise<void> {
    this.#checkAlive()
    if (this.#visit) throw new CallError('WRONG_STATE', 'There is a room already; leave it first.')
    const visit: Visit = {
      self,
      entered: Promise.resolve(),
      room: undefined,
      wanted: new Set(),
      sent: new Map(),
      timers: [],
    }
    this.#visit = visit
    visit.entered = this.#enter(visit, access)
    await visit.entered
  }

  async #enter(visit: Visit, access: MediaAccess): Promise<void> {
    await Promise.resolve()
    if (this.#visit !== visit) throw leftMeanwhile()
    try {
      if (this.person.isCut) throw new CallError('MEDIA_FAILED')
      visit.room = this.#surroundings.room(access)
    } catch (error) {
      this.#visit = undefined
      throw error
    }
    const { room } = visit
    const { clock, volumeIntervalMs } = this.#surroundings
    visit.timers.push(
      every(clock, volumeIntervalMs, () => this.tell({ kind: 'volume', levels: room.levels(this) })),
      every(clock, meterIntervalMs, () => this.#tellMeters(room)),
      () => this.#meters.hush(),
    )
    this.tell({ kind: 'connection', state: 'connected' })
    if (this.person.isAudioBlocked) this.audioBlockedChanged()
    if (this.#visit === visit) room.enter(this)
    // A listener may have left again at once.
    if (this.#visit !== visit) throw leftMeanwhile()
  }

  async disconnect(): Promise<void> {
    this.#departures += 1
    for (const preview of this.#previews) preview.stop()
    this.#leave()
  }

  #leave(): void {
    const visit = this.#visit
    if (!visit) return
    this.#visit = undefined
    for (const stop of visit.timers) stop()
    for (const endCapture of visit.sent.values()) endCapture()
    this.refreshPictures()
    this.#facts.forgetRoom()
    this.tell(...[...visit.sent.keys()].map((source): MediaFact => ({ kind: 'localTrack', source, isOn: false })))
    visit.room?.leave(this)
  }

  setCamera(isOn: boolean): Promise<void> {
    return this.#send('camera', isOn)
  }

  setMicrophone(isOn: boolean): Promise<void> {
    return this.#send('microphone', isOn)
  }

  setScreenShare(isOn: boolean): Promise<void> {
    return this.#send('screen', isOn)
  }

  async #send(source: TrackSource, isOn: boolean): Promise<void> {
    const visit = this.#visit
    if (!isOn) {
      visit?.wanted.delete(source)
      this.#end(source)
      return
    }
    this.#checkAlive()
    if (!visit) throw new CallError('WRONG_STATE', 'There is no room to send to.')
    visit.wanted.add(source)
    await visit.entered
    await Promise.resolve()
    if (this.#visit !== visit) throw leftMeanwhile()
    // Switched off again meanwhile, or on twice.
    if (!visit.wanted.has(source) || visit.sent.has(source)) return
    try {
      if (source !== 'screen') this.person.checkCapture(source)
    } catch (error) {
      visit.wanted.delete(source)
      throw error
    }
    visit.sent.set(source, source === 'microphone' ? () => {} : this.#hold(source))
    this.tell({ kind: 'localTrack', source, isOn: true })
    visit.room?.update()
    this.refreshPictures()
  }

  #hold(source: PictureSource): () => void {
    if (source === 'camera') this.person.cameraID = this.#devices.cameraID
    return this.person.holdPicture(source)
  }

  #end(source: TrackSource): void {
    const visit = this.#visit
    const endCapture = visit?.sent.get(source)
    if (!visit || !endCapture) return
    visit.sent.delete(source)
    endCapture()
    this.refreshPictures()
    this.tell({ kind: 'localTrack', source, isOn: false })
    visit.room?.update()
  }

  sends(source: TrackSource): boolean {
    return this.#visit?.sent.has(source) ?? false
  }

  async switchDevice(kind: DeviceKind, deviceID: string): Promise<void> {
    this.#checkAlive()
    if (this.#devices.choose(kind, deviceID)) this.#tellDevices()
  }

  async getDevices(): Promise<DeviceState> {
    return this.#devices.state()
  }

  #tellDevices(): void {
    this.tell({ kind: 'devices', devices: this.#devices.state() })
  }

  attach(userID: string, source: PictureSource, element: HTMLVideoElement): () => void {
    if (this.#isDestroyed) return () => {}
    return this.#attachments.add(userID, source, element)
  }

  refreshPictures(): void {
    this.#attachments.refresh()
  }

  #pictureOf(userID: string, source: PictureSource): SyntheticPicture | undefined {
    const visit = this.#visit
    if (!visit?.room) return undefined
    const isSeen = userID === visit.self ? this.sends(source) : visit.room.isSeen(this, userID, source)
    return isSeen ? this.#surroundings.person(userID).picture(source) : undefined
  }

  onVolume(userID: string, listener: (volume: number) => void): () => void {
    return this.#meters.add(userID, listener)
  }

  #tellMeters(room: SyntheticRoom): void {
    const { isAudioBlocked: isBlocked } = this.person
    this.#meters.tell(room.levels(this), { self: this.userID, isBlocked, isIn: () => this.#visit?.room === room })
  }

  async startAudio(): Promise<void> {
    this.#meters.resume()
    if (this.person.isAudioBlocked) this.person.unblockAudio()
  }

  async preview({ camera, microphone }: PreviewOptions): Promise<Preview> {
    this.#checkAlive()
    const departures = this.#departures
    await Promise.resolve()
    if (departures !== this.#departures) throw leftMeanwhile()
    if (camera) this.person.checkCapture('camera')
    if (microphone) this.person.checkCapture('microphone')
    if (camera) this.person.cameraID = this.#devices.cameraID
    const preview = openSyntheticPreview(this.person, {
      camera,
      microphone,
      clock: this.#surroundings.clock,
      onStop: () => this.#previews.delete(preview),
    })
    this.#previews.add(preview)
    return preview
  }

  async setNoiseSuppression(_isOn: boolean): Promise<void> {}

  async destroy(): Promise<void> {
    if (this.#isDestroyed) return
    this.#isDestroyed = true
    this.silence()
    await this.disconnect()
    this.#meters.clear()
    this.#attachments.clear()
    this.person.clients.delete(this)
  }

  #checkAlive(): void {
    if (this.#isDestroyed) throw new CallError('WRONG_STATE', 'This media has been destroyed.')
  }

  silence(): void {
    this.#facts.end()
  }

  tell(...facts: MediaFact[]): void {
    this.#facts.tell(...facts)
  }

  captureEnded(source: CaptureKind | 'screen', error?: CallError): void {
    const wasOn = this.sends(source)
    // One that is under way will find out by itself, and reject.
    if (wasOn) this.#visit?.wanted.delete(source)
    this.#end(source)
    if (source !== 'screen') for (const preview of this.#previews) preview.end(source)
    if (wasOn && error) this.tell({ kind: 'error', error })
  }

  devicesChanged(): void {
    this.#devices.replaceMissing()
    this.#tellDevices()
  }

  networkChanged(): void {
    this.#visit?.room?.update()
  }

  linkChanged(): void {
    const room = this.#visit?.room
    if (!room) return
    this.tell({ kind: 'connection', state: this.person.isCut ? 'reconnecting' : 'connected' })
    room.update()
    this.refreshPictures()
  }

  linkLost(error: CallError): void {
    if (!this.#visit?.room) return
    this.#leave()
    this.tell({ kind: 'connection', state: 'lost', cause: error })
  }

  audioBlockedChanged(): void {
    if (this.#visit?.room) this.tell({ kind: 'audioBlocked', isBlocked: this.person.isAudioBlocked })
  }
}
