/** @vitest-environment jsdom */
import { StrictMode } from 'react'
import type { ReactNode } from 'react'
import { act, cleanup, renderHook, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { CallError } from '@ringkit/core'
import type { CallEngine, Preview, PreviewOptions } from '@ringkit/core'
import { createSimulator } from '@ringkit/core/simulator'
import type { Simulator } from '@ringkit/core/simulator'
import { CallProvider, useDeviceCheck, useGroupCalls, useTestSound } from '../index.ts'

let simulator: Simulator
let ann: CallEngine
let engine: CallEngine

beforeEach(async () => {
  simulator = createSimulator({ people: ['ann', 'bob', 'carol'] })
  ann = simulator.createEngine('ann')
  engine = ann
  await ann.login()
})
afterEach(() => {
  cleanup()
  simulator.destroy()
  vi.useRealTimers()
})

const wrapper = ({ children }: { children: ReactNode }) => <CallProvider engine={engine}>{children}</CallProvider>

/** An engine that counts the previews that are open, and refuses what is in `denied`. */
function counting(denied: readonly (keyof PreviewOptions)[] = []) {
  const open = new Set<object>()
  const asked: PreviewOptions[] = []
  engine = {
    ...ann,
    async preview(options) {
      asked.push(options)
      await Promise.resolve()
      if (denied.some((kind) => options[kind])) throw new CallError('PERMISSION_DENIED')
      const preview: Preview = {
        attach: () => () => {},
        onVolume: () => () => {},
        stop: () => void open.delete(preview),
      }
      open.add(preview)
      return preview
    },
  }
  return { open, asked }
}

const nothing = () => {}

describe('useDeviceCheck', () => {
  test('asks once for both, and everything is off with the component', async () => {
    const { open, asked } = counting()
    const { result, unmount } = renderHook(() => useDeviceCheck(nothing), { wrapper })
    await waitFor(() => expect(result.current.camera.status).toBe('on'))
    expect([asked.length, open.size]).toEqual([1, 1])
    unmount()
    expect(open.size).toBe(0)
  })

  test('gone before the browser has answered: off all the same, and nothing more is asked', async () => {
    const { open, asked } = counting()
    renderHook(() => useDeviceCheck(nothing), { wrapper }).unmount()
    await act(async () => {})
    expect(open.size).toBe(0)
    const denied = counting(['camera', 'microphone'])
    renderHook(() => useDeviceCheck(nothing), { wrapper }).unmount()
    await act(async () => {})
    expect([asked.length, denied.asked.length]).toEqual([1, 1])
  })

  test('a refused camera does not keep the microphone from being checked', async () => {
    const { open } = counting(['camera'])
    const { result, unmount } = renderHook(() => useDeviceCheck(nothing), { wrapper })
    await waitFor(() => expect(result.current.microphone.status).toBe('on'))
    expect(result.current.camera).toMatchObject({ status: 'failed', error: { code: 'PERMISSION_DENIED' } })
    unmount()
    expect(open.size).toBe(0)
  })

  test('in Strict Mode one check is left, and another one after trying again', async () => {
    const { open } = counting()
    const { result } = renderHook(() => useDeviceCheck(nothing), {
      wrapper: ({ children }: { children: ReactNode }) => <StrictMode>{wrapper({ children })}</StrictMode>,
    })
    await waitFor(() => expect(result.current.camera.status).toBe('on'))
    expect(open.size).toBe(1)
    act(() => result.current.retry())
    await waitFor(() => expect(result.current.camera.status).toBe('on'))
    expect(open.size).toBe(1)
  })

  test('an unplugged camera fails, and is taken again when plugged in', async () => {
    await ann.getDevices()
    const { result } = renderHook(() => useDeviceCheck(nothing), { wrapper })
    await waitFor(() => expect(result.current.camera.status).toBe('on'))
    act(() => simulator.person('ann').unplugCamera())
    await waitFor(() => expect(result.current.camera.error?.code).toBe('NO_DEVICE'))
    act(() => simulator.person('ann').plugCamera())
    await waitFor(() => expect(result.current.camera.status).toBe('on'))
  })
})

test('a test sound ends by itself, when pressed again, and with the component', () => {
  vi.useFakeTimers()
  const close = vi.fn(async () => {})
  const node = { connect: nothing, disconnect: nothing, start: nothing, stop: nothing }
  const context = {
    state: 'running',
    sampleRate: 8000,
    createBuffer: () => ({ copyToChannel: nothing }),
    createBufferSource: () => node,
    close,
  }
  // The few members a tone uses, of a class that Node has not.
  const port = { createContext: () => context as unknown as AudioContext, onGesture: () => nothing }
  const { result, unmount } = renderHook(() => useTestSound(port), { wrapper })
  act(() => result.current.toggle())
  expect(result.current.isPlaying).toBe(true)
  act(() => void vi.advanceTimersByTime(2000))
  expect([result.current.isPlaying, close.mock.calls.length]).toEqual([false, 1])
  act(() => result.current.toggle())
  act(() => result.current.toggle())
  expect([result.current.isPlaying, close.mock.calls.length]).toEqual([false, 2])
  act(() => result.current.toggle())
  unmount()
  expect(close.mock.calls.length).toBe(3)
})

describe('useGroupCalls', () => {
  async function talk() {
    const [bob, carol] = [simulator.createEngine('bob'), simulator.createEngine('carol')]
    await Promise.all([bob.login(), carol.login()])
    carol.on('INVITED', () => void carol.accept())
    ann.on('INVITED', () => void ann.reject())
    await bob.call({ userIDList: ['ann', 'carol'], type: 'audio', groupID: 'team' })
    await waitFor(() => expect(bob.store.getState().status).toBe('connected'))
    await waitFor(() => expect(ann.store.getState().status).toBe('idle'))
    return [bob, carol]
  }

  test('finds the call of the group, again when the page gets the focus, and none of another group', async () => {
    const team = renderHook(() => useGroupCalls('team', 1_000_000), { wrapper })
    const other = renderHook(() => useGroupCalls('other', 1_000_000), { wrapper })
    const talking = await talk()
    act(() => void window.dispatchEvent(new Event('focus')))
    await waitFor(() => expect(team.result.current.map(({ inviter }) => inviter)).toEqual(['bob']))
    expect(other.result.current).toEqual([])
    await Promise.all(talking.map((each) => each.hangup()))
    act(() => void window.dispatchEvent(new Event('focus')))
    await waitFor(() => expect(team.result.current).toEqual([]))
  })

  test('asks at the interval, and not while the page is hidden', async () => {
    const getCalls = vi.fn<CallEngine['getCalls']>(async () => [])
    engine = { ...ann, getCalls }
    vi.useFakeTimers()
    const { unmount } = renderHook(() => useGroupCalls('team', 1000), { wrapper })
    await act(() => vi.advanceTimersByTimeAsync(2500))
    expect(getCalls).toHaveBeenCalledTimes(3)
    const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true)
    await act(() => vi.advanceTimersByTimeAsync(5000))
    expect(getCalls).toHaveBeenCalledTimes(3)
    hidden.mockRestore()
    act(() => void document.dispatchEvent(new Event('visibilitychange')))
    expect(getCalls).toHaveBeenCalledTimes(4)
    unmount()
    await act(() => vi.advanceTimersByTimeAsync(5000))
    expect(getCalls).toHaveBeenCalledTimes(4)
  })

  test('without an answer there is none to join', async () => {
    let isLost = false
    const summary = { callID: 'c', type: 'audio', inviter: 'bob', userIDList: ['bob'], startedAt: 1 } as const
    engine = {
      ...ann,
      getCalls: async () => {
        if (isLost) throw new CallError('SIGNALLING_FAILED')
        return [{ ...summary, userIDList: [...summary.userIDList] }]
      },
    }
    const { result } = renderHook(() => useGroupCalls('team', 1_000_000), { wrapper })
    await waitFor(() => expect(result.current).toHaveLength(1))
    isLost = true
    act(() => void window.dispatchEvent(new Event('focus')))
    await waitFor(() => expect(result.current).toEqual([]))
  })
})
