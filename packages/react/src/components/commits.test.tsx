/** @vitest-environment jsdom */
import { Profiler } from 'react'
import { act, cleanup, render } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { createTestCall } from '@ringkit/core/simulator'
import { CallProvider, CallView, VideoGrid } from '../index.ts'

afterEach(cleanup)

const people = ['ann', 'bob', 'carol'] as const

/** Ann's call, and how often React has committed for each part of it. */
async function annInCall() {
  const call = await createTestCall({ state: 'group', people })
  const commits = { all: 0 }
  render(
    <CallProvider engine={call.ann.engine}>
      <Profiler id="all" onRender={() => void (commits.all += 1)}>
        <CallView />
      </Profiler>
    </CallProvider>,
  )
  await act(async () => {})
  return { ...call, commits }
}

test('neither voices nor seconds render anything: within five seconds of talk React commits nothing', async () => {
  const { simulator, clock, ann, commits } = await annInCall()
  const levels: number[] = []
  ann.engine.onVolume('bob', (level) => levels.push(level))
  commits.all = 0
  await act(() => clock.advance(5000))
  expect(Math.max(...levels)).toBeGreaterThan(12)
  expect(commits.all).toBe(0)
  simulator.destroy()
})

test('a microphone that goes off renders the tile it belongs to, not the grid', async () => {
  const { simulator, clock, ann, bob } = await createTestCall({ state: 'group', people })
  const renderTile = vi.fn<() => null>(() => null)
  render(
    <CallProvider engine={ann.engine}>
      <VideoGrid renderTile={renderTile} />
    </CallProvider>,
  )
  expect(renderTile).toHaveBeenCalledTimes(3)
  await act(async () => {
    await bob.engine.setMicrophone(false)
    await clock.advance(100)
  })
  expect(ann.engine.store.getState().members.bob?.audioAvailable).toBe(false)
  expect(renderTile).toHaveBeenCalledTimes(3)
  await act(async () => {
    await bob.engine.hangup()
    await clock.advance(100)
  })
  expect(renderTile.mock.calls.length).toBeGreaterThan(3)
  simulator.destroy()
})
