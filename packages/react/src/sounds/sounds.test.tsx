/** @vitest-environment jsdom */
import type { ReactNode } from 'react'
import { cleanup, renderHook, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { CallEngine } from '@ringkit/core'
import { createSimulator } from '@ringkit/core/simulator'
import type { Simulator } from '@ringkit/core/simulator'
import { CallProvider, useRingSounds } from '../index.ts'
import type { RingSounds } from '../index.ts'
import { playFile, playTone } from './playTone.ts'
import type { SoundPort } from './playTone.ts'
import { renderTone, ringback, ringbacks, ringtone, ringtones } from './tones.ts'

/** A loudspeaker that notes what plays. `state` as a browser's before (`suspended`) and after a gesture. */
function fakeSound(state: AudioContextState = 'running') {
  const log: string[] = []
  const gestures = new Set<() => void>()
  const context = {
    state,
    onstatechange: null as (() => void) | null,
    sampleRate: 8000,
    destination: {},
    createBuffer: (_channels: number, length: number) => ({ copyToChannel: () => log.push(`${length / 8000} s`) }),
    createBufferSource: () => ({
      loop: false,
      buffer: null,
      connect: () => {},
      disconnect: () => {},
      start: () => log.push('start'),
      stop: () => log.push('stop'),
    }),
    async resume() {
      log.push('resume')
      if (gestures.size === 0) throw new DOMException('No gesture yet.', 'NotAllowedError')
      context.state = 'running'
    },
    async close() {
      log.push('close')
    },
  }
  const port: SoundPort = {
    // The few members a tone uses, of a class that Node has not.
    createContext: () => context as unknown as AudioContext,
    onGesture(listener) {
      gestures.add(listener)
      return () => gestures.delete(listener)
    },
  }
  return { port, log, press: () => gestures.forEach((listener) => listener()), gestures, context }
}

describe('playTone', () => {
  test('loops one buffer until it is stopped, once', () => {
    const { port, log, gestures } = fakeSound()
    const stop = playTone(ringback, port)
    expect(log).toEqual(['4 s', 'start'])
    stop()
    stop()
    expect(log).toEqual(['4 s', 'start', 'stop', 'close'])
    expect(gestures.size).toBe(0)
  })

  test('blocked before a gesture it does not throw, and begins with the first one', async () => {
    const { port, log, press } = fakeSound('suspended')
    const stop = playTone(ringtone, port)
    await Promise.resolve()
    press()
    expect(log.filter((line) => line === 'resume')).toHaveLength(2)
    stop()
    press()
    expect(log.at(-1)).toBe('close')
  })

  test('a context the browser holds back is told, and that it is free again', () => {
    vi.useFakeTimers()
    const { port, press, context } = fakeSound('suspended')
    const told: boolean[] = []
    const stop = playTone(ringtone, port, { onBlockedChange: (is) => told.push(is) })
    vi.advanceTimersByTime(200)
    expect(told).toEqual([])
    vi.advanceTimersByTime(200)
    expect(told).toEqual([true])
    press()
    context.state = 'running'
    context.onstatechange?.()
    expect(told).toEqual([true, false])
    stop()
    expect(told).toEqual([true, false])
    vi.useRealTimers()
  })

  test.each<[string, SoundPort['createContext']]>([
    ['no AudioContext', () => undefined],
    [
      'a context that cannot be made',
      () => {
        throw new Error('too many')
      },
    ],
  ])('%s is silence, not an error', (_, createContext) => {
    expect(() => playTone(ringtone, { ...fakeSound().port, createContext })()).not.toThrow()
  })
})

/** A sound file the browser plays at once, holds back until a gesture, or cannot play. */
function fakeFile(outcome: 'plays' | 'blocked' | 'broken') {
  const { port, gestures, press, log } = fakeSound()
  let state = outcome
  const audio = {
    loop: false,
    async play() {
      log.push('play')
      if (state === 'blocked') throw new DOMException('No gesture yet.', 'NotAllowedError')
      if (state === 'broken') throw new DOMException('No such file.', 'NotSupportedError')
    },
    pause: () => log.push('pause'),
  }
  const withFiles: SoundPort = {
    ...port,
    // The few members a sound file uses, of a class that Node has not.
    createAudio: () => audio as unknown as HTMLAudioElement,
  }
  const gesture = () => {
    state = 'plays'
    press()
  }
  return { port: withFiles, log, gesture, gestures, audio }
}

describe('playFile', () => {
  test('loops the file until it is stopped, once', async () => {
    const { port, log, audio, gestures } = fakeFile('plays')
    const stop = playFile('/ring.mp3', port)
    await Promise.resolve()
    expect(audio.loop).toBe(true)
    stop()
    stop()
    expect(log).toEqual(['play', 'pause'])
    expect(gestures.size).toBe(0)
  })

  test('blocked, it says so, and begins with the first gesture', async () => {
    const { port, log, gesture } = fakeFile('blocked')
    const told: boolean[] = []
    const stop = playFile('/ring.mp3', port, { onBlockedChange: (is) => told.push(is) })
    await vi.waitFor(() => expect(told).toEqual([true]))
    gesture()
    await vi.waitFor(() => expect(told).toEqual([true, false]))
    gesture()
    expect(log).toEqual(['play', 'play'])
    stop()
  })

  test('a file that cannot be played is told, once', async () => {
    const { port, gestures } = fakeFile('broken')
    const failed = vi.fn()
    playFile('/ring.mp3', port, { onFailed: failed })
    await vi.waitFor(() => expect(failed).toHaveBeenCalledOnce())
    expect(gestures.size).toBe(0)
  })
})

describe('renderTone', () => {
  test.each([...Object.entries(ringtones), ...Object.entries(ringbacks)])(
    '%s sounds, stays within full scale, clicks nowhere, and ends in a rest',
    (_, tone) => {
      const rate = 48_000
      const samples = renderTone(tone, rate)
      expect(samples).toHaveLength(tone.period * rate)
      const peak = samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
      expect(peak).toBeGreaterThan(tone.loudness / 3)
      expect(peak).toBeLessThan(1)
      // Between two samples nothing moves faster than the highest of its notes does by itself.
      const highest = Math.max(...tone.beeps.flatMap(({ frequencies }) => frequencies))
      const steepest = (2 * Math.PI * highest * peak * 1.5) / rate
      const steps = samples.map((value, index) => Math.abs(value - (samples[index - 1] ?? 0)))
      expect(Math.max(...steps.filter((_, index) => index % 7 === 0))).toBeLessThan(steepest)
      expect(samples.slice(-0.5 * rate).every((value) => value === 0)).toBe(true)
    },
  )

  test('there are several to choose from, no two alike', () => {
    expect(Object.keys(ringtones)).toEqual(['chime', 'classic', 'marimba', 'soft'])
    const sounds = [...Object.values(ringtones), ...Object.values(ringbacks)].map((tone) =>
      renderTone(tone, 8000).join(),
    )
    expect(new Set(sounds).size).toBe(sounds.length)
  })
})

describe('useRingSounds', () => {
  let simulator: Simulator
  let ann: CallEngine
  let bob: CallEngine

  beforeEach(async () => {
    simulator = createSimulator({ people: [{ userID: 'ann' }, { userID: 'bob' }] })
    ann = simulator.createEngine('ann')
    bob = simulator.createEngine('bob')
    await Promise.all([ann.login(), bob.login()])
  })
  afterEach(() => {
    cleanup()
    simulator.destroy()
    vi.restoreAllMocks()
  })

  function listen(sounds: RingSounds = {}, sound: Pick<ReturnType<typeof fakeSound>, 'port' | 'log'> = fakeSound()) {
    const wrapper = ({ children }: { children: ReactNode }) => <CallProvider engine={ann}>{children}</CallProvider>
    return { ...sound, ...renderHook(() => useRingSounds({ port: sound.port, ...sounds }), { wrapper }) }
  }
  const over = ['stop', 'close']

  test.each<[string, () => Promise<unknown>]>([
    ['is declined', () => ann.reject()],
    ['is accepted', () => ann.accept()],
    ['is cancelled', () => bob.hangup()],
    ['is over because I sign out', () => ann.logout()],
  ])('the ringtone stops when the call %s', async (_, end) => {
    const { log } = listen()
    expect(log).toEqual([])
    await bob.call({ userIDList: ['ann'], type: 'audio' })
    await waitFor(() => expect(log).toEqual(['3 s', 'start']))
    await end()
    await waitFor(() => expect(log.slice(2)).toEqual(over))
  })

  test.each<[string, () => Promise<unknown>]>([
    ['accepts', () => bob.accept()],
    ['declines', () => bob.reject()],
  ])('the ringback stops when the other one %s', async (_, end) => {
    const { log } = listen()
    await ann.call({ userIDList: ['bob'], type: 'audio' })
    await waitFor(() => expect(log).toEqual(['4 s', 'start']))
    await waitFor(() => expect(bob.store.getState().status).toBe('ringing'))
    await end()
    await waitFor(() => expect(log.slice(2)).toEqual(over))
  })

  test('the ringback stops when nobody answers, and when I cancel', async () => {
    const { log } = listen()
    await ann.call({ userIDList: ['bob'], type: 'audio', timeout: 1 })
    await waitFor(() => expect(log.slice(2)).toEqual(over))
    await ann.call({ userIDList: ['bob'], type: 'audio' })
    await waitFor(() => expect(log).toHaveLength(6))
    await ann.hangup()
    await waitFor(() => expect(log.slice(6)).toEqual(over))
  })

  test.each<[RingSounds['ringtone'], string[]]>([
    [undefined, ['3 s', 'start']],
    ['classic', ['4 s', 'start']],
    ['marimba', ['3.2 s', 'start']],
    [{ beeps: [], period: 7, loudness: 1 }, ['7 s', 'start']],
  ])('the ringtone %j is heard', async (ringtone, expected) => {
    const { log } = listen({ ringtone })
    await bob.call({ userIDList: ['ann'], type: 'audio' })
    await waitFor(() => expect(log).toEqual(expected))
  })

  test.each([false, null] as const)('%j is silence', async (nothing) => {
    const { log } = listen({ ringtone: nothing, ringback: nothing })
    await bob.call({ userIDList: ['ann'], type: 'audio' })
    await waitFor(() => expect(ann.store.getState().status).toBe('ringing'))
    expect(log).toEqual([])
  })

  test('a sound file rings, and stops with the call', async () => {
    const { log } = listen({ ringtone: '/ring.mp3' }, fakeFile('plays'))
    await bob.call({ userIDList: ['ann'], type: 'audio' })
    await waitFor(() => expect(log).toEqual(['play']))
    await bob.hangup()
    await waitFor(() => expect(log).toEqual(['play', 'pause']))
  })

  test('instead of a file that cannot be played the usual tone rings, and stops', async () => {
    const { log } = listen({ ringtone: new URL('https://example.org/none.mp3') }, fakeFile('broken'))
    await bob.call({ userIDList: ['ann'], type: 'audio' })
    await waitFor(() => expect(log).toEqual(['play', 'pause', '3 s', 'start']))
    await ann.reject()
    await waitFor(() => expect(log.slice(4)).toEqual(over))
  })

  test('says that the browser holds the ring back', async () => {
    const told = vi.fn()
    const { result } = listen({ ringtone: '/ring.mp3', onBlockedChange: told }, fakeFile('blocked'))
    expect(result.current.isBlocked).toBe(false)
    await bob.call({ userIDList: ['ann'], type: 'audio' })
    await waitFor(() => expect(result.current.isBlocked).toBe(true))
    await ann.reject()
    await waitFor(() => expect(result.current.isBlocked).toBe(false))
    expect(told.mock.calls).toEqual([[true], [false]])
  })

  test('a tone stops with its component', async () => {
    const { log, unmount } = listen()
    await bob.call({ userIDList: ['ann'], type: 'audio' })
    await waitFor(() => expect(log).toEqual(['3 s', 'start']))
    unmount()
    expect(log.slice(2)).toEqual(over)
  })
})
