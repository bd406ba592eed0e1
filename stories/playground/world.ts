import { CallEvent } from '@ringkit/core'
import type { CallEngine, CallEventPayloads } from '@ringkit/core'
import { createSimulator } from '@ringkit/core/simulator'
import type { AnswerInput, SimulatedPerson, Simulator } from '@ringkit/core/simulator'
import { cast, most, nameOf } from './cast.ts'

/** One device of somebody: what a frame shows. */
export interface Device {
  deviceID: string
  userID: string
  /** A phone stands upright; a laptop is the second device. */
  kind: 'phone' | 'laptop'
  engine: CallEngine
}

/** One event, as it came to one device. */
export interface Told {
  id: number
  /** Ms since the playground began, on the simulator's clock. */
  at: number
  deviceID: string
  userID: string
  event: CallEvent
  payload: CallEventPayloads[CallEvent]
}

/** What is done to somebody, beside what they do themselves. */
export interface Fate {
  isCut: boolean
  hasNoCamera: boolean
  hasNoMicrophone: boolean
  isQuiet: boolean
  answer: Answer
}

export const answers = ['byHand', 'accept', 'decline', 'busy'] as const
export type Answer = (typeof answers)[number]

const answerOf: Record<Answer, AnswerInput> = {
  byHand: 'nothing',
  accept: { does: 'accept', after: 2 },
  decline: { does: 'decline', after: 2, message: 'In a meeting' },
  busy: 'busy',
}

const untouched: Fate = { isCut: false, hasNoCamera: false, hasNoMicrophone: false, isQuiet: false, answer: 'byHand' }

/** All that the playground shows; replaced, never changed in place. */
export interface WorldState {
  devices: readonly Device[]
  fates: Readonly<Record<string, Fate>>
  /** Newest first. */
  told: readonly Told[]
  hasVolume: boolean
}

/** More than anybody reads; a log that grows for hours would slow the page down. */
const mostTold = 400
const ringSeconds = 20

/** A call server, people at it and what they are told, in one page. */
export class World {
  readonly simulator: Simulator = createSimulator({ people: cast, ringTimeout: ringSeconds })
  readonly #listeners = new Set<() => void>()
  readonly #startedAt = this.simulator.clock.now()
  #state: WorldState = { devices: [], fates: {}, told: [], hasVolume: false }
  #count = 0

  constructor(count: number) {
    for (const { userID } of cast.slice(0, count)) this.addPerson(userID)
  }

  readonly getState = (): WorldState => this.#state

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The userIDs of those whose screens are there. */
  get people(): string[] {
    return [...new Set(this.#state.devices.map(({ userID }) => userID))]
  }

  person(userID: string): SimulatedPerson {
    return this.simulator.person(userID)
  }

  /** Somebody more; the next one of the cast when nobody is named. */
  addPerson(userID: string | undefined = this.#nextPerson()): void {
    if (userID === undefined) return
    // Who comes back finds everything in order.
    const person = this.person(userID)
    person.allowCamera()
    person.plugMicrophone()
    person.talks().getsNetworkBack()
    this.#set({ fates: { ...this.#state.fates, [userID]: untouched } })
    this.#addDevice(userID, `${userID}-phone`, 'phone')
  }

  /** Somebody's second device. */
  addLaptop(userID: string): void {
    this.#addDevice(userID, `${userID}-laptop`, 'laptop')
  }

  /** Takes all devices of somebody away; who is in a call leaves it. */
  removePerson(userID: string): void {
    for (const { deviceID } of this.#state.devices.filter((device) => device.userID === userID)) {
      this.removeDevice(deviceID)
    }
  }

  removeDevice(deviceID: string): void {
    const device = this.#state.devices.find((each) => each.deviceID === deviceID)
    if (!device) return
    this.#set({ devices: this.#state.devices.filter((each) => each !== device) })
    device.engine.destroy()
  }

  /** Signs a device in or out. */
  async setSignedIn(deviceID: string, isSignedIn: boolean): Promise<void> {
    const engine = this.#state.devices.find((each) => each.deviceID === deviceID)?.engine
    await (isSignedIn ? engine?.login() : engine?.logout())
  }

  /** The network of all devices of somebody, until it is given back. */
  setCut(userID: string, isCut: boolean): void {
    if (isCut) this.person(userID).losesNetwork()
    else this.person(userID).getsNetworkBack()
    this.#setFate(userID, { isCut })
  }

  /** Cuts the network and gives it back on the simulator's clock. */
  cutFor(userID: string, seconds: number): void {
    this.setCut(userID, true)
    this.person(userID).after(seconds, () => this.setCut(userID, false))
  }

  setNoCamera(userID: string, hasNoCamera: boolean): void {
    const person = this.person(userID)
    if (hasNoCamera) person.denyCamera()
    else person.allowCamera()
    this.#setFate(userID, { hasNoCamera })
  }

  setNoMicrophone(userID: string, hasNoMicrophone: boolean): void {
    const person = this.person(userID)
    if (hasNoMicrophone) person.unplugMicrophone()
    else person.plugMicrophone()
    this.#setFate(userID, { hasNoMicrophone })
  }

  setQuiet(userID: string, isQuiet: boolean): void {
    const person = this.person(userID)
    if (isQuiet) person.staysSilent()
    else person.talks()
    this.#setFate(userID, { isQuiet })
  }

  /** What all devices of somebody do when called. */
  setAnswer(userID: string, answer: Answer): void {
    this.#setFate(userID, { answer })
    for (const device of this.#state.devices) if (device.userID === userID) this.#script(device)
  }

  setVolume(hasVolume: boolean): void {
    this.#set({ hasVolume })
  }

  forget(): void {
    this.#set({ told: [] })
  }

  destroy(): void {
    this.#listeners.clear()
    this.simulator.destroy()
  }

  #nextPerson(): string | undefined {
    if (this.people.length >= most) return undefined
    return cast.find(({ userID }) => !this.people.includes(userID))?.userID
  }

  #addDevice(userID: string, name: string, kind: Device['kind']): void {
    // A name is never used again: who comes back has a new device.
    this.#count += 1
    const deviceID = `${name}-${this.#count}`
    const engine = this.simulator.createEngine(userID, { deviceID })
    for (const event of Object.values(CallEvent))
      engine.on(event, (payload) => this.#tell(userID, deviceID, event, payload))
    const device: Device = { deviceID, userID, kind, engine }
    const { devices } = this.#state
    // A laptop stands beside its owner's phone.
    const place = devices.findLastIndex((each) => each.userID === userID) + 1 || devices.length
    this.#set({ devices: devices.toSpliced(place, 0, device) })
    // A playground that is left meanwhile ends the login.
    engine.login().catch(() => {})
    this.#script(device)
  }

  #script({ userID, deviceID, kind }: Device): void {
    const answer = this.#state.fates[userID]?.answer ?? 'byHand'
    // One of the devices acts: two that accept at once are one too many.
    const isActing = kind === 'phone' || answer === 'busy'
    this.person(userID)
      .device(deviceID)
      .whenCalled(isActing ? answerOf[answer] : 'nothing')
  }

  #tell(userID: string, deviceID: string, event: CallEvent, payload: Told['payload']): void {
    if (event === 'USER_VOICE_VOLUME' && !this.#state.hasVolume) return
    this.#count += 1
    const at = this.simulator.clock.now() - this.#startedAt
    const told: Told = { id: this.#count, at, deviceID, userID, event, payload }
    this.#set({ told: [told, ...this.#state.told].slice(0, mostTold) })
  }

  #setFate(userID: string, change: Partial<Fate>): void {
    const fate = this.#state.fates[userID] ?? untouched
    this.#set({ fates: { ...this.#state.fates, [userID]: { ...fate, ...change } } })
  }

  #set(change: Partial<WorldState>): void {
    this.#state = { ...this.#state, ...change }
    for (const listener of [...this.#listeners]) listener()
  }
}

/** What a device is called on the page. */
export function deviceName({ userID, kind }: Device): string {
  return `${nameOf(userID)}’s ${kind}`
}
