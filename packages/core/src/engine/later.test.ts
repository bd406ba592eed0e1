import { expect, test, vi } from 'vitest'
import type { CallError } from '../protocol/errors.ts'
import { createLater } from './later.ts'

/** A part that keeps what it is told, and a fetch that ends as the test says. */
function setUp() {
  const attempts: { arrive(): void; fail(): void }[] = []
  const timers: (() => void)[] = []
  const onMissing = vi.fn<(error: CallError) => void>()
  const part: string[] = []
  const later = createLater<string[]>({
    clock: { setTimeout: (run) => timers.push(run) },
    fetchPart: () =>
      new Promise((resolve, reject) => {
        attempts.push({ arrive: () => resolve(part), fail: () => reject(new Error('no network')) })
      }),
    onMissing,
  })
  const settled = () => new Promise((resolve) => setTimeout(resolve))
  return { later, attempts, timers, onMissing, part, settled }
}

test('what is told to it before it is there waits in order, and comes before what is told later', async () => {
  const { later, attempts, part, settled } = setUp()
  later.tell((told) => told.push('ring'))
  later.tell((told) => told.push('cancel'))
  expect(later.isBehind).toBe(true)
  expect(attempts).toHaveLength(1)
  const loaded = later.load().then((told) => told.push('command'))
  attempts[0]?.arrive()
  await loaded
  later.tell((told) => told.push('ring again'))
  await settled()
  expect(part).toEqual(['ring', 'cancel', 'command', 'ring again'])
  expect(later.isBehind).toBe(false)
})

test('a fetch that fails is told once, and tried again while something waits', async () => {
  const { later, attempts, timers, onMissing, part, settled } = setUp()
  later.tell((told) => told.push('ring'))
  for (const count of [1, 2]) {
    attempts.at(-1)?.fail()
    await settled()
    expect(timers).toHaveLength(count)
    timers.at(-1)?.()
    await settled()
  }
  expect(onMissing).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: 'INTERNAL' }))
  attempts.at(-1)?.arrive()
  await settled()
  expect(part).toEqual(['ring'])
  expect(attempts).toHaveLength(3)
})

test('who asks for it by themselves hears that it cannot be had, and may ask again', async () => {
  const { later, attempts, onMissing } = setUp()
  const first = later.load()
  attempts[0]?.fail()
  await expect(first).rejects.toMatchObject({ code: 'INTERNAL' })
  expect(onMissing).not.toHaveBeenCalled()
  const second = later.load()
  attempts[1]?.arrive()
  expect(await second).toBe(later.part)
})

test('what is of no interest any more is not told, and not fetched for', async () => {
  const { later, attempts, timers, onMissing, part, settled } = setUp()
  later.tell((told) => told.push('ring'))
  later.forget()
  attempts[0]?.fail()
  await settled()
  expect(timers).toHaveLength(0)
  expect(onMissing).not.toHaveBeenCalled()
  later.tell((told) => told.push('another ring'))
  attempts[1]?.arrive()
  await settled()
  expect(part).toEqual(['another ring'])
})

test('given from the start, it is never fetched', async () => {
  const { later, attempts, part } = setUp()
  later.arrive(part)
  later.tell((told) => told.push('ring'))
  expect(part).toEqual(['ring'])
  expect(await later.load()).toBe(part)
  expect(attempts).toHaveLength(0)
})
