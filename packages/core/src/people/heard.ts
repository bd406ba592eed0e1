import type { CallEngine } from '../engine/callEngine.ts'
import type { Clock } from '../ports/clock.ts'
import { CallEvent, type CallEventOf, type CallEventPayloads } from '../protocol/events.ts'

/** An event as one device was told it. */
export type HeardEvent<E extends CallEvent = CallEvent> = CallEventOf<E> & {
  deviceID: string
  /** The simulator's clock, epoch ms. */
  at: number
}

/**
 * What one device or all devices of a person have been told, and waiting for what they will be. USER_VOICE_VOLUME comes ten
 * times a second: of it only the newest is kept, and it is not in `heard()`.
 */
export interface Hearing {
  /** All events so far, in order, each with its payload. */
  heard(): readonly HeardEvent[]
  /** Was this event told, with a payload that has these parts? */
  hasHeard<E extends CallEvent>(event: E, part?: Partial<CallEventPayloads[E]>): boolean
  /**
   * Resolves with the payload of the first such event, told already or yet to come. Rejects after `timeoutMs` of the
   * machine's time (default 4000), naming what was told instead. The simulator's clock is not turned by it.
   */
  untilHeard<E extends CallEvent>(
    event: E,
    part?: Partial<CallEventPayloads[E]>,
    timeoutMs?: number,
  ): Promise<CallEventPayloads[E]>
  /** Forgets all that was heard. */
  forget(): void
}

/** Is every part of `part` in `whole` the same? Lists and objects by their content. */
function hasPart(whole: object, part: object | undefined): boolean {
  if (!part) return true
  return Object.entries(part).every(([key, value]) => isEqual(Reflect.get(whole, key), value))
}

function isEqual(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b)
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => isEqual(Reflect.get(a, key), Reflect.get(b, key)))
}

/** The events of a person's devices, in the order in which they were told. */
export class Heard {
  readonly #clock: Pick<Clock, 'now'>
  readonly #listeners = new Set<() => void>()
  #log: HeardEvent[] = []
  #volumes: HeardEvent[] = []

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock
  }

  /** Listens to an engine from now on. */
  listen(engine: CallEngine, deviceID: string): void {
    for (const event of Object.values(CallEvent)) {
      engine.on(event, (payload) => {
        // Each handler gets its own event's payload; the union cannot say so.
        const told = { event, payload, deviceID, at: this.#clock.now() } as HeardEvent
        if (event === 'USER_VOICE_VOLUME') this.#volumes = [told]
        else this.#log.push(told)
        for (const check of [...this.#listeners]) check()
      })
    }
  }

  /** Calls `check` after each event; returns what ends that. */
  onEvent(check: () => void): () => void {
    this.#listeners.add(check)
    return () => {
      this.#listeners.delete(check)
    }
  }

  all(deviceID?: string): readonly HeardEvent[] {
    return this.#log.filter((told) => deviceID === undefined || told.deviceID === deviceID)
  }

  find<E extends CallEvent>(
    event: E,
    part?: Partial<CallEventPayloads[E]>,
    deviceID?: string,
  ): CallEventPayloads[E] | undefined {
    const found = [...this.all(deviceID), ...this.#volumes].find(
      (told) => told.event === event && hasPart(told.payload, part),
    )
    // The payload belongs to the name it was logged under.
    return found?.payload as CallEventPayloads[E] | undefined
  }

  forget(deviceID?: string): void {
    this.#log = deviceID === undefined ? [] : this.#log.filter((told) => told.deviceID !== deviceID)
    this.#volumes = []
  }
}
