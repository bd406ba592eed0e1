/** @vitest-environment jsdom */
import type { ReactNode } from 'react'
import { act, cleanup, render, renderHook, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { CallEngine } from '@ringkit/core'
import { createSimulator } from '@ringkit/core/simulator'
import type { Simulator } from '@ringkit/core/simulator'
import { CallKit, CallProvider, IncomingCallDialog, useRingNotifications } from '../index.ts'
import type { AttentionPort, RingNotifications } from '../index.ts'

let simulator: Simulator
let ann: CallEngine
let bob: CallEngine

beforeEach(async () => {
  simulator = createSimulator({ people: ['ann', { userID: 'bob', name: 'Bob' }] })
  ann = simulator.createEngine('ann')
  bob = simulator.createEngine('bob')
  await Promise.all([ann.login(), bob.login()])
})
afterEach(() => {
  cleanup()
  simulator.destroy()
})

/** A page that notes what it does to be noticed. Its timers tick when told. */
function fakePage(hidden: boolean) {
  const page = { hidden, title: 'My app', notes: new Set<string>(), vibrations: [] as (number | number[])[] }
  const ticks = new Set<() => void>()
  const watchers = new Set<() => void>()
  const joined = <T,>(set: Set<T>, member: T) => {
    set.add(member)
    return () => void set.delete(member)
  }
  const port: AttentionPort = {
    isHidden: () => page.hidden,
    onHiddenChange: (listener) => joined(watchers, listener),
    title: () => page.title,
    setTitle: (title) => void (page.title = title),
    notify: (title, { body }) => joined(page.notes, `${title}: ${body}`),
    vibrate: (pattern) => void page.vibrations.push(pattern),
    every: (_ms, tick) => joined(ticks, tick),
  }
  return {
    page,
    port,
    tick: () => ticks.forEach((tick) => tick()),
    hide(isHidden: boolean) {
      page.hidden = isHidden
      for (const watcher of watchers) watcher()
    },
    isQuiet: () => ticks.size === 0 && watchers.size === 0 && page.notes.size === 0,
  }
}

const wrapper = ({ children }: { children: ReactNode }) => <CallProvider engine={ann}>{children}</CallProvider>
const rings = () => waitFor(() => expect(ann.store.getState().status).toBe('ringing'))

function listen(options: RingNotifications = {}, hidden = true) {
  const fake = fakePage(hidden)
  return { ...fake, ...renderHook(() => useRingNotifications({ port: fake.port, ...options }), { wrapper }) }
}

async function ring() {
  await act(async () => {
    await bob.call({ userIDList: ['ann'], type: 'audio' })
    await rings()
  })
}

describe('useRingNotifications', () => {
  test.each<[string, () => Promise<unknown>]>([
    ['is accepted', () => ann.accept()],
    ['is declined', () => ann.reject()],
    ['is cancelled', () => bob.hangup()],
    ['is over because I sign out', () => ann.logout()],
  ])('all stop at once when the call %s', async (_, end) => {
    const { page, isQuiet, tick } = listen()
    expect(isQuiet()).toBe(true)
    await ring()
    expect([...page.notes]).toEqual(['Bob is calling you: Audio call'])
    expect(page.title).toBe('Bob is calling you')
    tick()
    expect([page.title, page.vibrations.length]).toEqual(['My app', 2])
    tick()
    await act(async () => void (await end()))
    await waitFor(() => expect(isQuiet()).toBe(true))
    expect([page.title, page.vibrations.at(-1)]).toEqual(['My app', 0])
  })

  test('a page that is seen vibrates only; hidden while it rings it notifies, seen again it stops', async () => {
    const { page, hide } = listen({}, false)
    await ring()
    expect([page.notes.size, page.title, page.vibrations.length]).toEqual([0, 'My app', 1])
    hide(true)
    expect([page.notes.size, page.title]).toEqual([1, 'Bob is calling you'])
    hide(false)
    expect([page.notes.size, page.title]).toEqual([0, 'My app'])
  })

  test('a title the app sets meanwhile stays', async () => {
    const { page, tick } = listen()
    await ring()
    page.title = 'My app (3)'
    tick()
    await act(async () => void (await bob.hangup()))
    await waitFor(() => expect(page.title).toBe('My app (3)'))
  })

  test('each can be left out, and all stop with the component', async () => {
    const { page, unmount, isQuiet } = listen({ notification: false, title: false })
    await ring()
    expect([page.notes.size, page.title, page.vibrations.length]).toEqual([0, 'My app', 1])
    unmount()
    expect(isQuiet()).toBe(true)
  })

  test('CallKit does it when asked to, and only then', async () => {
    const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true)
    document.title = 'My app'
    const view = render(<CallKit />, { wrapper })
    await ring()
    expect(document.title).toBe('My app')
    view.rerender(<CallKit notify />)
    await waitFor(() => expect(document.title).toBe('Bob is calling you'))
    view.unmount()
    expect(document.title).toBe('My app')
    hidden.mockRestore()
  })
})

describe('IncomingCallDialog', () => {
  test('declines with a ready answer, which the caller hears', async () => {
    const heard: unknown[] = []
    bob.on('REJECT', ({ message }) => heard.push(message))
    render(<IncomingCallDialog />, { wrapper })
    await ring()
    act(() => screen.getByRole('button', { name: 'Decline with a message' }).click())
    act(() => screen.getByRole('button', { name: 'I’ll call you back.' }).click())
    await waitFor(() => expect(heard).toEqual(['I’ll call you back.']))
  })

  test('as a banner it leaves the focus where it is, and says who calls', async () => {
    const page = (
      <>
        <input aria-label="Note" />
        <IncomingCallDialog variant="banner" />
      </>
    )
    render(page, { wrapper })
    const status = screen.getByRole('status')
    expect(status.textContent).toBe('')
    const note = screen.getByRole('textbox')
    act(() => note.focus())
    await ring()
    expect(document.activeElement).toBe(note)
    expect(screen.getByRole('dialog', { name: 'Incoming call' }).dataset.variant).toBe('banner')
    expect(screen.getAllByRole('status')).toContain(status)
    expect(status.textContent).toBe('Bob is calling you. Audio call')
    await act(async () => void (await bob.hangup()))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect([document.activeElement, status.textContent]).toEqual([note, ''])
  })
})
