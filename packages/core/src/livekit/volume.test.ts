import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Volume } from './volume.ts'

let reads: number
let told: number[]
let level: number
let volume: Volume

beforeEach(() => {
  vi.useFakeTimers()
  reads = 0
  level = 40
  told = []
  volume = new Volume({
    volumeIntervalMs: 100,
    read() {
      reads += 1
      return new Map([['bob', level]])
    },
    tell: (levels) => told.push(levels.get('bob') ?? -1),
  })
})
afterEach(() => vi.useRealTimers())

test('no timer runs outside a room', () => {
  volume.listen('bob', () => {})
  expect(vi.getTimerCount()).toBe(0)
})

test('the fact comes ten times a second, and without a meter nothing is read in between', () => {
  volume.start()
  vi.advanceTimersByTime(1_000)
  expect(told).toHaveLength(10)
  expect(reads).toBe(10)
})

test('a meter hears about 30 levels a second, and the fact keeps its beat', () => {
  const heard: number[] = []
  volume.start()
  volume.listen('bob', (value) => heard.push(value))
  vi.advanceTimersByTime(1_000)
  expect(heard.length).toBeGreaterThanOrEqual(28)
  expect(heard.length).toBeLessThanOrEqual(31)
  expect(told.length).toBeGreaterThanOrEqual(9)
  expect(told.length).toBeLessThanOrEqual(11)
})

test('who has no microphone on is at 0', () => {
  const heard: number[] = []
  volume.start()
  volume.listen('eve', (value) => heard.push(value))
  vi.advanceTimersByTime(40)
  expect(heard).toEqual([0])
})

test('leaving the room lays meters to rest and ends the timer', () => {
  const heard: number[] = []
  volume.start()
  volume.listen('bob', (value) => heard.push(value))
  vi.advanceTimersByTime(40)
  volume.stop()
  vi.advanceTimersByTime(1_000)
  expect(heard).toEqual([40, 0])
  expect(vi.getTimerCount()).toBe(0)
})

test('a listener that was taken off hears nothing more; the others do', () => {
  const [first, second]: [number[], number[]] = [[], []]
  volume.start()
  const stop = volume.listen('bob', (value) => first.push(value))
  volume.listen('bob', (value) => second.push(value))
  stop()
  stop()
  vi.advanceTimersByTime(40)
  expect(first).toEqual([])
  expect(second).toEqual([40])
})
