import { every, systemClock, type Clock } from '../ports/clock.ts'

/** As much of a clock as synthetic media needs. */
export type SyntheticClock = Pick<Clock, 'now' | 'setTimeout' | 'clearTimeout'>

export { every, systemClock }
