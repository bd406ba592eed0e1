/** @vitest-environment jsdom */
import type { ReactNode } from 'react'
import { act, cleanup, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { CallEngine, CallState, Preview } from '@ringkit/core'
import { createSimulator } from '@ringkit/core/simulator'
import type { Simulator } from '@ringkit/core/simulator'
import { CallProvider, DevicePicker, VideoTile } from '../index.ts'

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
})

/** What a camera of this side gives; jsdom has no streams. */
function film(element: HTMLVideoElement, facingMode: string | undefined): void {
  const track = { getSettings: () => (facingMode === undefined ? {} : { facingMode }) }
  Object.defineProperty(element, 'srcObject', { configurable: true, value: { getVideoTracks: () => [track] } })
  element.dispatchEvent(new Event('loadeddata'))
}

const within = (engine: CallEngine, ui: ReactNode) => <CallProvider engine={engine}>{ui}</CallProvider>

function picture(): HTMLVideoElement {
  const found = document.querySelector('video')
  if (!found) throw new Error('no picture')
  return found
}

/** An engine whose cameras have the names of a phone's. */
function onPhone(current: string): CallEngine {
  const cameraList = [
    { deviceID: 'one', label: 'camera2 1, facing front' },
    { deviceID: 'two', label: 'camera2 0, facing back' },
  ]
  const patch = (state: CallState): CallState => ({
    ...state,
    devices: { ...state.devices, cameraList, currentCameraID: current },
  })
  return { ...ann, store: { ...ann.store, getState: () => patch(ann.store.getState()) } }
}

describe('data-facing', () => {
  test.each([
    ['environment', 'back'],
    ['user', undefined],
    [undefined, undefined],
  ] as const)('one’s own tile: a camera that says %s', (facingMode, facing) => {
    render(within(ann, <VideoTile userID="ann" />))
    act(() => film(picture(), facingMode))
    expect(picture().dataset.facing).toBe(facing)
    act(() => film(picture(), 'user'))
    expect(picture().dataset.facing, 'after a flip').toBeUndefined()
  })

  test.each([
    ['one', undefined],
    ['two', 'back'],
  ] as const)('a track that says nothing: by the name of camera %s', (current, facing) => {
    render(within(onPhone(current), <VideoTile userID="ann" />))
    act(() => film(picture(), undefined))
    expect(picture().dataset.facing).toBe(facing)
  })

  test('what others film and what I share is as it is', () => {
    const { unmount } = render(within(ann, <VideoTile userID="bob" />))
    act(() => film(picture(), 'environment'))
    expect(picture().dataset.facing).toBeUndefined()
    unmount()
    render(within(ann, <VideoTile userID="ann" source="screen" />))
    act(() => film(picture(), 'environment'))
    expect(picture().dataset.facing).toBeUndefined()
  })

  test('the preview of a device check, too', async () => {
    const preview: Preview = { attach: () => () => {}, onVolume: () => () => {}, stop: () => {} }
    const engine: CallEngine = { ...ann, preview: () => Promise.resolve(preview) }
    render(within(engine, <DevicePicker kind="camera" preview />))
    const own = await screen.findByLabelText('Your own picture')
    await waitFor(() => expect(own.closest('[data-state="on"]')).not.toBeNull())
    act(() => film(picture(), 'environment'))
    expect(picture().dataset.facing).toBe('back')
  })
})
