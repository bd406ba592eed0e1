/** @vitest-environment jsdom */
import { act, cleanup, render, renderHook, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createSimulator } from '@ringkit/core/simulator'
import { CallProvider, CallView, useWakeLock } from '../index.ts'

/** A screen: how many keep it on, and whether the browser lets them. */
let held: Set<object>
let isRefused: boolean
let isHidden: boolean

async function request(): Promise<{ released: boolean; release: () => Promise<void> }> {
  if (isRefused) throw new DOMException('The battery is low.', 'NotAllowedError')
  const lock = {
    released: false,
    async release() {
      lock.released = true
      held.delete(lock)
    },
  }
  held.add(lock)
  return lock
}

/** As a browser does: a page that is hidden loses every lock. */
async function hide(hidden: boolean): Promise<void> {
  isHidden = hidden
  if (hidden) for (const lock of held) await Object.assign(lock, { released: true })
  if (hidden) held.clear()
  await act(async () => void document.dispatchEvent(new Event('visibilitychange')))
}

beforeEach(() => {
  held = new Set()
  isRefused = false
  isHidden = false
  Object.defineProperty(navigator, 'wakeLock', { configurable: true, value: { request } })
  Object.defineProperty(document, 'hidden', { configurable: true, get: () => isHidden })
})
afterEach(() => {
  cleanup()
  Reflect.deleteProperty(navigator, 'wakeLock')
  Reflect.deleteProperty(document, 'hidden')
})

test('the screen stays on while it is on, again when the page is seen again, and once', async () => {
  const { rerender, unmount } = renderHook(({ isOn }) => useWakeLock(isOn), { initialProps: { isOn: false } })
  expect(held.size).toBe(0)
  rerender({ isOn: true })
  await waitFor(() => expect(held.size).toBe(1))
  await hide(true)
  expect(held.size).toBe(0)
  await hide(false)
  await waitFor(() => expect(held.size).toBe(1))
  await hide(false)
  expect(held.size).toBe(1)
  rerender({ isOn: false })
  await waitFor(() => expect(held.size).toBe(0))
  rerender({ isOn: true })
  unmount()
  await act(async () => {})
  expect(held.size).toBe(0)
})

test('a browser that refuses, or has no such lock, is left alone', async () => {
  isRefused = true
  renderHook(() => useWakeLock(true))
  await act(async () => {})
  Reflect.deleteProperty(navigator, 'wakeLock')
  renderHook(() => useWakeLock(true))
  await act(async () => {})
  expect(held.size).toBe(0)
})

test('CallView does it in a video call, until it is one of voices', async () => {
  const simulator = createSimulator({ people: ['ann', 'bob'] })
  const [ann, bob] = [simulator.createEngine('ann'), simulator.createEngine('bob')]
  await Promise.all([ann.login(), bob.login()])
  bob.on('INVITED', () => void bob.accept())
  render(
    <CallProvider engine={ann}>
      <CallView />
    </CallProvider>,
  )
  await act(() => ann.call({ userIDList: ['bob'], type: 'video' }))
  await waitFor(() => expect(held.size).toBe(1))
  await act(() => ann.switchCallType('audio'))
  await waitFor(() => expect(held.size).toBe(0))
  simulator.destroy()
})
