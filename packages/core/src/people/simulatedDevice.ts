import type { CallEngine, CallOptions } from '../engine/callEngine.ts'
import type { Call, CallState, CallStatus } from '../engine/callState.ts'
import type { CallEvent, CallEventPayloads } from '../protocol/events.ts'
import { Answers, attempt, toAnswer, type After, type AnswerInput, type Seconds } from './answers.ts'
import type { Heard, Hearing, HeardEvent } from './heard.ts'
import type { Waits } from './waits.ts'

/** How a simulated person calls: as `engine.call`, a video call unless said otherwise. */
export interface CallsOptions extends Partial<Omit<CallOptions, 'userIDList'>> {
  /** Default: at once. */
  after?: Seconds
  /** Counted from the connecting; a call that never connects is left to ring. */
  hangsUpAfter?: Seconds
}

/** What a person can be told to do on a device. Times are seconds on the simulator's clock. */
export interface Acting<Self> {
  /** Signs in, when that is not done yet. Resolves with the engine, ready to call and to be called. */
  signIn(): Promise<CallEngine>
  /** Hangs up if in a call, and signs out. */
  signOut(): Promise<void>
  /**
   * What happens at the next call, the one after it, …: the last answer stays. Takes the place of earlier answers, and
   * holds for a ring that is on. Signs in.
   *
   * @example
   * simulator.person('bob').whenCalled({ does: 'decline', message: 'Later' }, { does: 'accept', after: 2, camera: false })
   */
  whenCalled(...answers: AnswerInput[]): Self
  /** Signs in and calls. Resolves with the call once it rings, and rejects as `engine.call` does. */
  calls(userIDs: string | readonly string[], options?: CallsOptions): Promise<Call>
  /** Ends the call there is after so many seconds (default at once), if there is one. */
  hangsUp(after?: Seconds): Self
  /** Runs `act` after so many seconds: whatever has no word of its own here. */
  after(seconds: Seconds, act: (self: Self) => void): Self
  /** Resolves when the state is so; rejects after `timeoutMs` of the machine's time (default 4000), naming the state. */
  untilState(is: CallStatus | ((state: CallState) => boolean), timeoutMs?: number): Promise<CallState>
}

/** A tab or a phone of a simulated person. */
export interface SimulatedDevice extends Acting<SimulatedDevice>, Hearing {
  readonly userID: string
  readonly deviceID: string
  /** The real engine, on the real call model, with synthetic media. Not signed in before `signIn()`. */
  readonly engine: CallEngine
  /** Cuts this device off the call server, for so many seconds or until `getsNetworkBack()`. */
  losesNetwork(seconds?: Seconds): SimulatedDevice
  getsNetworkBack(): SimulatedDevice
}

/** What a device needs of its simulator. */
export interface Surroundings {
  engine: CallEngine
  userID: string
  deviceID: string
  heard: Heard
  waits: Waits
  after: After
  /** Cuts the device off the call server and puts it back. */
  cut: () => void
  restore: () => void
}

/** One device: an engine and its script. */
export class Device implements SimulatedDevice {
  readonly userID: string
  readonly deviceID: string
  readonly engine: CallEngine
  readonly answers: Answers
  readonly #surroundings: Surroundings

  constructor(surroundings: Surroundings) {
    const { engine, userID, deviceID, heard, after } = surroundings
    this.#surroundings = surroundings
    this.engine = engine
    this.userID = userID
    this.deviceID = deviceID
    heard.listen(engine, deviceID)
    this.answers = new Answers(engine, after)
  }

  async signIn(): Promise<CallEngine> {
    const { status } = this.engine.store.getState()
    if (status === 'loggedOut' || status === 'connecting') await this.engine.login()
    return this.engine
  }

  signOut(): Promise<void> {
    return this.engine.logout()
  }

  whenCalled(...answers: AnswerInput[]): this {
    this.answers.set(answers.map(toAnswer))
    void attempt(() => this.signIn())
    return this
  }

  async calls(userIDs: string | readonly string[], options: CallsOptions = {}): Promise<Call> {
    const { after, hangsUpAfter, ...rest } = options
    if (after !== undefined) await new Promise<void>((resolve) => this.#surroundings.after(after, resolve))
    await this.signIn()
    const userIDList = typeof userIDs === 'string' ? [userIDs] : [...userIDs]
    const call = await this.engine.call({ type: 'video', ...rest, userIDList })
    if (hangsUpAfter !== undefined) {
      // The event is held back until this task is over, so none is missed.
      this.engine.once('CALL_BEGIN', ({ callID }) => this.answers.hangUp(hangsUpAfter, callID))
    }
    return call
  }

  hangsUp(after: Seconds = 0): this {
    this.answers.hangUp(after)
    return this
  }

  after(seconds: Seconds, act: (self: SimulatedDevice) => void): this {
    this.#surroundings.after(seconds, () => act(this))
    return this
  }

  losesNetwork(seconds?: Seconds): this {
    this.#surroundings.cut()
    if (seconds !== undefined) this.#surroundings.after(seconds, () => this.getsNetworkBack())
    return this
  }

  getsNetworkBack(): this {
    this.#surroundings.restore()
    return this
  }

  untilState(is: CallStatus | ((state: CallState) => boolean), timeoutMs?: number): Promise<CallState> {
    const { store } = this.engine
    const holds = typeof is === 'string' ? (state: CallState) => state.status === is : is
    return this.#surroundings.waits.until({
      find: () => (holds(store.getState()) ? store.getState() : undefined),
      subscribe: (check) => store.subscribe(check),
      failure: () => `The state of "${this.userID}" did not come; it is ${JSON.stringify(store.getState(), null, 2)}`,
      timeoutMs,
    })
  }

  heard(): readonly HeardEvent[] {
    return this.#surroundings.heard.all(this.deviceID)
  }

  hasHeard<E extends CallEvent>(event: E, part?: Partial<CallEventPayloads[E]>): boolean {
    return this.#surroundings.heard.find(event, part, this.deviceID) !== undefined
  }

  untilHeard<E extends CallEvent>(event: E, part?: Partial<CallEventPayloads[E]>, timeoutMs?: number) {
    return untilHeard(this.#surroundings, this.userID, { event, part, timeoutMs, deviceID: this.deviceID })
  }

  forget(): void {
    this.#surroundings.heard.forget(this.deviceID)
  }
}

interface Sought<E extends CallEvent> {
  event: E
  part: Partial<CallEventPayloads[E]> | undefined
  timeoutMs: number | undefined
  deviceID?: string
}

/** Waits for an event of one device, or of any. */
export function untilHeard<E extends CallEvent>(
  { heard, waits }: { heard: Heard; waits: Waits },
  userID: string,
  { event, part, timeoutMs, deviceID }: Sought<E>,
): Promise<CallEventPayloads[E]> {
  const told = () => heard.all(deviceID).map((each) => each.event)
  return waits.until({
    find: () => heard.find(event, part, deviceID),
    subscribe: (check) => heard.onEvent(check),
    failure: () => `"${userID}" has not heard ${event}, but ${told().join(', ') || 'nothing'}.`,
    timeoutMs,
  })
}
