import type { CallEvent, CallEventPayloads } from '../protocol/events.ts'
import type { Hearing, HeardEvent } from './heard.ts'

interface Result {
  pass: boolean
  message: () => string
}

/** How long `toHaveHeard` waits, ms of the machine's time: less than a test runner's own patience. */
const PATIENCE_MS = 1_000

const listed = (events: readonly HeardEvent[]) => events.map(({ event }) => event).join(', ') || 'nothing'

/**
 * Matchers for Vitest, Jest and Storybook. Await them: `toHaveHeard` gives an event that is on its way a second to come; with
 * `.not` it looks once, at what has been told by now.
 *
 * @example
 * expect.extend(callMatchers)
 * await expect(simulator.person('ann')).toHaveHeard('REJECT', { userID: 'bob' })
 * await expect(simulator.person('bob')).not.toHaveHeard('CALLING_END')
 */
export const callMatchers = {
  async toHaveHeard<E extends CallEvent>(
    this: { isNot?: boolean } | void,
    hearing: Hearing,
    event: E,
    part?: Partial<CallEventPayloads[E]>,
  ): Promise<Result> {
    const isNot = this?.isNot ?? false
    if (!isNot) await hearing.untilHeard(event, part, PATIENCE_MS).catch(() => undefined)
    const what = part ? `${event} ${JSON.stringify(part)}` : event
    return {
      pass: hearing.hasHeard(event, part),
      message: () => `Expected ${isNot ? 'no ' : ''}${what}; heard: ${listed(hearing.heard())}.`,
    }
  },
}

/**
 * The types of `callMatchers`.
 *
 * @example
 * declare module 'vitest' {
 *   interface Matchers<T = any> extends CallMatchers {}
 * }
 */
export interface CallMatchers {
  toHaveHeard<E extends CallEvent>(event: E, part?: Partial<CallEventPayloads[E]>): Promise<void>
}
