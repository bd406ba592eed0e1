import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { MutedVolume } from './mutedVolume.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

/** A microphone's track that notes its copies. */
function track() {
  const copies: { enabled: boolean; readyState: string; stop: () => void }[] = []
  const made = {
    enabled: false,
    readyState: 'live',
    clone() {
      const copy = { enabled: false, readyState: 'live', stop: () => void (copy.readyState = 'ended') }
      copies.push(copy)
      return copy
    },
  }
  return { made, copies }
}

function listen() {
  const { made, copies } = track()
  const state = { isMuted: true, meters: 0 }
  const meter = () => {
    state.meters += 1
    return { level: (heard: MediaStreamTrack) => (heard.enabled ? 55 : 0), end: () => (state.meters -= 1) }
  }
  // The few members of a track that it looks at.
  const microphone = () => (state.isMuted ? (made as unknown as MediaStreamTrack) : undefined)
  const volume = new MutedVolume({ microphone, meter })
  return { volume, made, copies, state, states: () => copies.map(({ readyState }) => readyState) }
}

test('makes no copy before somebody listens in a room', () => {
  const { volume, copies } = listen()
  volume.start()
  vi.advanceTimersByTime(1_000)
  volume.update()
  expect(copies).toEqual([])
  volume.stop()
  volume.listen(() => {})
  vi.advanceTimersByTime(1_000)
  expect(copies).toEqual([])
})

test('tells the loudness of a copy that is on, while the original is not', () => {
  const { volume, made, states } = listen()
  const heard: number[] = []
  volume.start()
  volume.listen((level) => heard.push(level))
  vi.advanceTimersByTime(105)
  expect(heard).toEqual([55, 55, 55])
  expect(made.enabled).toBe(false)
  expect(states()).toEqual(['live'])
})

test.each<[string, (all: ReturnType<typeof listen>, off: () => void) => void, number | undefined]>([
  ['the room is left', ({ volume }) => volume.stop(), 0],
  ['nobody listens any more', (_all, off) => off(), undefined],
  [
    'the microphone goes on',
    ({ volume, state }) => {
      state.isMuted = false
      volume.update()
    },
    0,
  ],
  [
    'the microphone is let go of',
    ({ volume, made }) => {
      made.readyState = 'ended'
      volume.update()
    },
    0,
  ],
])('the copy ends at once when %s', (_when, end, told) => {
  const all = listen()
  const heard: number[] = []
  all.volume.start()
  const off = all.volume.listen((level) => heard.push(level))
  vi.advanceTimersByTime(70)
  const before = heard.length
  end(all, off)
  expect(all.states()).toEqual(['ended'])
  vi.advanceTimersByTime(1_000)
  expect(heard.slice(before)).toEqual(told === undefined ? [] : [told])
})

test('leaves no meter behind', () => {
  const { volume, state } = listen()
  volume.start()
  volume.listen(() => {})
  vi.advanceTimersByTime(100)
  expect(state.meters).toBe(1)
  volume.stop()
  expect(state.meters).toBe(0)
})
