/** @vitest-environment jsdom */
import { Profiler } from 'react'
import type { ReactNode } from 'react'
import { act, cleanup, fireEvent, render, renderHook, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { CallError } from '@ringkit/core'
import type { CallEngine, NetworkCheck } from '@ringkit/core'
import { createSimulator } from '@ringkit/core/simulator'
import type { Simulator } from '@ringkit/core/simulator'
import { CallProvider, MutedTalkingHint, useNetworkCheck, VolumeMeter } from '../index.ts'
import { deviceStatus, isReady, isWell } from './preCallResult.ts'

let simulator: Simulator
let ann: CallEngine

beforeEach(async () => {
  localStorage.clear()
  simulator = createSimulator({ people: ['ann', 'bob'] })
  ann = simulator.createEngine('ann')
  await ann.login()
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
  simulator.destroy()
})

const within = (engine: CallEngine, ui: ReactNode) => <CallProvider engine={engine}>{ui}</CallProvider>

describe('VolumeMeter', () => {
  /** An engine whose levels the test tells. */
  function measured() {
    const listeners = new Set<(level: number) => void>()
    const engine: CallEngine = {
      ...ann,
      onVolume: (_userID, listener) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    }
    return { engine, tell: (level: number) => listeners.forEach((listener) => listener(level)) }
  }

  test.each(['bar', 'dots', 'ring'] as const)('%s: a hundred frames, and not one render', (variant) => {
    vi.useFakeTimers()
    const { engine, tell } = measured()
    const rendered = vi.fn<() => void>()
    render(
      within(
        engine,
        <Profiler id="meter" onRender={rendered}>
          <VolumeMeter userID="bob" variant={variant} />
        </Profiler>,
      ),
    )
    const meter = screen.getByRole('meter', { name: 'Microphone level' })
    const before = rendered.mock.calls.length
    const drawn = new Set<string>()
    for (let frame = 0; frame < 100; frame += 1) {
      // A render that it asked for would happen before this returns.
      act(() => tell(frame))
      drawn.add(meter.style.getPropertyValue('--rk-level'))
      vi.advanceTimersByTime(10)
    }
    expect([drawn.size, rendered.mock.calls.length - before]).toEqual([100, 0])
  })

  test('the number that is read out changes four times a second, and ends right', () => {
    vi.useFakeTimers()
    const { engine, tell } = measured()
    render(within(engine, <VolumeMeter userID="bob" />))
    const meter = screen.getByRole('meter')
    const told: (string | null)[] = []
    for (let frame = 0; frame < 30; frame += 1) {
      tell(frame + 1)
      if (told.at(-1) !== meter.getAttribute('aria-valuenow')) told.push(meter.getAttribute('aria-valuenow'))
      vi.advanceTimersByTime(33)
    }
    expect(told.length).toBeLessThanOrEqual(5)
    vi.advanceTimersByTime(250)
    expect(meter.getAttribute('aria-valuenow')).toBe('30')
    tell(1000)
    vi.advanceTimersByTime(250)
    expect(meter.getAttribute('aria-valuenow')).toBe('100')
  })
})

describe('the hint for who talks while muted', () => {
  let bob: CallEngine
  let hear: (volume: number) => void
  let engine: CallEngine
  let now = 0

  beforeEach(async () => {
    bob = simulator.createEngine('bob')
    await bob.login()
    bob.on('INVITED', () => void bob.accept())
    await ann.call({ userIDList: ['bob'], type: 'audio' })
    await vi.waitUntil(() => ann.store.getState().members.ann?.audioAvailable, { timeout: 20_000 })
    hear = () => {}
    engine = {
      ...ann,
      now: () => now,
      onMutedVolume: (listener) => {
        hear = listener
        return () => {
          hear = () => {}
        }
      },
    }
  })

  /** So long at that loudness, as the engine tells it. */
  function speak(ms: number, volume = 70): void {
    act(() => {
      for (let at = 0; at <= ms; at += 33) {
        now += 33
        hear(volume)
      }
    })
  }
  const mute = (isOn: boolean) => act(() => ann.setMicrophone(isOn))
  const hint = () => screen.queryByRole('button', { name: 'Unmute' })

  test('comes with talk, politely, and unmutes', async () => {
    render(within(engine, <MutedTalkingHint />))
    speak(2000)
    expect(hint()).toBeNull()
    await mute(false)
    expect(hint()).toBeNull()
    speak(300)
    expect(hint()).toBeNull()
    speak(700)
    expect(screen.getByRole('status').textContent).toBe('You are muted: nobody hears you.')
    await act(async () => hint()?.click())
    await waitFor(() => expect(ann.store.getState().members.ann?.audioAvailable).toBe(true))
    expect(hint()).toBeNull()
    expect(screen.getByRole('status').textContent).toBe('')
  })

  test('is told once per mute, and again with the next one', async () => {
    render(within(engine, <MutedTalkingHint />))
    await mute(false)
    speak(1000)
    fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }))
    expect(hint()).toBeNull()
    speak(3000, 0)
    speak(2000)
    expect(hint()).toBeNull()
    await mute(true)
    await mute(false)
    speak(1000)
    expect(hint()).not.toBeNull()
  })

  test('goes by itself ten seconds after the talk', async () => {
    render(within(engine, <MutedTalkingHint />))
    await mute(false)
    vi.useFakeTimers()
    speak(1000)
    act(() => void vi.advanceTimersByTime(2000))
    expect(hint()).not.toBeNull()
    act(() => void vi.advanceTimersByTime(9900))
    expect(hint()).not.toBeNull()
    act(() => void vi.advanceTimersByTime(200))
    expect(hint()).toBeNull()
  })
})

describe('useNetworkCheck', () => {
  const good: NetworkCheck = {
    signalling: { roundTripMs: 20 },
    media: { canConnect: true, roundTripMs: 40 },
    quality: 'good',
  }
  test.each([
    ['ok', good],
    ['poor', { ...good, quality: 'poor' as const }],
    ['blocked', { ...good, media: { canConnect: false }, quality: 'lost' as const }],
  ])('%s', async (status, check) => {
    const engine: CallEngine = { ...ann, checkNetwork: async () => check }
    const { result } = renderHook(() => useNetworkCheck(), { wrapper: ({ children }) => within(engine, children) })
    expect(result.current.status).toBe('checking')
    await waitFor(() => expect(result.current).toMatchObject({ status, check }))
  })

  test('a check that fails says why, and can be made again; two who ask at once share one', async () => {
    const checkNetwork = vi
      .fn<CallEngine['checkNetwork']>()
      .mockRejectedValueOnce(new CallError('RATE_LIMITED'))
      .mockResolvedValue(good)
    const engine: CallEngine = { ...ann, checkNetwork }
    const { result } = renderHook(() => [useNetworkCheck(), useNetworkCheck()] as const, {
      wrapper: ({ children }) => within(engine, children),
    })
    await waitFor(() =>
      expect(result.current.map(({ error }) => error?.code)).toEqual(['RATE_LIMITED', 'RATE_LIMITED']),
    )
    expect(checkNetwork).toHaveBeenCalledTimes(1)
    act(() => result.current[0].retry())
    await waitFor(() => expect(result.current[0].status).toBe('ok'))
  })
})

test.each([
  ['PERMISSION_DENIED', 'denied'],
  ['NO_DEVICE', 'noDevice'],
  ['DEVICE_IN_USE', 'inUse'],
  ['MEDIA_FAILED', 'failed'],
] as const)('a device that fails with %s is %s', (code, status) =>
  expect(deviceStatus({ status: 'failed', error: new CallError(code) })).toBe(status),
)

test('ready: nothing is awaited any more; well: nothing is wrong', () => {
  const result = { microphone: 'ok', speaker: 'ok', network: 'loading' } as const
  expect([isReady(result), isWell(result)]).toEqual([false, true])
  expect([isReady({ ...result, network: 'poor' }), isWell({ ...result, network: 'poor' })]).toEqual([true, false])
})
