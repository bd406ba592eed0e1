import { createStore } from 'zustand/vanilla'
import type { CallEventOf } from '../protocol/events.ts'
import { askedAfter } from './asked.ts'
import { loggedOut, type CallState } from './callState.ts'
import type { Emitter } from './emitter.ts'
import { noFacts } from './mediaFacts.ts'
import { toCallState, type Inputs } from './toCallState.ts'

const nothing: Inputs = {
  login: 'loggedOut',
  reconnecting: loggedOut.reconnecting,
  self: undefined,
  snapshot: undefined,
  clockOffset: 0,
  media: noFacts,
  asked: {},
  effects: loggedOut.effects,
  maxMembers: undefined,
  error: undefined,
}

/** What is told with a change, or what follows from the state before it and the state after it. */
export type Told = readonly CallEventOf[] | ((previous: CallState, next: CallState) => readonly CallEventOf[])

/** The inputs, the store derived from them, and the events that go with a change: the one place that writes the store. */
export function createEngineState(emitter: Emitter) {
  const store = createStore<CallState>(() => loggedOut)
  let inputs = nothing

  return {
    store,
    get inputs(): Inputs {
      return inputs
    },
    /** Takes a change in: the state is new before the first event is told (contract, Order). */
    apply(change: Partial<Inputs>, events: Told = []): void {
      const previous = store.getState()
      const before = inputs
      inputs = { ...inputs, ...change }
      if (inputs.snapshot !== before.snapshot) inputs = { ...inputs, asked: askedAfter(inputs.snapshot, inputs.asked) }
      const next = toCallState(previous, inputs, before)
      if (next !== previous) store.setState(next, true)
      const told = typeof events === 'function' ? events(previous, next) : events
      for (const event of told) emitter.emit(event)
    },
  }
}

export type EngineState = ReturnType<typeof createEngineState>
