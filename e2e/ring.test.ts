/** What a ring does beyond its dialog: to a page that is not looked at, and in several tabs of one browser. */
import type { BrowserContext, Page } from 'playwright'
import { expect, test } from 'vitest'
import { gatherPeople } from './people.ts'
import { Person } from './person.ts'

declare global {
  interface Window {
    /** What the browser tells of the notifications that the page has made: `show`, `close`, `error` and `focus` of the window. */
    notes: { all: { notification: Notification; told: string[] }[]; focused: number }
    /** How many rings sound now. */
    sounding(): number
  }
}

const { person } = gatherPeople()

/** A busy machine takes its time. */
const patient = { timeout: 15_000 }

/** Runs in the page: the browser's own notifications and tones, with somebody who notes what becomes of them. */
function watchRing(): void {
  window.notes = { all: [], focused: 0 }
  window.Notification = class extends Notification {
    constructor(title: string, options?: NotificationOptions) {
      super(title, options)
      const told: string[] = []
      for (const event of ['show', 'close', 'error']) this.addEventListener(event, () => told.push(event))
      window.notes.all.push({ notification: this, told })
    }
  }
  const focus = window.focus.bind(window)
  window.focus = () => {
    window.notes.focused += 1
    focus()
  }
  const { start, stop } = AudioBufferSourceNode.prototype
  const rings = new Set<AudioBufferSourceNode>()
  AudioBufferSourceNode.prototype.start = function startNoted(...when) {
    // Of all that a page may play a ring alone comes back.
    if (this.loop) rings.add(this)
    start.apply(this, when)
  }
  AudioBufferSourceNode.prototype.stop = function stopNoted(when) {
    rings.delete(this)
    stop.call(this, when)
  }
  // What the browser holds back is not heard.
  window.sounding = () => [...rings].filter(({ context }) => context.state === 'running').length
}

/** Headless pages are always in sight: this one says that it is not. */
function beOutOfSight(): void {
  Object.defineProperty(document, 'hidden', { configurable: true, get: () => true })
  Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'hidden' })
}

const notes = (page: Page) =>
  page.evaluate(() =>
    window.notes.all.map(({ notification: { title, body, tag }, told }) => ({ title, body, tag, told })),
  )

async function ringOutOfSight(): Promise<{ ann: Person; bob: Person }> {
  const [ann, bob] = await Promise.all([
    person('Ann', { init: watchRing, context: { permissions: ['notifications'] } }),
    person('Bob'),
  ])
  await ann.page.evaluate(beOutOfSight)
  await bob.calls([ann], 'audio')
  const { callID } = await ann.heard('INVITED')
  await expect
    .poll(() => notes(ann.page), patient)
    .toMatchObject([{ title: `${bob.name} is calling you`, body: 'Audio call', tag: callID }])
  return { ann, bob }
}

test('a ring on a page that says it is hidden makes one notification, which Chromium shows, and closes when the ring ends', async () => {
  const { ann, bob } = await ringOutOfSight()
  await expect.poll(async () => (await notes(ann.page))[0]?.told, patient).toEqual(['show'])
  await bob.cancel()
  await ann.heard('CALLING_CANCEL')
  await expect.poll(async () => (await notes(ann.page)).map(({ told }) => told), patient).toEqual([['show', 'close']])
})

test('the click of a notification, which the test sends in place of a hand, asks for the window and closes it; the ring goes on', async () => {
  const { ann, bob } = await ringOutOfSight()
  await ann.page.evaluate(() => window.notes.all[0]?.notification.dispatchEvent(new Event('click')))
  await expect.poll(() => ann.page.evaluate(() => window.notes.focused), patient).toBe(1)
  await expect.poll(async () => (await notes(ann.page))[0]?.told.at(-1), patient).toBe('close')
  await ann.accept()
  await bob.heard('USER_ACCEPT')
  expect(await notes(ann.page)).toHaveLength(1)
})

/** Another tab of the same browser, signed in as the same person. */
async function openTab(context: BrowserContext, of: Person): Promise<Person> {
  const page = await context.newPage()
  await page.addInitScript(watchRing)
  await page.goto(of.page.url())
  const tab = new Person(page, of.name)
  await tab.signIn()
  return tab
}

test('of two tabs of one browser one sounds; when it is closed the other one goes on, until the ring ends', async () => {
  const [first, bob] = await Promise.all([person('Ann', { init: watchRing }), person('Bob')])
  const second = await openTab(first.page.context(), first)
  const tabs = [first, second]
  const sounding = () => Promise.all(tabs.map(({ page }) => page.evaluate(() => window.sounding())))
  await bob.calls([first], 'audio')
  await Promise.all(tabs.map((tab) => tab.page.getByRole('dialog', { name: 'Incoming call' }).waitFor()))
  await expect.poll(async () => (await sounding()).toSorted(), patient).toEqual([0, 1])
  const loud = (await sounding()).indexOf(1)
  const [closing] = tabs.splice(loud, 1)
  await closing?.page.close()
  await expect.poll(sounding, patient).toEqual([1])
  await bob.cancel()
  await expect.poll(sounding, patient).toEqual([0])
})
