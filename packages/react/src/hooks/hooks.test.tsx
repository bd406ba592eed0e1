/** @vitest-environment jsdom */
import { Profiler, useRef } from 'react'
import type { ProfilerOnRenderCallback, ReactNode } from 'react'
import { act, cleanup, render, renderHook, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { CallError, CallEvent } from '@ringkit/core'
import type { CallEngine } from '@ringkit/core'
import { createSimulator, createTestCall } from '@ringkit/core/simulator'
import type { Simulator } from '@ringkit/core/simulator'
import { CallNotices, CallProvider } from '../index.ts'
import { ActionScope, useActionError } from './ActionScope.tsx'
import { useAction } from './useAction.ts'
import { useCall } from './useCall.ts'
import { useCallActions } from './useCallActions.ts'
import { useCallDuration } from './useCallDuration.ts'
import { useCallEvent } from './useCallEvent.ts'
import { useDevices } from './useDevices.ts'
import { useMember } from './useMember.ts'
import { useMembers } from './useMembers.ts'
import { useVolume } from './useVolume.ts'

let simulator: Simulator
let ann: CallEngine
let bob: CallEngine

beforeEach(async () => {
  simulator = createSimulator({ people: [{ userID: 'ann' }, { userID: 'bob', name: 'Bob' }, { userID: '7' }] })
  ann = simulator.createEngine('ann')
  bob = simulator.createEngine('bob')
  await Promise.all([ann.login(), bob.login()])
})

afterEach(() => {
  cleanup()
  vi.useRealTimers()
  simulator.destroy()
})

const wrapper = ({ children }: { children: ReactNode }) => <CallProvider engine={ann}>{children}</CallProvider>

async function connect(): Promise<void> {
  bob.on(CallEvent.INVITED, () => void bob.accept())
  await ann.call({ userIDList: ['bob'], type: 'video' })
  await waitFor(() => expect(ann.store.getState().members.bob?.isEntered).toBe(true))
}

test('useCallEvent runs the newest handler and subscribes once', async () => {
  const on = vi.fn<CallEngine['on']>((event, handler) => ann.on(event, handler))
  const engine = { ...ann, on }
  const heard: string[] = []
  const { rerender } = renderHook(({ name }) => useCallEvent(CallEvent.INVITED, () => heard.push(name)), {
    wrapper: ({ children }: { children: ReactNode }) => <CallProvider engine={engine}>{children}</CallProvider>,
    initialProps: { name: 'first' },
  })
  rerender({ name: 'second' })
  rerender({ name: 'third' })
  await bob.call({ userIDList: ['ann'], type: 'audio' })
  await waitFor(() => expect(heard).toEqual(['third']))
  expect(on).toHaveBeenCalledTimes(1)
})

test('useCallEvent is over when the component goes', async () => {
  const heard = vi.fn<() => void>()
  const { unmount } = renderHook(() => useCallEvent(CallEvent.INVITED, heard), { wrapper })
  unmount()
  await bob.call({ userIDList: ['ann'], type: 'audio' })
  await waitFor(() => expect(ann.store.getState().status).toBe('ringing'))
  expect(heard).not.toHaveBeenCalled()
})

test('useCall takes a selector that builds a new object each time, and renders on a change of it only', async () => {
  let renders = 0
  const { result } = renderHook(
    () => {
      renders += 1
      return useCall(({ status, call }) => ({ status, type: call?.type }))
    },
    { wrapper },
  )
  expect(result.current).toEqual({ status: 'idle', type: undefined })
  await act(async () => void (await ann.getDevices()))
  expect(renders).toBe(1)
  await bob.call({ userIDList: ['ann'], type: 'audio' })
  await waitFor(() => expect(result.current).toEqual({ status: 'ringing', type: 'audio' }))
})

test('useCallActions is one object for all components', () => {
  const first = renderHook(() => useCallActions(), { wrapper })
  const second = renderHook(() => useCallActions(), { wrapper })
  const { current } = first.result
  first.rerender()
  expect(first.result.current).toBe(current)
  expect(second.result.current).toBe(current)
})

test('useMembers keeps the order of invitation and the array; useMember finds one', async () => {
  const { result, rerender } = renderHook(() => useMembers(), { wrapper })
  const one = renderHook(() => useMember('bob'), { wrapper })
  await ann.call({ userIDList: ['bob', '7'], type: 'audio' })
  await waitFor(() => expect(result.current.map(({ userID }) => userID)).toEqual(['ann', 'bob', '7']))
  const { current } = result
  rerender()
  expect(result.current).toBe(current)
  expect(one.result.current?.name).toBe('Bob')
})

test('useVolume tells levels without rendering, and stops with the component', async () => {
  await connect()
  simulator.person('bob').setVolume(64)
  let renders = 0
  const levels: number[] = []
  const { unmount } = renderHook(
    () => {
      renders += 1
      useVolume('bob', (level) => levels.push(level))
    },
    { wrapper },
  )
  await waitFor(() => expect(levels.filter((level) => level === 64).length).toBeGreaterThan(3))
  expect(renders).toBe(1)
  unmount()
  const { length } = levels
  await waitFor(() => expect(ann.store.getState().members.bob?.quality).toBe('excellent'))
  expect(levels).toHaveLength(length)
})

test('useCallDuration ticks once a second, in step with connectedAt', async () => {
  await connect()
  const connectedAt = ann.store.getState().call?.connectedAt ?? 0
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: connectedAt + 2300 })
  let renders = 0
  const engine: CallEngine = { ...ann, now: () => Date.now() }
  const { result } = renderHook(
    () => {
      renders += 1
      return useCallDuration()
    },
    { wrapper: ({ children }) => <CallProvider engine={engine}>{children}</CallProvider> },
  )
  expect(result.current).toBe(2)
  act(() => void vi.advanceTimersByTime(690))
  expect(result.current).toBe(2)
  act(() => void vi.advanceTimersByTime(20))
  expect(result.current).toBe(3)
  act(() => void vi.advanceTimersByTime(5000))
  expect(result.current).toBe(8)
  // One render per second and the first one; `useSyncExternalStore` may look, it must not render in between.
  expect(renders).toBeLessThanOrEqual(3)
})

test('useCallDuration follows the clock of a simulator that is turned by hand', async () => {
  const { simulator: made, ann: person, clock } = await createTestCall({ type: 'audio' })
  const { result } = renderHook(() => useCallDuration(), {
    wrapper: ({ children }) => <CallProvider engine={person.engine}>{children}</CallProvider>,
  })
  expect(result.current).toBe(0)
  await act(() => clock.advance(65_400))
  await waitFor(() => expect(result.current).toBe(65))
  await act(() => clock.advance(700))
  await waitFor(() => expect(result.current).toBe(66))
  made.destroy()
})

test('useCallDuration is 0 without a call', () => {
  expect(renderHook(() => useCallDuration(), { wrapper }).result.current).toBe(0)
})

test('useDevices lists, selects, and says why a choice failed', async () => {
  const { result } = renderHook(() => useDevices('microphone'), { wrapper })
  await waitFor(() => expect(result.current.devices).toHaveLength(2))
  await act(() => result.current.select('microphone-2'))
  expect(result.current).toMatchObject({ currentID: 'microphone-2', error: undefined })
  await act(() => result.current.select('nothing of that name'))
  expect(result.current.error?.code).toBe('NO_DEVICE')
  expect(result.current.currentID).toBe('microphone-2')
})

function Failing({ act: run }: { act: () => Promise<void> }) {
  const action = useAction(run)
  return (
    <button type="button" onClick={() => action.run()}>
      {action.isPending ? 'busy' : 'try'}
    </button>
  )
}

function Shown() {
  return <p role="alert">{useActionError()?.message}</p>
}

test('an action that fails is shown by its scope, until the next one starts', async () => {
  const results = [Promise.reject(new CallError('TIMEOUT', 'Too late.')), Promise.resolve()]
  render(
    <ActionScope>
      <Failing act={() => results.shift() ?? Promise.resolve()} />
      <Shown />
    </ActionScope>,
    { wrapper },
  )
  act(() => screen.getByText('try').click())
  await waitFor(() => expect(screen.getByRole('alert').textContent).toBe('Too late.'))
  act(() => screen.getByText('try').click())
  await waitFor(() => expect(screen.getByRole('alert').textContent).toBe(''))
})

test('an action that fails after its scope has gone is told by CallNotices', async () => {
  let refuse: (error: Error) => void = () => {}
  const ui = (isOpen: boolean) => (
    <>
      {isOpen && (
        <ActionScope>
          <Failing act={() => new Promise((_, reject) => (refuse = reject))} />
        </ActionScope>
      )}
      <CallNotices />
    </>
  )
  const view = render(ui(true), { wrapper })
  act(() => screen.getByText('try').click())
  view.rerender(ui(false))
  await act(async () => refuse(new CallError('TIMEOUT', 'Too late.')))
  expect(screen.getByText('Too late.')).toBeDefined()
})

test('an action that fails where nobody listens yet is told by CallNotices when it comes', async () => {
  const ui = (hasNotices: boolean) => (
    <>
      <Failing act={() => Promise.reject(new CallError('TIMEOUT', 'Too late.'))} />
      {hasNotices && <CallNotices />}
    </>
  )
  const view = render(ui(false), { wrapper })
  act(() => screen.getByText('try').click())
  await waitFor(() => expect(screen.getByText('try')).toBeDefined())
  await act(async () => {})
  view.rerender(ui(true))
  expect(screen.getByText('Too late.')).toBeDefined()
})

test('a level that changes marks the DOM past React', async () => {
  function Mark() {
    const bar = useRef<HTMLDivElement>(null)
    useVolume('ann', (level) => bar.current?.setAttribute('data-level', String(level)))
    return <div ref={bar} data-testid="bar" />
  }
  await connect()
  await waitFor(() => expect(ann.store.getState().members.ann?.audioAvailable).toBe(true))
  simulator.person('ann').setVolume(33)
  const onRender = vi.fn<ProfilerOnRenderCallback>()
  render(
    <Profiler id="mark" onRender={onRender}>
      <Mark />
    </Profiler>,
    { wrapper },
  )
  await waitFor(() => expect(screen.getByTestId('bar').getAttribute('data-level')).toBe('33'))
  expect(onRender).toHaveBeenCalledTimes(1)
})
