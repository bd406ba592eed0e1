import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { inOneTab } from './inOneTab.ts'

type Turn = () => Promise<void>

/** What the tabs of a browser share: one holds a name, the others wait in a line. `refuse`: a page without an origin. */
function giveLocks({ refuse = false } = {}): void {
  const lines = new Map<string, Promise<void>>()
  const request = async (name: string, { signal }: { signal: AbortSignal }, turn: Turn): Promise<void> => {
    if (refuse) throw new DOMException('No origin.', 'SecurityError')
    const before = lines.get(name) ?? Promise.resolve()
    const aborted = new Promise<'aborted'>((resolve) => signal.addEventListener('abort', () => resolve('aborted')))
    const mine = (async () => {
      await before
      if (!signal.aborted) await turn()
    })()
    lines.set(name, mine)
    if ((await Promise.race([before, aborted])) === 'aborted') throw new DOMException('Over.', 'AbortError')
    await mine
  }
  vi.stubGlobal('navigator', { locks: { request } })
}

/** Which tabs sound now. */
let sounding: string[]

/** A tab that asks for its turn. `isBlocked`: its browser plays nothing before a press. */
function openTab(tab: string, { name = 'ring', isBlocked = false } = {}) {
  let tell = (_is: boolean): void => {}
  let canSound = !isBlocked
  const close = inOneTab(name, (onBlockedChange) => {
    tell = onBlockedChange
    if (canSound) sounding.push(tab)
    else queueMicrotask(() => onBlockedChange(true))
    return () => {
      sounding = sounding.filter((each) => each !== tab)
      // As a tone does that is ended while it is held back.
      onBlockedChange(false)
    }
  })
  const press = (): void => {
    canSound = true
    sounding.push(tab)
    tell(false)
  }
  return { close, press }
}

const settle = () => new Promise((resolve) => setTimeout(resolve))

beforeEach(() => {
  sounding = []
  giveLocks()
})
afterEach(() => vi.unstubAllGlobals())

test('of several tabs one sounds; when it closes the next one goes on', async () => {
  const tabs = ['first', 'second', 'third'].map((tab) => openTab(tab))
  await settle()
  expect(sounding).toEqual(['first'])
  tabs[0]?.close()
  await settle()
  expect(sounding).toEqual(['second'])
  tabs[2]?.close()
  tabs[1]?.close()
  await settle()
  expect(sounding).toEqual([])
})

test('one that is over before its turn never sounds', async () => {
  const first = openTab('first')
  const second = openTab('second')
  second.close()
  first.close()
  await settle()
  expect(sounding).toEqual([])
})

test('other rings know nothing of it', async () => {
  openTab('mine', { name: 'ring of ann' })
  openTab('yours', { name: 'ring of bob' })
  await settle()
  expect(sounding).toEqual(['mine', 'yours'])
})

test('one that its browser holds back lets the next one ring, and waits for its turn after the press', async () => {
  const first = openTab('first', { isBlocked: true })
  const second = openTab('second')
  await settle()
  expect(sounding).toEqual(['second'])
  first.press()
  await settle()
  expect(sounding).toEqual(['second'])
  second.close()
  await settle()
  expect(sounding).toEqual(['first'])
  first.close()
  expect(sounding).toEqual([])
})

test('where all are held back, the first one that is pressed rings', async () => {
  const tabs = ['first', 'second'].map((tab) => openTab(tab, { isBlocked: true }))
  await settle()
  expect(sounding).toEqual([])
  tabs[1]?.press()
  await settle()
  expect(sounding).toEqual(['second'])
  tabs[0]?.close()
  await settle()
  expect(sounding).toEqual(['second'])
})

test.each([
  ['there are no locks', () => vi.stubGlobal('navigator', {})],
  ['the page has no origin', () => giveLocks({ refuse: true })],
])('each rings where %s', async (_, take) => {
  take()
  const first = openTab('first')
  openTab('second')
  await settle()
  expect(sounding).toEqual(['first', 'second'])
  first.close()
  await settle()
  expect(sounding).toEqual(['second'])
})
