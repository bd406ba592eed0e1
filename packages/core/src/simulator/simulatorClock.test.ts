import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { nextTask } from './nextTask.ts'
import { createSimulatorClock, type SimulatorTime } from './simulatorClock.ts'

let time: SimulatorTime
afterEach(() => {
  time.destroy()
  vi.useRealTimers()
})

describe('a manual clock', () => {
  beforeEach(() => {
    time = createSimulatorClock('manual', 1_000)
  })

  test('runs what is due in the order of its times, then of its setting, and shows each its own time', async () => {
    const seen: [string, number][] = []
    const see = (name: string) => () => seen.push([name, time.now()])
    time.setTimeout(see('late'), 20)
    time.setTimeout(see('first'), 10)
    time.setTimeout(see('second'), 10)
    time.setTimeout(see('never'), 31)
    await time.advance(30)
    expect(seen).toEqual([
      ['first', 1_010],
      ['second', 1_010],
      ['late', 1_020],
    ])
    expect([time.now(), time.elapsed(), time.waiting]).toEqual([1_030, 30, 1])
  })

  test('a cleared timer does not run, also when another one clears it at the same moment', async () => {
    const run = vi.fn<() => void>()
    time.setTimeout(() => time.clearTimeout(handle), 10)
    const handle = time.setTimeout(run, 10)
    time.clearTimeout(undefined)
    await time.advance(10)
    expect(run).not.toHaveBeenCalled()
  })

  test('promises settle between two timers, however long their chain', async () => {
    let length = 0
    time.setTimeout(async () => {
      for (; length < 500; length += 1) await Promise.resolve()
    }, 1)
    let seen = 0
    time.setTimeout(() => (seen = length), 1)
    await time.advance(1)
    expect(seen).toBe(500)
  })

  test('afterTask waits for the promises of this task and needs no time', async () => {
    const order: string[] = []
    time.afterTask(() => order.push('after'))
    void Promise.resolve()
      .then(() => Promise.resolve())
      .then(() => order.push('promise'))
    await time.advance(0)
    expect(order).toEqual(['promise', 'after'])
  })

  test('turns wait for each other: each begins where the last one stopped', async () => {
    const stops: number[] = []
    time.setTimeout(() => {}, 5)
    await Promise.all(
      [10, 10].map(async (ms) => {
        await time.advance(ms)
        stops.push(time.elapsed())
      }),
    )
    expect(stops).toEqual([10, 20])
  })

  test('a turn also waits for an afterTask that a promise asks for meanwhile', async () => {
    const run = vi.fn<() => void>()
    void (async () => {
      for (let count = 0; count < 50; count += 1) await Promise.resolve()
      time.afterTask(run)
    })()
    await time.advance(0)
    expect(run).toHaveBeenCalledTimes(1)
  })

  test('a timer that throws makes advance reject; the clock goes on', async () => {
    time.setTimeout(() => {
      throw new Error('mine')
    }, 1)
    const run = vi.fn<() => void>()
    time.setTimeout(run, 2)
    await expect(time.advance(5)).rejects.toThrow('mine')
    await time.advance(5)
    expect(run).toHaveBeenCalledTimes(1)
  })

  test('global fake timers do not stop it', async () => {
    vi.useFakeTimers()
    const run = vi.fn<() => void>()
    time.setTimeout(run, 60_000)
    await time.advance(60_000)
    expect(run).toHaveBeenCalledTimes(1)
    expect(vi.getTimerCount()).toBe(0)
  })

  test('destroyed, it takes no timer more and does not move on', async () => {
    const run = vi.fn<() => void>()
    time.setTimeout(run, 1)
    time.afterTask(run)
    time.destroy()
    time.setTimeout(run, 1)
    await time.advance(10)
    expect(run).not.toHaveBeenCalled()
    expect(time.waiting).toBe(0)
  })
})

describe('a real clock', () => {
  beforeEach(() => {
    vi.useFakeTimers()
    time = createSimulatorClock('real')
  })

  test('goes with the machine’s time, with one global timer', async () => {
    const seen: number[] = []
    const startedAt = time.now()
    for (const ms of [30, 10, 20]) time.setTimeout(() => seen.push(time.now() - startedAt), ms)
    expect(vi.getTimerCount()).toBe(1)
    vi.advanceTimersByTime(20)
    expect(seen).toEqual([10, 20])
    vi.advanceTimersByTime(10)
    expect(seen).toEqual([10, 20, 30])
    expect(vi.getTimerCount()).toBe(0)
  })

  test('what is due at the same moment runs in tasks of its own', async () => {
    const order: string[] = []
    time.setTimeout(() => {
      order.push('one')
      void Promise.resolve().then(() => order.push('caused by one'))
    }, 10)
    time.setTimeout(() => order.push('two'), 10)
    time.setTimeout(() => order.push('later'), 20)
    vi.advanceTimersByTime(10)
    expect(order).toEqual(['one'])
    await nextTask()
    await nextTask()
    expect(order).toEqual(['one', 'caused by one', 'two'])
    vi.advanceTimersByTime(10)
    expect(order.at(-1)).toBe('later')
  })

  test('a nearer timer is not kept waiting by a farther one; a cleared one lets the machine rest', () => {
    const run = vi.fn<() => void>()
    const far = time.setTimeout(() => {}, 1_000)
    time.setTimeout(run, 10)
    vi.advanceTimersByTime(10)
    expect(run).toHaveBeenCalledTimes(1)
    time.clearTimeout(far)
    expect(vi.getTimerCount()).toBe(0)
  })

  test('runs faster when asked, and not at all when stopped', () => {
    const run = vi.fn<() => void>()
    time.start(10)
    time.setTimeout(run, 1_000)
    vi.advanceTimersByTime(99)
    expect(run).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)
    expect(run).toHaveBeenCalledTimes(1)
    time.setTimeout(run, 1_000)
    time.stop()
    expect(vi.getTimerCount()).toBe(0)
    vi.advanceTimersByTime(1_000)
    time.start()
    vi.advanceTimersByTime(999)
    expect(run).toHaveBeenCalledTimes(1)
    vi.advanceTimersByTime(1)
    expect(run).toHaveBeenCalledTimes(2)
  })

  test('the machine’s time during a turn does not count', async () => {
    time.setTimeout(() => vi.advanceTimersByTime(500), 10)
    await time.advance(20)
    expect(time.elapsed()).toBe(20)
  })

  test('turned by hand it jumps, and goes on from there', async () => {
    const run = vi.fn<() => void>()
    const startedAt = time.now()
    time.setTimeout(run, 60_000)
    await time.advance(59_000)
    expect(time.now() - startedAt).toBe(59_000)
    vi.advanceTimersByTime(1_000)
    expect(run).toHaveBeenCalledTimes(1)
    expect(time.now() - startedAt).toBe(60_000)
  })
})
