/** @vitest-environment jsdom */
import { act, cleanup, render, screen, waitFor } from '@testing-library/react'
import { Profiler, createRef } from 'react'
import { createPortal } from 'react-dom'
import { afterEach, expect, test, vi } from 'vitest'
import { createTestCall } from '@ringkit/core/simulator'
import { CallDuration, CallProvider } from '../index.ts'

afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

test('the time runs and nothing renders; a render in between does not turn it back', async () => {
  const { simulator, ann, clock } = await createTestCall({ type: 'audio' })
  const onRender = vi.fn<() => void>()
  const ref = createRef<HTMLSpanElement>()
  const clockOf = (className: string) => (
    <CallProvider engine={ann.engine}>
      <Profiler id="clock" onRender={onRender}>
        <CallDuration ref={ref} className={className} />
      </Profiler>
    </CallProvider>
  )
  const { rerender } = render(clockOf('first'))
  const timer = screen.getByRole('timer', { name: 'Duration' })
  expect(ref.current).toBe(timer)
  expect(timer.textContent).toBe('0:00')
  onRender.mockClear()
  await act(() => clock.advance(65_400))
  await waitFor(() => expect(timer.textContent).toBe('1:05'))
  await act(() => clock.advance(700))
  await waitFor(() => expect(timer.textContent).toBe('1:06'))
  expect(onRender).not.toHaveBeenCalled()
  rerender(clockOf('second'))
  expect([timer.textContent, timer.className]).toEqual(['1:06', 'rk-call-duration second'])
  simulator.destroy()
})

test('the next call begins at 0:00', async () => {
  const { simulator, ann, bob, clock } = await createTestCall({ type: 'audio' })
  render(
    <CallProvider engine={ann.engine}>
      <CallDuration />
    </CallProvider>,
  )
  const timer = screen.getByRole('timer')
  await act(() => clock.advance(5000))
  await waitFor(() => expect(timer.textContent).toBe('0:05'))
  await act(() => ann.engine.hangup())
  await waitFor(() => expect(timer.textContent).toBe('0:00'))
  await act(async () => {
    await bob.engine.call({ userIDList: ['ann'], type: 'audio' })
    await clock.advance(1000)
    await ann.engine.accept()
  })
  await waitFor(() => expect(timer.textContent).toBe('0:00'))
  await act(() => clock.advance(2000))
  await waitFor(() => expect(timer.textContent).toBe('0:02'))
  simulator.destroy()
})

test('in a window of its own it goes by the timers of that window, and leaves none behind', async () => {
  const { simulator, ann } = await createTestCall({ type: 'audio' })
  const frame = document.createElement('iframe')
  document.body.append(frame)
  const view = frame.contentWindow
  if (!view) throw new Error('The frame has no window.')
  const [set, clear] = [vi.spyOn(view, 'setTimeout'), vi.spyOn(view, 'clearTimeout')]
  const { unmount } = render(
    <CallProvider engine={ann.engine}>{createPortal(<CallDuration />, view.document.body)}</CallProvider>,
  )
  expect(set).toHaveBeenCalledTimes(1)
  unmount()
  expect(clear).toHaveBeenCalledWith(set.mock.results[0]?.value)
  frame.remove()
  simulator.destroy()
})
