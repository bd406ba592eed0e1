import type {
  Background,
  ConnectOptions,
  DeviceKind,
  DeviceState,
  Media,
  MediaAccess,
  MediaFact,
  PictureSource,
  Preview,
  PreviewOptions,
  RoomCheck,
  TrackSource,
  WarmOptions,
} from '../ports/media.ts'
import { CallError } from '../protocol/errors.ts'
import { SyntheticAttachments } from './syntheticAttachments.ts'
import { every, type SyntheticClock } from './syntheticClock.ts'
import { SyntheticDevices } from './syntheticDevices.ts'
import { SyntheticFacts } from './syntheticFacts.ts'
import { SyntheticMeters } from './syntheticMeters.ts'
import { SyntheticMutedVolume } from './syntheticMutedVolume.ts'
import type { CaptureKind, Person, PersonClient } from './syntheticPerson.ts'
import type { SyntheticPicture } from './syntheticPicture.ts'
import { meterIntervalMs } from './syntheticPreview.ts'
import { SyntheticPreviews } from './syntheticPreviews.ts'
import type { RoomMember, SyntheticRoom } from './syntheticRoom.ts'
import { syntheticRoomCheck } from './syntheticRoomCheck.ts'
import { leftMeanwhile, SyntheticSending } from './syntheticSending.ts'
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

/** From `connect` or `warm` to `disconnect`. */
interface Visit {
  readonly self: string
  /** Entered ahead of its call: of what happens in it nothing is told yet. */
  warm: 'held back' | 'early' | undefined
  /** Where it leads, once that is known. */
  found: SyntheticRoom | undefined
  /** Undefined until it is entered. */
  room: SyntheticRoom | undefined
  readonly timers: (() => void)[]
}

/** One device of a person: the synthetic `Media`. */
export class SyntheticClient implements Media, RoomMember, PersonClient {
  readonly hasRoom = true
  readonly person: Person
  readonly #surroundings: SyntheticSurroundings
  readonly #facts = new SyntheticFacts()
  readonly #attachments = new SyntheticAttachments((userID, source) => this.#pictureOf(userID, source))
  readonly #meters: SyntheticMeters
  readonly #previews: SyntheticPreviews
  readonly #devices: SyntheticDevices
  readonly #sending: SyntheticSending
  readonly #mutedVolume = new SyntheticMutedVolume()
  #members: ReadonlySet<string> = new Set()
  #visit: Visit | undefined
  #isDestroyed = false

  constructor(person: Person, surroundings: SyntheticSurroundings) {
    this.person = person
    this.#surroundings = surroundings
    this.#devices = new SyntheticDevices(person)
    this.#meters = new SyntheticMeters(surroundings.speaker)
    const cameraID = () => this.#devices.cameraID
    this.#previews = new SyntheticPreviews({ person, clock: surroundings.clock, cameraID })
    this.#sending = new SyntheticSending({
      person,
      cameraID,
      tell: (...facts) => this.tell(...facts),
      started: (...facts) => {
        this.tell(...facts)
        this.#visit?.room?.update()
        this.refreshPictures()
      },
      stopped: (...facts) => {
        this.refreshPictures()
        this.tell(...facts)
        this.#visit?.room?.update()
      },
    })
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
    const visit = this.#begin(self)
    const join = async () => this.#enter(visit, await this.#found(visit, access))
    const entered = join()
    this.#sending.begin(entered)
    await entered
  }

  async warm(access: MediaAccess, { self, isEarly }: WarmOptions, signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw leftMeanwhile()
    const visit = this.#begin(self, isEarly ? 'early' : 'held back')
    signal.addEventListener('abort', () => this.#cool(visit), { once: true })
    const found = this.#found(visit, access)
    const entered = found.then(() => undefined)
    // Told by `found` already; nothing may be waiting to be sent.
    entered.catch(() => {})
    this.#sending.begin(entered)
    try {
      visit.found = await found
    } catch (error) {
      this.#cool(visit)
      throw error
    }
    if (!isEarly || access.token.endsWith('|waiting')) return
    visit.room = visit.found
    visit.room.enter(this)
  }

  async open(): Promise<void> {
    const visit = this.#visit
    if (!visit?.warm || !visit.found) throw leftMeanwhile()
    visit.warm = undefined
    // Those who could be seen early are told of anew.
    visit.room?.leave(this)
    this.#enter(visit, visit.found)
    if (this.#visit === visit) this.tell(...this.#sending.told())
  }

  #cool(visit: Visit): void {
    if (this.#visit === visit && visit.warm) this.#leave(() => this.#sending.leave())
  }

  #begin(self: string, warm?: Visit['warm']): Visit {
    this.#checkAlive()
    if (this.#visit) throw new CallError('WRONG_STATE', 'There is a room already; leave it first.')
    const visit: Visit = { self, warm, found: undefined, room: undefined, timers: [] }
    this.#visit = visit
    return visit
  }

  async #found(visit: Visit, access: MediaAccess): Promise<SyntheticRoom> {
    await Promise.resolve()
    if (this.#visit !== visit) throw leftMeanwhile()
    try {
      if (this.person.isCut) throw new CallError('MEDIA_FAILED')
      return this.#surroundings.room(access)
    } catch (error) {
      if (visit.warm) throw error
      this.#visit = undefined
      this.#sending.lose()
      throw error
    }
  }

  #enter(visit: Visit, room: SyntheticRoom): void {
    visit.room = room
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
    this.#sending.carryOn((cause) => {
      if (this.#visit === visit) this.tell({ kind: 'error', error: CallError.from(cause, 'MEDIA_FAILED') })
    })
  }

  setMembers(userIDs: readonly string[]): void {
    this.#members = new Set(userIDs)
    queueMicrotask(() => this.#visit?.room?.update())
  }

  meets(userID: string): boolean {
    return this.#members.has(userID)
  }

  async disconnect(): Promise<void> {
    this.#previews.stop()
    this.#leave(() => this.#sending.leave())
  }

  /** Out of the room. `stopSending` says what there is to tell of what goes off. */
  #leave(stopSending: () => MediaFact[]): void {
    const visit = this.#visit
    this.#visit = undefined
    for (const stop of visit?.timers ?? []) stop()
    const facts = stopSending()
    this.#tellMutedVolume()
    this.refreshPictures()
    if (visit) this.#facts.forgetRoom()
    if (!visit?.warm) this.tell(...facts)
    visit?.room?.leave(this)
  }

  setCamera(isOn: boolean): Promise<void> {
    return this.#sending.set('camera', isOn)
  }

  setMicrophone(isOn: boolean): Promise<void> {
    return this.#sending.set('microphone', isOn)
  }

  setScreenShare(isOn: boolean): Promise<void> {
    return this.#sending.set('screen', isOn)
  }

  sends(source: TrackSource): boolean {
    return this.#sending.sends(source)
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
    if (!visit) return undefined
    const isSeen =
      userID === visit.self ? this.sends(source) : this.meets(userID) && visit.room?.isSeen(this, userID, source)
    return isSeen ? this.#surroundings.person(userID).picture(source) : undefined
  }

  onVolume(userID: string, listener: (volume: number) => void): () => void {
    return this.#meters.add(userID, listener)
  }

  onMutedVolume(listener: (volume: number) => void): () => void {
    return this.#isDestroyed ? () => {} : this.#mutedVolume.add(listener)
  }

  /** Every 33 ms, and once more when the microphone goes on or away. */
  #tellMutedVolume(): void {
    this.#mutedVolume.tell(this.#sending.isMicrophoneMuted ? this.person.loudness() : undefined)
  }

  #tellMeters(room: SyntheticRoom): void {
    this.#tellMutedVolume()
    const { isAudioBlocked: isBlocked } = this.person
    this.#meters.tell(room.levels(this), { self: this.userID, isBlocked, isIn: () => this.#visit?.room === room })
  }

  async startAudio(): Promise<void> {
    this.#meters.resume()
    if (this.person.isAudioBlocked) this.person.unblockAudio()
  }

  async preview(options: PreviewOptions): Promise<Preview> {
    this.#checkAlive()
    return this.#previews.open(options)
  }

  async setNoiseSuppression(_isOn: boolean): Promise<void> {}

  async setBackground(background: Background): Promise<void> {
    this.#checkAlive()
    this.person.background = background
  }

  async checkRoom(access: MediaAccess, signal: AbortSignal): Promise<RoomCheck> {
    this.#checkAlive()
    if (this.#visit || signal.aborted) throw leftMeanwhile()
    this.#surroundings.room(access)
    await Promise.resolve()
    if (signal.aborted || this.#isDestroyed) throw leftMeanwhile()
    return syntheticRoomCheck(this.person)
  }

  async destroy(): Promise<void> {
    if (this.#isDestroyed) return
    this.#isDestroyed = true
    this.silence()
    await this.disconnect()
    this.#meters.clear()
    this.#mutedVolume.clear()
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
    this.#facts.tell(...(this.#visit?.warm ? facts.filter(({ kind }) => kind === 'devices') : facts))
  }

  captureEnded(source: CaptureKind | 'screen', error?: CallError): void {
    const wasOn = this.#sending.captureEnded(source)
    if (source !== 'screen') this.#previews.end(source)
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
    if (this.#visit?.warm && this.person.isCut) return this.#cool(this.#visit)
    const room = this.#visit?.room
    if (!room) return
    this.tell({ kind: 'connection', state: this.person.isCut ? 'reconnecting' : 'connected' })
    room.update()
    this.refreshPictures()
  }

  linkLost(error: CallError): void {
    if (this.#visit?.warm) return this.#cool(this.#visit)
    if (!this.#visit?.room) return
    this.#leave(() => this.#sending.lose())
    this.tell({ kind: 'connection', state: 'lost', cause: error })
  }

  audioBlockedChanged(): void {
    if (this.#visit?.room) this.tell({ kind: 'audioBlocked', isBlocked: this.person.isAudioBlocked })
  }
}
