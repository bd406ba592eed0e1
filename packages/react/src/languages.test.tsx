/** @vitest-environment jsdom */
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { act, cleanup, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { noMedia } from '@ringkit/core'
import type { CallEngine } from '@ringkit/core'
import { createSimulator } from '@ringkit/core/simulator'
import type { Simulator } from '@ringkit/core/simulator'
import { CallKit, CallNotices, CallProvider, loadMessages } from './index.ts'
import type { Language, MessagesOverride } from './index.ts'

let simulator: Simulator
let ann: CallEngine
let bob: CallEngine

beforeEach(async () => {
  simulator = createSimulator({ people: [{ userID: 'ann' }, { userID: 'bob', name: 'Bob Okafor' }] })
  ann = simulator.createEngine('ann', { media: noMedia() })
  bob = simulator.createEngine('bob', { media: noMedia() })
  await Promise.all([ann.login(), bob.login()])
})
afterEach(() => {
  cleanup()
  simulator.destroy()
})

interface Spoken {
  language?: Language
  messages?: MessagesOverride
}

const kit = (spoken: Spoken) => (
  <CallProvider engine={ann} {...spoken}>
    <CallKit data-testid="kit" people={[{ userID: 'bob' }]} />
  </CallProvider>
)

/** The dialog is in a portal, away from everything the page could have set. */
async function ring() {
  await act(async () => {
    await bob.call({ userIDList: ['ann'], type: 'audio' })
  })
  return screen.findByRole('dialog')
}

test('with no language told the kit leaves language and direction to the page', async () => {
  render(kit({}))
  const dialog = await ring()
  expect(dialog.textContent).toContain('Incoming call')
  for (const element of [dialog, screen.getByTestId('kit')]) {
    expect([element.getAttribute('lang'), element.getAttribute('dir')]).toEqual([null, null])
  }
})

// The one test that must find Arabic not loaded yet: each file has its own modules.
test('Arabic comes when asked for; English until then, in the direction of Arabic from the first moment', async () => {
  const directions: (string | null)[] = []
  const view = render(kit({ language: 'ar' }))
  const root = screen.getByTestId('kit')
  directions.push(root.getAttribute('dir'))
  expect(root.lang).toBe('en')
  await waitFor(() => expect(root.lang).toBe('ar'))
  directions.push(root.getAttribute('dir'))
  expect(directions).toEqual(['rtl', 'rtl'])
  const dialog = await ring()
  expect(dialog.textContent).toContain('مكالمة واردة')
  expect([dialog.lang, dialog.dir]).toEqual(['ar', 'rtl'])
  const notices = screen.getByRole('log', { hidden: true })
  expect([notices.lang, notices.dir, notices.getAttribute('aria-label')]).toEqual(['ar', 'rtl', 'إشعارات المكالمة'])
  view.rerender(kit({ language: 'en' }))
  expect([dialog.lang, dialog.dir]).toEqual(['en', 'ltr'])
  expect(dialog.textContent).toContain('Incoming call')
})

test('what has been loaded is there in the first render', async () => {
  await loadMessages('ko')
  render(kit({ language: 'ko' }))
  expect(screen.getByTestId('kit').lang).toBe('ko')
  expect((await ring()).textContent).toContain('수신 전화')
})

test('some texts go over a language, a whole one tells its own direction', async () => {
  const view = render(kit({ language: 'de', messages: { accept: 'Rangehen' } }))
  await ring()
  await screen.findByRole('button', { name: 'Rangehen' })
  await screen.findByRole('button', { name: 'Ablehnen' })
  view.rerender(kit({ messages: await loadMessages('ar') }))
  expect(screen.getByRole('dialog').dir).toBe('rtl')
  expect(screen.getByRole('button', { name: 'رفض' })).toBeDefined()
})

test('a language the kit does not speak is English', async () => {
  // As JavaScript may: the type forbids it.
  render(kit({ language: 'tlh' as Language }))
  expect((await ring()).textContent).toContain('Incoming call')
})

test('texts made anew at each render do not make the notices forget who is who', async () => {
  const ui = () => (
    <CallProvider engine={ann} messages={{ missedCall: (name) => `${name} rang` }}>
      <CallNotices />
    </CallProvider>
  )
  const view = render(ui())
  await act(async () => {
    await bob.call({ userIDList: ['ann'], type: 'audio' })
  })
  await waitFor(() => expect(ann.store.getState().status).toBe('ringing'))
  view.rerender(ui())
  await act(() => bob.hangup())
  expect(await screen.findByText('Bob Okafor rang')).toBeDefined()
})

test('on a server a language is neither fetched nor in the way', () => {
  const online = vi.spyOn(window, 'addEventListener')
  const html = renderToString(kit({ language: 'ja' }))
  expect(html).toContain('lang="en" dir="ltr"')
  expect(online).not.toHaveBeenCalled()
})

test('a language that is loaded already does not break hydration: English first, as on the server', async () => {
  const page = document.body.appendChild(document.createElement('div'))
  page.innerHTML = renderToString(kit({ language: 'fr' }))
  await loadMessages('fr')
  const mismatches = vi.fn<(error: unknown) => void>()
  const root = await act(async () =>
    hydrateRoot(page, kit({ language: 'fr' }), { onRecoverableError: (error) => mismatches(error) }),
  )
  expect(screen.getByTestId('kit').lang).toBe('fr')
  expect(mismatches).not.toHaveBeenCalled()
  act(() => root.unmount())
  page.remove()
})
