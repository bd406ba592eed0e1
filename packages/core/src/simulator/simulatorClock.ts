import type { Clock } from '../ports/clock.ts'
import { nextTask } from './nextTask.ts'

/** `real`: runs with the machine's time. `manual`: stands still until it is turned. */
export type ClockMode = 'real' | 'manual'

/** How long `advanceUntil` looks for it. */
export interface AdvanceUntilOptions {
  /** Simulated seconds to go at most. Default 120. */
  withinSeconds?: number
}

/**
 * The time of a simulator: rings, graces, scripted people, synthetic media and the engines' own retries all go by it. Global
 * timers and `Date` are not touched. It can be turned by hand in both modes: a manual clock moves by that alone.
 */
export interface SimulatorClock {
  /** Epoch ms of the simulator. */
  now(): number
  /** Does it move by itself? */
  readonly isRunning: boolean
  /** How many timers wait to become due. */
  readonly waiting: number
  /**
   * Turns the clock on by `ms`: runs what falls due, each at its own time and in order, and lets all promises settle after
   * each. `advance(0)` turns nothing and lets promises settle. Under React, within `act`.
   *
   * @example
   * await simulator.clock.advance(30_000) // a ring of 30 s is over
   */
  advance(ms: number): Promise<void>
  /** Turns the clock from one due timer to the next until `is()` holds. Rejects when that takes longer than it may. */
  advanceUntil(is: () => boolean, options?: AdvanceUntilOptions): Promise<void>
  /** Lets it run by itself, `speed` times as fast as the machine's time. Default 1. */
  start(speed?: number): void
  /** Makes it stand still. */
  stop(): void
}

/** A `SimulatorClock`, and the same time as engines, service and media see it. */
export interface SimulatorTime extends Clock, SimulatorClock {
  /** Nothing runs any more, and nothing waits. */
  destroy(): void
}

interface Timer {
  at: number
  order: number
  run: () => void
}

/** The longest a global timer can wait, ms. */
const LONGEST_MS = 2 ** 31 - 1

/** Makes the time of one simulator. `startsAt` is epoch ms. */
export function createSimulatorClock(mode: ClockMode, startsAt: number = Date.now()): SimulatorTime {
  const timers = new Set<Timer>()
  let order = 0
  let tasks = 0
  let isEnded = false
  let speed = mode === 'real' ? 1 : 0
  /** Simulated ms up to `since`, which is the machine's. */
  let passed = 0
  let since = performance.now()
  let isTurning = false
  let turn: Promise<void> = Promise.resolve()
  let alarm: { handle: ReturnType<typeof setTimeout>; at: number } | undefined
  /** Several timers are due by now, and the next one runs in a task of its own. */
  let isCatchingUp = false

  // Fake timers installed meanwhile set the machine's time back: no time passes then.
  const elapsed = () => (isTurning ? passed : passed + Math.max(0, performance.now() - since) * speed)

  function rebase(): void {
    passed = elapsed()
    since = performance.now()
  }

  function nextTimer(): Timer | undefined {
    let next: Timer | undefined
    for (const timer of timers) {
      if (!next || timer.at < next.at || (timer.at === next.at && timer.order < next.order)) next = timer
    }
    return next
  }

  function silence(): void {
    if (alarm) clearTimeout(alarm.handle)
    alarm = undefined
  }

  /** Sets the one global timer to the first of ours. */
  function arm(): void {
    const next = speed > 0 && !isTurning && !isEnded && !isCatchingUp ? nextTimer() : undefined
    if (alarm && alarm.at === next?.at) return
    silence()
    if (!next) return
    const ms = Math.min(LONGEST_MS, Math.max(0, (next.at - elapsed()) / speed))
    alarm = { handle: setTimeout(ring, ms), at: next.at }
  }

  /** Runs one timer; what else is due by now comes in tasks of its own, so that promises settle between. */
  function ring(): void {
    isCatchingUp = false
    silence()
    const due = nextTimer()
    if (isEnded || isTurning || speed === 0) return
    if (!due || due.at > elapsed()) return arm()
    timers.delete(due)
    try {
      due.run()
    } finally {
      const next = nextTimer()
      isCatchingUp = next !== undefined && next.at <= elapsed()
      if (isCatchingUp) void nextTask().then(ring)
      else arm()
    }
  }

  async function settle(): Promise<void> {
    do await nextTask()
    while (tasks > 0)
  }

  async function turnTo(untilMs: (now: number) => number, is: () => boolean): Promise<boolean> {
    rebase()
    isTurning = true
    silence()
    try {
      await settle()
      const until = untilMs(passed)
      while (!isEnded && !is()) {
        const due = nextTimer()
        if (!due || due.at > until) {
          passed = Math.max(passed, until)
          return false
        }
        passed = Math.max(passed, due.at)
        timers.delete(due)
        due.run()
        await settle()
      }
      return true
    } finally {
      isTurning = false
      since = performance.now()
      arm()
    }
  }

  /** One turn after the other, each from where the last one stopped. */
  function queued(ms: number, is: () => boolean): Promise<boolean> {
    const turned = turn.then(() => turnTo((now) => now + ms, is))
    turn = turned.then(
      () => {},
      () => {},
    )
    return turned
  }

  return {
    now: () => Math.floor(startsAt + elapsed()),
    elapsed,
    setTimeout(run, ms) {
      const timer: Timer = { at: elapsed() + Math.max(0, ms), order: (order += 1), run }
      if (isEnded) return timer
      timers.add(timer)
      arm()
      return timer
    },
    clearTimeout(handle) {
      // Only what `setTimeout` returned is in the set.
      if (timers.delete(handle as Timer)) arm()
    },
    afterTask(run) {
      tasks += 1
      void nextTask().then(() => {
        tasks -= 1
        if (!isEnded) run()
      })
    },
    get isRunning() {
      return speed > 0
    },
    get waiting() {
      return timers.size
    },
    async advance(ms) {
      if (!(ms >= 0)) throw new RangeError(`A clock advances by 0 ms or more, not by ${ms}.`)
      await queued(ms, () => false)
    },
    async advanceUntil(is, { withinSeconds = 120 } = {}) {
      if (!(await queued(withinSeconds * 1000, is))) throw new Error(`It did not come within ${withinSeconds} s.`)
    },
    start(times = 1) {
      rebase()
      speed = times
      silence()
      arm()
    },
    stop() {
      rebase()
      speed = 0
      silence()
    },
    destroy() {
      isEnded = true
      timers.clear()
      silence()
    },
  }
}
