/** @vitest-environment jsdom */
import { readFileSync } from 'node:fs'
import { useState } from 'react'
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { CallEvent } from '@ringkit/core'
import { createTestCall } from '@ringkit/core/simulator'
import type { Simulator } from '@ringkit/core/simulator'
import { CallKit, CallProvider, useCallEvent } from '@ringkit/react'

/** The feature of your own: how many calls went unanswered. */
function MissedCalls() {
  const [count, setCount] = useState(0)
  useCallEvent(CallEvent.CALLING_TIMEOUT, () => setCount((missed) => missed + 1))
  return <p>Missed: {count}</p>
}

let simulator: Simulator | undefined
afterEach(() => {
  cleanup()
  simulator?.destroy()
})

test('a ring of 30 s that nobody answers is a missed call', async () => {
  const call = await createTestCall({ state: 'ringing' }) // bob rings ann
  simulator = call.simulator
  render(
    <CallProvider engine={call.ann.engine}>
      <MissedCalls />
      <CallKit />
    </CallProvider>,
  )
  expect(await screen.findByRole('dialog', { name: 'Incoming call' })).toBeDefined()

  await act(() => call.clock.advance(30_000)) // takes a few milliseconds

  expect(screen.queryByRole('dialog')).toBeNull()
  expect(screen.getByText('Missed: 1')).toBeDefined()
  expect(call.bob.hasHeard('NO_RESP', { userIDList: ['ann'] })).toBe(true)
})

test('a declined call is not missed', async () => {
  const call = await createTestCall({ state: 'ringing' })
  simulator = call.simulator
  render(
    <CallProvider engine={call.ann.engine}>
      <MissedCalls />
      <CallKit />
    </CallProvider>,
  )
  fireEvent.click(await screen.findByRole('button', { name: 'Decline' }))
  await act(() => call.clock.advance(60_000))

  expect(screen.getByText('Missed: 0')).toBeDefined()
  expect(call.bob.hasHeard('REJECT', { userID: 'ann' })).toBe(true)
})

test('Bob takes two seconds to accept, and loses his network later', async () => {
  const call = await createTestCall({ state: 'calling' }) // ann calls bob
  simulator = call.simulator
  render(
    <CallProvider engine={call.ann.engine}>
      <CallKit />
    </CallProvider>,
  )
  call.bob.whenCalled({ does: 'accept', after: 2, camera: false }).after(60, (bob) => bob.losesNetwork())

  await act(() => call.clock.advance(2_000))
  expect(await screen.findByRole('button', { name: 'Hang up' })).toBeDefined()

  await act(() => call.clock.advance(70_000)) // 58 s until the network goes, then the grace of 10 s
  expect(screen.queryByRole('button', { name: 'Hang up' })).toBeNull()
  expect(call.ann.hasHeard('CALLING_END', { userID: 'bob', reason: 'offline' })).toBe(true)
})

test('docs/testing.md shows this very example', () => {
  const own = readFileSync(import.meta.filename, 'utf8')
  const page = readFileSync(`${import.meta.dirname}/../../../docs/testing.md`, 'utf8')
  const example = /```tsx\n(?<code>[^`]*createTestCall[^`]*)```/.exec(page)?.groups?.code ?? ''
  const lines = example.split('\n').filter((line) => line.trim() !== '')
  expect(lines.length).toBeGreaterThan(30)
  for (const line of lines) expect(own).toContain(line)
})
