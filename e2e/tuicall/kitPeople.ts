import type { Browser, Locator, Page } from 'playwright'
import { afterAll, afterEach, expect } from 'vitest'
import { startBrowser } from '../browser.ts'
import { roomEndedFirst } from '../people.ts'
import { seesMoving } from '../person.ts'
import { watchMedia } from '../watchMedia.ts'
import { startSite } from './kitSite.ts'

/** How long anything may take that waits for no timer of the contract, ms: the machine may be busy. */
const PATIENCE_MS = 30_000

/** Somebody at a page with Tencent's kit, who does and sees what a person can. */
export class KitPerson {
  readonly page: Page
  readonly userID: string

  constructor(page: Page, userID: string) {
    this.page = page
    this.userID = userID
    page.setDefaultTimeout(PATIENCE_MS)
  }

  /** Their whole screen; it closes by itself when the call is over. */
  get screen(): Locator {
    return this.page.locator('#tui-call-kit-id')
  }

  /** Has the kit's server object do that. */
  async asks(method: 'call' | 'groupCall' | 'inviteUser', params: object): Promise<void> {
    await this.page.evaluate((detail) => document.dispatchEvent(new CustomEvent('ask', { detail })), { method, params })
  }

  /** Their buttons are pictures with a text under them. */
  async press(text: string): Promise<void> {
    await this.page.getByText(text, { exact: true }).locator('..').locator('.call-operate').click()
  }

  /** Resolves once it rings here. */
  async isRung(): Promise<void> {
    await this.page.getByText('Accept', { exact: true }).waitFor()
  }

  /** The place of somebody's picture, one's own included. */
  tile(userID: string): Locator {
    return this.page.locator(userID === this.userID ? '#localVideo' : `[id="${userID}"]`)
  }

  /** Resolves once frames of each of them arrive and differ from each other. */
  async sees(...userIDs: readonly string[]): Promise<void> {
    for (const userID of userIDs) await seesMoving(this.tile(userID).locator('video'))
  }

  /** Resolves once each of them is heard here. */
  async hears(...userIDs: readonly string[]): Promise<void> {
    // A beep is short: looked for in the page, often.
    for (const userID of userIDs) {
      const isHeard = (id: string) => (document.body.dataset.heard ?? '').split(' ').includes(id)
      await this.page.waitForFunction(isHeard, userID, { polling: 50 })
    }
  }

  /** Resolves once their mark of a microphone that is off is, or is no longer, at somebody's picture. */
  async showsMuted(userID: string, isMuted: boolean): Promise<void> {
    const mark = this.tile(userID).locator('.microphone-icon-container rect[transform="rotate(-45 .609863 13.4514)"]')
    await mark.waitFor({ state: isMuted ? 'attached' : 'detached' })
  }

  /** Live captures by kind: the lights a person would see. */
  lights(): Promise<{ camera: number; microphone: number }> {
    return this.page.evaluate(() => {
      // Put there by `watchMedia`.
      const { captures } = globalThis as unknown as { captures: MediaStreamTrack[] }
      const live = (kind: string) =>
        captures.filter((track) => track.kind === kind && track.readyState === 'live').length
      return { camera: live('video'), microphone: live('audio') }
    })
  }

  /** Resolves once their screen has closed, and no light is on. */
  async isOver(): Promise<void> {
    await this.screen.waitFor({ state: 'detached' })
    await this.page.waitForFunction(() => {
      // Put there by `watchMedia`.
      const { captures } = globalThis as unknown as { captures: MediaStreamTrack[] }
      return captures.every((track) => track.readyState === 'ended')
    })
  }
}

/** Builds and serves the page once for a test file, opens it for each person, and sees them off after each test. */
export function gatherKitPeople() {
  let browser: Promise<Browser> | undefined
  let site: ReturnType<typeof startSite> | undefined
  const present: { page: Page; userID: string; errors: string[] }[] = []

  afterEach(async () => {
    const all = present.splice(0)
    await Promise.all(all.map(({ page }) => page.context().close()))
    for (const { userID, errors } of all)
      expect(errors, `errors on the console of ${userID}: ${errors.join('\n')}`).toEqual([])
  })
  afterAll(async () => {
    await (await browser)?.close()
    await (await site)?.close()
  })

  return {
    /** Opens a browser profile of its own and signs in: `userSig` is what the call server's `authenticate` gets. */
    async person(userID: string, options: { server: string; userSig: string }): Promise<KitPerson> {
      browser ??= startBrowser()
      site ??= startSite(`${import.meta.dirname}/page`, { hasAlias: true })
      const context = await (await browser).newContext({ viewport: { width: 1000, height: 700 } })
      const page = await context.newPage()
      const errors: string[] = []
      present.push({ page, userID, errors })
      const note = (text: string) => roomEndedFirst.some((expected) => expected.test(text)) || errors.push(text)
      page.on('pageerror', (error) => note(String(error.stack)))
      page.on('console', (message) => message.type() === 'error' && note(message.text()))
      await page.addInitScript(watchMedia)
      await page.goto(`${(await site).url}?${new URLSearchParams({ me: userID, ...options }).toString()}`)
      await page.locator('body[data-ready]').waitFor({ state: 'attached' })
      return new KitPerson(page, userID)
    },
  }
}
