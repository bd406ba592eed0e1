/** @vitest-environment jsdom */
import type { ReactNode } from 'react'
import { act, cleanup, render, renderHook, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CallEngine } from '@ringkit/core'
import { createSimulator } from '@ringkit/core/simulator'
import type { Simulator } from '@ringkit/core/simulator'
import { CallKit, CallProvider, useMediaKeys } from '../index.ts'

/** A keyboard with media keys: what each does now, and what the browser shows beside them. */
let keys: Map<string, () => void>
let shown: Record<string, boolean>
let simulator: Simulator
let ann: CallEngine
let bob: CallEngine

/** As a browser does; `unknown`: a key it has never heard of. */
function giveKeys(unknown?: string): void {
  keys = new Map()
  shown = {}
  const value = {
    setActionHandler(key: string, handler: (() => void) | null) {
      if (key === unknown) throw new TypeError(`The provided value '${key}' is not a valid enum value.`)
      if (handler) keys.set(key, handler)
      else keys.delete(key)
    },
    setMicrophoneActive: async (is: boolean) => void (shown.microphone = is),
    async setCameraActive(is: boolean) {
      shown.camera = is
      throw new DOMException('The page is out of sight.', 'InvalidStateError')
    },
  }
  Object.defineProperty(navigator, 'mediaSession', { configurable: true, value })
}

beforeEach(async () => {
  giveKeys()
  simulator = createSimulator({ people: ['ann', 'bob'] })
  ann = simulator.createEngine('ann')
  bob = simulator.createEngine('bob')
  await Promise.all([ann.login(), bob.login()])
})
afterEach(() => {
  cleanup()
  simulator.destroy()
  Reflect.deleteProperty(navigator, 'mediaSession')
})

const wrapper = ({ children }: { children: ReactNode }) => <CallProvider engine={ann}>{children}</CallProvider>
const press = (key: string) => act(async () => keys.get(key)?.())

async function connect(type: 'audio' | 'video'): Promise<void> {
  bob.once('INVITED', () => void bob.accept())
  await act(() => ann.call({ userIDList: ['bob'], type }))
  await waitFor(() => expect(ann.store.getState().status).toBe('connected'))
}

test('in a video call the keys mute, turn the camera off and hang up, and the browser is told how it stands', async () => {
  renderHook(() => useMediaKeys(), { wrapper })
  expect([...keys.keys()]).toEqual([])
  await connect('video')
  expect([...keys.keys()].toSorted()).toEqual(['hangup', 'togglecamera', 'togglemicrophone'])
  await waitFor(() => expect(shown).toEqual({ camera: true, microphone: true }))
  await press('togglemicrophone')
  await press('togglecamera')
  await waitFor(() => expect(shown).toEqual({ camera: false, microphone: false }))
  expect(ann.store.getState().members.ann).toMatchObject({ audioAvailable: false, videoAvailable: false })
  await press('togglemicrophone')
  await waitFor(() => expect(shown.microphone).toBe(true))
  await press('hangup')
  await waitFor(() => expect(ann.store.getState().status).toBe('idle'))
  await waitFor(() => expect(keys.size).toBe(0))
})

test('an audio call has no camera key; it comes and goes with the type', async () => {
  renderHook(() => useMediaKeys(), { wrapper })
  await connect('audio')
  await waitFor(() => expect([...keys.keys()]).toEqual(['hangup', 'togglemicrophone']))
  expect(shown).not.toHaveProperty('camera')
  await act(() => ann.switchCallType('video'))
  await waitFor(() => expect(keys.has('togglecamera')).toBe(true))
  await act(() => ann.switchCallType('audio'))
  await waitFor(() => expect(keys.has('togglecamera')).toBe(false))
})

test('while calling they choose what the call begins with, and cancel', async () => {
  renderHook(() => useMediaKeys(), { wrapper })
  await act(() => ann.call({ userIDList: ['bob'], type: 'audio' }))
  await press('togglemicrophone')
  await waitFor(() => expect(ann.store.getState().wanted.microphone).toBe(false))
  await press('hangup')
  await waitFor(() => expect(ann.store.getState().status).toBe('idle'))
})

test('while I am called they are the page’s: nobody declines by a key on a headset', async () => {
  renderHook(() => useMediaKeys(), { wrapper })
  await bob.call({ userIDList: ['ann'], type: 'video' })
  await waitFor(() => expect(ann.store.getState().status).toBe('ringing'))
  expect(keys.size).toBe(0)
})

test('they are given back with the component, in a call too', async () => {
  const { unmount } = renderHook(() => useMediaKeys(), { wrapper })
  await connect('video')
  expect(keys.size).toBe(3)
  unmount()
  expect(keys.size).toBe(0)
})

test('a browser that knows some of them, or none, is left alone', async () => {
  giveKeys('togglecamera')
  const { unmount } = renderHook(() => useMediaKeys(), { wrapper })
  await connect('video')
  expect([...keys.keys()]).toEqual(['hangup', 'togglemicrophone'])
  unmount()
  Reflect.deleteProperty(navigator, 'mediaSession')
  renderHook(() => useMediaKeys(), { wrapper })
})

test('CallKit does it', async () => {
  render(<CallKit />, { wrapper })
  await connect('audio')
  await screen.findByRole('region', { name: 'Call' })
  await press('hangup')
  await waitFor(() => expect(ann.store.getState().status).toBe('idle'))
})
