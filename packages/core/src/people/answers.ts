import type { CallEngine } from '../engine/callEngine.ts'
import { CallError, type CallErrorCode } from '../protocol/errors.ts'

/** Seconds on the simulator's clock; a pair is a chance between the two, the same one for the same seed. */
export type Seconds = number | readonly [least: number, most: number]

/** What somebody does when called. */
export type Answer =
  /** Default `after`: at once. Camera and microphone as `engine.accept` has them. */
  | { does: 'accept'; after?: Seconds; camera?: boolean; microphone?: boolean; hangsUpAfter?: Seconds }
  | { does: 'decline'; after?: Seconds; message?: string }
  /** Lets it ring. */
  | { does: 'nothing' }
  /** Is in a call outside the simulator: the caller gets LINE_BUSY. */
  | { does: 'busy' }

/** An answer, or the bare name of one. */
export type AnswerInput = Answer | Answer['does']

export const toAnswer = (input: AnswerInput): Answer => (typeof input === 'string' ? { does: input } : input)

/** Runs something on the simulator's clock. */
export type After = (seconds: Seconds, act: () => void) => void

/** What a person may meet who acts a moment too late, without a network, or after the simulator's end. */
const tooLate: readonly CallErrorCode[] = ['WRONG_STATE', 'NOT_FOUND', 'NOT_LOGGED_IN', 'TIMEOUT', 'SIGNALLING_FAILED']

/** Lets a scripted act fail like a person's: who declines a call that is over has done nothing. */
export async function attempt(act: () => Promise<unknown>): Promise<void> {
  try {
    await act()
  } catch (cause) {
    if (!(cause instanceof CallError && tooLate.includes(cause.code))) throw cause
  }
}

/** The answers of one device: each call takes the next one, and the last one stays. */
export class Answers {
  readonly #engine: CallEngine
  readonly #after: After
  #answers: Answer[] = []
  /** The ring there is, answered or about to be. */
  #coming: { callID: string } | undefined

  constructor(engine: CallEngine, after: After) {
    this.#engine = engine
    this.#after = after
    engine.on('INVITED', ({ callID }) => this.#answer(callID))
    // The ring is over: the next one, of the same call too, gets the next answer.
    for (const event of ['CALL_BEGIN', 'CALL_NOT_CONNECTED'] as const)
      engine.on(event, () => (this.#coming = undefined))
  }

  /** Is the next call to find the line busy? */
  get isBusy(): boolean {
    return this.#answers[0]?.does === 'busy'
  }

  /** Takes the place of all answers before, also of one on its way. */
  set(answers: readonly Answer[]): void {
    this.#answers = [...answers]
    this.#coming = undefined
    const { status, call } = this.#engine.store.getState()
    if (status === 'ringing' && call) this.#answer(call.callID)
  }

  /** A call found the line busy: the next one gets the next answer. */
  wasBusy(): void {
    if (this.isBusy) this.#next()
  }

  #next(): Answer | undefined {
    return this.#answers.length > 1 ? this.#answers.shift() : this.#answers[0]
  }

  #answer(callID: string): void {
    // A login or a reconnection tells a ring once more.
    if (this.#coming?.callID === callID) return
    const coming = (this.#coming = { callID })
    const answer = this.#next()
    if (!answer || answer.does === 'nothing' || answer.does === 'busy') return
    this.#after(answer.after ?? 0, () => {
      if (this.#coming === coming) void attempt(() => this.#give(answer, callID))
    })
  }

  async #give(answer: Exclude<Answer, { does: 'nothing' | 'busy' }>, callID: string): Promise<void> {
    const { status, call } = this.#engine.store.getState()
    if (status !== 'ringing' || call?.callID !== callID) return
    if (answer.does === 'decline') {
      await this.#engine.reject(answer.message === undefined ? {} : { message: answer.message })
      return
    }
    const { camera, microphone, hangsUpAfter } = answer
    if (hangsUpAfter !== undefined) this.#engine.once('CALL_BEGIN', () => this.hangUp(hangsUpAfter, callID))
    await this.#engine.accept({
      ...(camera !== undefined && { camera }),
      ...(microphone !== undefined && { microphone }),
    })
  }

  /** Hangs up after a while: that call, or without `callID` whichever there is by then. */
  hangUp(seconds: Seconds, callID?: string): void {
    this.#after(seconds, () => {
      const { status, call } = this.#engine.store.getState()
      if (status !== 'calling' && status !== 'connected') return
      if (callID === undefined || call?.callID === callID) void attempt(() => this.#engine.hangup())
    })
  }
}
