/** @vitest-environment jsdom */
import type { ReactNode } from 'react'
import { cleanup, renderHook, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { CallEngine } from '@ringkit/core'
import { createSimulator } from '@ringkit/core/simulator'
import type { Simulator } from '@ringkit/core/simulator'
import { CallProvider, useRingSounds } from '../index.ts'
import { playTone } from './playTone.ts'
import type { SoundPort } from './playTone.ts'
import { renderTone, ringback, ringtone } from './tones.ts'

/** A loudspeaker that notes what plays. `state` as a browser's before (`suspended`) and after a gesture. */
function fakeSound(state: AudioContextState = 'running') {
  const log: string[] = []
  const gestures = new Set<() => void>()
  const context = {
    state,
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
  return { port, log, press: () => gestures.forEach((listener) => listener()), gestures }
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

describe('renderTone', () => {
  test.each([
    ['ringtone', ringtone],
    ['ringback', ringback],
  ])('%s sounds, stays within full scale, and ends in a rest', (_, tone) => {
    const samples = renderTone(tone, 8000)
    expect(samples).toHaveLength(tone.period * 8000)
    const peak = samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
    expect(peak).toBeGreaterThan(tone.loudness / 3)
    expect(peak).toBeLessThanOrEqual(1)
    expect(samples.slice(-4000).every((value) => value === 0)).toBe(true)
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

  function listen() {
    const sound = fakeSound()
    const wrapper = ({ children }: { children: ReactNode }) => <CallProvider engine={ann}>{children}</CallProvider>
    return { ...sound, ...renderHook(() => useRingSounds({ port: sound.port }), { wrapper }) }
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
    await waitFor(() => expect(log.slice(2)).toEqual(over), { timeout: 3000 })
    await ann.call({ userIDList: ['bob'], type: 'audio' })
    await waitFor(() => expect(log).toHaveLength(6))
    await ann.hangup()
    await waitFor(() => expect(log.slice(6)).toEqual(over))
  })

  test('a tone stops with its component', async () => {
    const { log, unmount } = listen()
    await bob.call({ userIDList: ['ann'], type: 'audio' })
    await waitFor(() => expect(log).toEqual(['3 s', 'start']))
    unmount()
    expect(log.slice(2)).toEqual(over)
  })
})
