/** @vitest-environment jsdom */
import { StrictMode, type ReactNode } from 'react'
import { act } from '@testing-library/react'
import { hydrateRoot, type Root } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { afterEach, expect, test, vi } from 'vitest'
import { createTestCall } from '@ringkit/core/simulator'
import type { TestCallState } from '@ringkit/core/simulator'
import { CallKit, CallProvider, CallView, DevicePicker, VolumeMeter } from './index.ts'

let root: Root | undefined
afterEach(() => {
  act(() => root?.unmount())
  document.body.replaceChildren()
  vi.restoreAllMocks()
})

function Page({ engine }: { engine: Awaited<ReturnType<typeof createTestCall>>['ann']['engine'] }): ReactNode {
  return (
    <StrictMode>
      <CallProvider engine={engine}>
        <DevicePicker kind="camera" />
        <VolumeMeter />
        <CallView />
        <CallKit people={[]} />
      </CallProvider>
    </StrictMode>
  )
}

test.for<TestCallState>(['idle', 'ringing', 'calling', 'connected'])(
  'what a server has rendered is taken over without a complaint while I am %s',
  async (state) => {
    const { ann, simulator } = await createTestCall({ state })
    const complain = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const recover = vi.fn<(error: unknown) => void>()
    const container = document.createElement('div')
    container.innerHTML = renderToString(<Page engine={ann.engine} />)
    document.body.append(container)
    // This document is there on the "server" too: libraries take it for a browser, of which React 18 complains.
    complain.mockClear()
    await act(async () => {
      root = hydrateRoot(container, <Page engine={ann.engine} />, { onRecoverableError: recover })
    })
    expect(recover.mock.calls).toEqual([])
    expect(complain.mock.calls).toEqual([])
    // It is alive: what the server could not know is there now.
    expect(document.querySelector('.rk-call-kit')?.getAttribute('data-status')).toBe(state)
    simulator.destroy()
  },
)
