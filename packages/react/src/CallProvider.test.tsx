/** @vitest-environment jsdom */
import { StrictMode } from 'react'
import { act, cleanup, render, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { CallError, noMedia } from '@ringkit/core'
import type { Connection, SignallingFactory } from '@ringkit/core'
import { CallNotices, CallProvider, useCall, useCallActions, useCallEngine } from './index.ts'
import { createSimulator } from '@ringkit/core/simulator'

afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

/** A call server that lets Ann in, or answers with `refusal` as long as there is one. */
function fakeServer(first?: CallError) {
  const server = { refusal: first, connects: [] as string[], closed: 0 }
  const connection: Connection = {
    welcome: { self: { userID: 'ann' } },
    // Whatever an idle engine asks, there is nothing to tell; a link that goes while it asks is no error.
    request: () => Promise.reject(new CallError('SIGNALLING_FAILED')),
    close: () => void (server.closed += 1),
  }
  const signalling: SignallingFactory = ({ url }) => ({
    async connect({ token }) {
      server.connects.push(`${url} ${token}`)
      if (server.refusal) throw server.refusal
      return connection
    },
  })
  return { server, signalling }
}

function Status() {
  return <p>{useCall((state) => state.status)}</p>
}

describe('CallProvider with url and token', () => {
  test('Strict Mode logs in once and leaves the engine alive', async () => {
    const { server, signalling } = fakeServer()
    const view = render(
      <StrictMode>
        <CallProvider url="http://a" token="t1" deviceID="d" signalling={signalling} media={noMedia()}>
          <Status />
        </CallProvider>
      </StrictMode>,
    )
    await screen.findByText('idle')
    expect(server).toMatchObject({ connects: ['http://a t1'], closed: 0 })
    view.unmount()
    await waitFor(() => expect(server.closed).toBe(1))
    expect(server.connects).toHaveLength(1)
  })

  test('a server that is down is tried again, with the newest token', async () => {
    const { server, signalling } = fakeServer(new CallError('SIGNALLING_FAILED'))
    vi.useFakeTimers()
    const ui = (token: string) => (
      <CallProvider url="http://a" token={token} deviceID="d" signalling={signalling} media={noMedia()}>
        <Status />
        <CallNotices />
      </CallProvider>
    )
    const view = render(ui('old'))
    await act(() => vi.advanceTimersByTimeAsync(10_500))
    expect(new Set(server.connects)).toEqual(new Set(['http://a old']))
    expect(screen.getByText(/call server cannot be reached/)).toBeDefined()
    server.refusal = undefined
    view.rerender(ui('new'))
    await act(() => vi.advanceTimersByTimeAsync(2000))
    expect(server.connects.at(-1)).toBe('http://a new')
    expect(screen.getByText('idle')).toBeDefined()
    expect(server.closed).toBe(0)
  })

  test('another url is another engine; the first one goes', async () => {
    const { server, signalling } = fakeServer()
    const ui = (url: string) => (
      <CallProvider url={url} token="t" deviceID="d" signalling={signalling} media={noMedia()}>
        <Status />
      </CallProvider>
    )
    const view = render(ui('http://a'))
    await screen.findByText('idle')
    view.rerender(ui('http://b'))
    await waitFor(() => expect(server.connects).toEqual(['http://a t', 'http://b t']))
    await waitFor(() => expect(server.closed).toBe(1))
  })

  test('a refused sign-in is shown and not repeated', async () => {
    vi.useFakeTimers()
    const { server, signalling } = fakeServer(new CallError('NOT_ALLOWED', 'Ann may not call.'))
    render(
      <CallProvider url="http://a" token="t" deviceID="d" signalling={signalling} media={noMedia()}>
        <CallNotices />
      </CallProvider>,
    )
    await act(() => vi.advanceTimersByTimeAsync(1000))
    expect(screen.getByText('Ann may not call.')).toBeDefined()
    await act(() => vi.advanceTimersByTimeAsync(60_000))
    expect(server.connects).toHaveLength(1)
  })

  test('a command before the first effect is refused, not lost', async () => {
    const errors: unknown[] = []
    function Eager() {
      const { call } = useCallActions()
      // A render is no place for a command; what matters is that it opens nothing.
      if (errors.length === 0)
        call({ userIDList: ['bob'], type: 'audio' }).catch((error: unknown) => errors.push(error))
      return null
    }
    const { signalling } = fakeServer()
    render(
      <CallProvider url="http://a" token="t" deviceID="d" signalling={signalling} media={noMedia()}>
        <Eager />
      </CallProvider>,
    )
    await waitFor(() => expect(errors[0]).toMatchObject({ code: 'NOT_LOGGED_IN' }))
  })
})

test('CallProvider with an engine leaves its life to its owner', async () => {
  const simulator = createSimulator({ people: [{ userID: 'ann' }] })
  const engine = simulator.createEngine('ann')
  await engine.login()
  const view = render(
    <StrictMode>
      <CallProvider engine={engine}>
        <Status />
      </CallProvider>
    </StrictMode>,
  )
  await screen.findByText('idle')
  view.unmount()
  await Promise.resolve()
  expect(engine.store.getState().status).toBe('idle')
  simulator.destroy()
})

test('a hook outside of a provider says what is missing', () => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
  function Lost() {
    useCallEngine()
    return null
  }
  expect(() => render(<Lost />)).toThrow('`useCallEngine` must be used within `CallProvider`')
  vi.restoreAllMocks()
})
