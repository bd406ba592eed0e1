/** @vitest-environment jsdom */
import type { ReactNode } from 'react'
import { act, cleanup, renderHook, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { CallEngine } from '@ringkit/core'
import { createSimulator } from '@ringkit/core/simulator'
import type { Simulator } from '@ringkit/core/simulator'
import { CallProvider, useDeviceCheck, useDevices, useFlipCamera, useRememberedDevices } from '../index.ts'

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
  simulator.destroy()
  vi.restoreAllMocks()
})

const on =
  (engine: CallEngine) =>
  ({ children }: { children: ReactNode }) => <CallProvider engine={engine}>{children}</CallProvider>
const nothing = () => {}

/** The same page after a reload: another engine, and nothing shown that chooses devices. */
async function reload(changes: Partial<CallEngine> = {}): Promise<CallEngine> {
  cleanup()
  ann.destroy()
  const next = simulator.createEngine('ann')
  await next.login()
  const engine = { ...next, ...changes }
  renderHook(() => useRememberedDevices(engine))
  return engine
}
const microphoneOf = (engine: CallEngine) => engine.store.getState().devices.currentMicrophoneID

async function chooseHeadset(): Promise<void> {
  const { result } = renderHook(() => useDevices('microphone'), { wrapper: on(ann) })
  await waitFor(() => expect(result.current.devices.length).toBeGreaterThan(1))
  await act(() => result.current.select('microphone-2'))
  expect(microphoneOf(ann)).toBe('microphone-2')
}

test('a choice holds after a reload, with no picker open', async () => {
  await chooseHeadset()
  const engine = await reload()
  await waitFor(() => expect(microphoneOf(engine)).toBe('microphone-2'))
})

test('it is taken up before the first capture', async () => {
  await chooseHeadset()
  const steps: string[] = []
  const engine = await reload()
  const { preview, switchDevice } = engine
  engine.switchDevice = (kind, id) => {
    steps.push(`${kind} ${id}`)
    return switchDevice(kind, id)
  }
  engine.preview = (options) => {
    steps.push('capture')
    return preview(options)
  }
  const { result } = renderHook(() => useDeviceCheck(nothing), { wrapper: on(engine) })
  await waitFor(() => expect(result.current.microphone.status).toBe('on'))
  expect(steps).toEqual(['microphone microphone-2', 'capture'])
})

test('one that is gone is passed over, and taken up when it is plugged in', async () => {
  await chooseHeadset()
  simulator.person('ann').unplugMicrophone('microphone-2')
  const engine = await reload()
  await act(() => engine.getDevices())
  expect(microphoneOf(engine)).toBe('microphone-1')
  act(() => simulator.person('ann').plugMicrophone())
  await waitFor(() => expect(microphoneOf(engine)).toBe('microphone-2'))
})

test('where ids are hidden before the permission the remembered one is handed on as it is', async () => {
  localStorage.setItem('ringkit.camera', 'secret-id')
  const switchDevice = vi.fn<CallEngine['switchDevice']>(async () => {})
  const hidden = { ...ann.store.getState().devices, cameraList: [{ deviceID: '', label: '' }] }
  const engine: CallEngine = { ...ann, switchDevice, getDevices: async () => hidden }
  const { result } = renderHook(() => useDeviceCheck(nothing), { wrapper: on(engine) })
  await waitFor(() => expect(result.current.camera.status).toBe('on'))
  expect(switchDevice.mock.calls).toEqual([['camera', 'secret-id']])
})

test('who has never chosen costs nothing: no list is asked for', async () => {
  const getDevices = vi.fn<CallEngine['getDevices']>(() => ann.getDevices())
  renderHook(() => useRememberedDevices({ ...ann, getDevices }))
  const bob = simulator.createEngine('bob')
  await bob.login()
  await bob.call({ userIDList: ['ann'], type: 'audio' })
  await waitFor(() => expect(ann.store.getState().status).toBe('ringing'))
  expect(getDevices).not.toHaveBeenCalled()
})

test('a choice by hand is not undone by what was remembered of before', async () => {
  localStorage.setItem('ringkit.microphone', 'microphone-2')
  simulator.person('ann').unplugMicrophone('microphone-2')
  const engine = await reload()
  const { result } = renderHook(() => useDevices('microphone'), { wrapper: on(engine) })
  await act(() => result.current.select('microphone-1'))
  act(() => simulator.person('ann').plugMicrophone())
  await waitFor(() => expect(result.current.devices.length).toBe(2))
  expect(microphoneOf(engine)).toBe('microphone-1')
})

test('without storage everything works, for this visit', async () => {
  vi.spyOn(Storage.prototype, 'getItem').mockImplementation(() => {
    throw new DOMException('blocked', 'SecurityError')
  })
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('blocked', 'SecurityError')
  })
  renderHook(() => useRememberedDevices(ann))
  await chooseHeadset()
  expect(microphoneOf(ann)).toBe('microphone-2')
})

test('a refused choice is not remembered', async () => {
  const { result } = renderHook(() => useDevices('camera'), { wrapper: on(ann) })
  await act(() => result.current.select('no-such-camera'))
  expect(result.current.error?.code).toBe('NO_DEVICE')
  expect(localStorage.getItem('ringkit.camera')).toBeNull()
})

test('a flip goes to the other camera, and is remembered', async () => {
  await ann.getDevices()
  const { result } = renderHook(() => useFlipCamera(), { wrapper: on(ann) })
  const before = ann.store.getState().devices.currentCameraID
  await act(() => result.current.flip())
  const after = ann.store.getState().devices.currentCameraID
  expect(after).not.toBe(before)
  expect(localStorage.getItem('ringkit.camera')).toBe(after)
})
