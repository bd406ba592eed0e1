/** @vitest-environment jsdom */
import { StrictMode } from 'react'
import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { CallError } from '@ringkit/core'
import { createTestCall } from '@ringkit/core/simulator'
import type { Simulator } from '@ringkit/core/simulator'
import { CallProvider } from '../index.ts'
import { KitNotices } from './CallNotices.tsx'
import { createEarlyNews } from './earlyNews.ts'
import type { EarlyNews } from './earlyNews.ts'

let simulator: Simulator | undefined
afterEach(() => {
  cleanup()
  simulator?.destroy()
})

/** Bob calls Ann and gives up, before there is anything to show it. */
async function missedCall() {
  const call = await createTestCall({ state: 'ringing', people: [{ userID: 'ann' }, { userID: 'bob', name: 'Bob' }] })
  simulator = call.simulator
  const early = createEarlyNews()
  const onNews = vi.fn<() => void>()
  const stop = early.listen(call.ann.engine, onNews)
  call.bob.hangsUp()
  await call.clock.advance(0)
  return { ...call, early, onNews, stop }
}

const notices = (engine: Awaited<ReturnType<typeof createTestCall>>['ann']['engine'], early: EarlyNews) => (
  <StrictMode>
    <CallProvider engine={engine}>
      <KitNotices early={early} />
    </CallProvider>
  </StrictMode>
)

test('notices that arrive late tell what happened before, once, by the names of that time', async () => {
  const { ann, early, onNews } = await missedCall()
  expect(onNews).toHaveBeenCalled()
  early.report(new CallError('SIGNALLING_FAILED'))
  render(notices(ann.engine, early))
  expect(screen.getAllByText('Missed call from Bob')).toHaveLength(1)
  expect(screen.getByText('The call server cannot be reached. Check the network and its address.')).toBeDefined()
})

test('what happens from then on is told by the notices alone', async () => {
  const { ann, bob, clock, early, onNews } = await missedCall()
  render(notices(ann.engine, early))
  onNews.mockClear()
  await act(async () => {
    await bob.calls('ann')
    bob.hangsUp()
    await clock.advance(0)
  })
  expect(onNews).not.toHaveBeenCalled()
  expect(early.take()).toEqual({ events: [], problems: [] })
})

test('events are kept in their order, and none once nobody listens', async () => {
  const { bob, clock, early, onNews, stop } = await missedCall()
  stop()
  onNews.mockClear()
  await bob.calls('ann')
  bob.hangsUp()
  await clock.advance(0)
  expect(onNews).not.toHaveBeenCalled()
  expect(early.take().events.map(({ event }) => event)).toEqual(['CALLING_CANCEL', 'CALL_NOT_CONNECTED'])
})
