import { createStore } from 'zustand/vanilla'
import type { CallEventOf } from '../protocol/events.ts'
import { askedAfter } from './asked.ts'
import { loggedOut, type CallState } from './callState.ts'
import type { Emitter } from './emitter.ts'
import { deviceEvents, qualityEvents, withAvailability } from './mediaEvents.ts'
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
    apply(change: Partial<Inputs>, events: readonly CallEventOf[] = []): void {
      const previous = store.getState()
      const before = inputs
      inputs = { ...inputs, ...change }
      if (inputs.snapshot !== before.snapshot) inputs = { ...inputs, asked: askedAfter(inputs.snapshot, inputs.asked) }
      const next = toCallState(previous, inputs, before)
      if (next !== previous) store.setState(next, true)
      const told = [
        ...withAvailability(events, previous, next),
        ...qualityEvents(previous, next),
        ...deviceEvents(previous, next),
      ]
      for (const event of told) emitter.emit(event)
    },
  }
}

export type EngineState = ReturnType<typeof createEngineState>
