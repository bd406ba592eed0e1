/** @vitest-environment jsdom */
import type { MouseEvent, ReactNode } from 'react'
import { act, cleanup, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { CallError } from '@ringkit/core'
import type { CallEngine } from '@ringkit/core'
import { createSimulator } from '@ringkit/core/simulator'
import type { Simulator } from '@ringkit/core/simulator'
import { CallProvider, CallView, en, IncomingCallDecline, IncomingCallDialog, VideoTile } from '../index.ts'

let simulator: Simulator
let ann: CallEngine
let bob: CallEngine

beforeEach(async () => {
  simulator = createSimulator({ people: [{ userID: 'ann' }, { userID: 'bob', name: 'Bob' }] })
  ann = simulator.createEngine('ann')
  bob = simulator.createEngine('bob')
  await Promise.all([ann.login(), bob.login()])
})
afterEach(() => {
  cleanup()
  simulator.destroy()
})

function on(engine: CallEngine, ui: ReactNode) {
  return render(<CallProvider engine={engine}>{ui}</CallProvider>)
}

test('why a decline failed is shown in the dialog, which stays', async () => {
  const reject = () => Promise.reject(new CallError('TIMEOUT'))
  on({ ...ann, reject }, <IncomingCallDialog />)
  await bob.call({ userIDList: ['ann'], type: 'audio' })
  const decline = await screen.findByRole('button', { name: 'Decline' })
  act(() => decline.click())
  await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('did not answer in time'))
  expect(screen.getByRole('dialog', { name: 'Incoming call' })).toBeDefined()
})

test('a press while the answer is under way does nothing', async () => {
  let presses = 0
  const reject = () => {
    presses += 1
    return new Promise<void>(() => {})
  }
  on({ ...ann, reject }, <IncomingCallDialog />)
  await bob.call({ userIDList: ['ann'], type: 'audio' })
  const decline = await screen.findByRole('button', { name: 'Decline' })
  act(() => decline.click())
  await waitFor(() => expect(decline.getAttribute('aria-disabled')).toBe('true'))
  act(() => decline.click())
  expect(presses).toBe(1)
})

test('parts can be replaced: own element, own handler, which can stop ours', async () => {
  const reject = vi.fn<CallEngine['reject']>()
  const onClick = vi.fn<(event: MouseEvent) => void>((event) => event.preventDefault())
  on(
    { ...ann, reject },
    <IncomingCallDialog>
      <IncomingCallDecline asChild onClick={onClick}>
        <a href="#later">Not now</a>
      </IncomingCallDecline>
    </IncomingCallDialog>,
  )
  await bob.call({ userIDList: ['ann'], type: 'audio' })
  const link = await screen.findByText('Not now')
  act(() => link.click())
  expect(onClick).toHaveBeenCalledTimes(1)
  expect(reject).not.toHaveBeenCalled()
})

test('texts come from the messages of the provider', async () => {
  render(
    <CallProvider engine={ann} messages={{ ...en, call: 'Gespräch', hangUp: 'Auflegen' }}>
      <CallView />
    </CallProvider>,
  )
  await bob.call({ userIDList: ['ann'], type: 'audio' })
  await waitFor(() => expect(ann.store.getState().status).toBe('ringing'))
  await ann.accept()
  expect(await screen.findByRole('region', { name: 'Gespräch' })).toBeDefined()
  expect(screen.getByRole('button', { name: 'Auflegen' })).toBeDefined()
})

test('a tile forwards its ref and keeps data-speaking through renders', async () => {
  bob.on('INVITED', () => void bob.accept())
  await ann.call({ userIDList: ['bob'], type: 'video' })
  await waitFor(() => expect(ann.store.getState().members.bob?.audioAvailable).toBe(true))
  simulator.person('bob').setVolume(90)
  let element: HTMLDivElement | null = null
  on(ann, <VideoTile userID="bob" ref={(node) => void (element = node)} />)
  const tile = await screen.findByRole('group', { name: 'Bob' })
  expect(element).toBe(tile)
  await waitFor(() => expect(tile.hasAttribute('data-speaking')).toBe(true))
  act(() => simulator.person('bob').setQuality('poor'))
  await waitFor(() => expect(tile.getAttribute('data-quality')).toBe('poor'))
  expect(tile.hasAttribute('data-speaking')).toBe(true)
})
