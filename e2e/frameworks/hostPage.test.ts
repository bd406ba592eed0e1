/** The kit and the page it stands in leave each other alone: styles, both ways, and the place of things. */
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { startBrowser } from '../browser.ts'
import { hostileStyles } from './hostileStyles.ts'
import { addKitStyles, addStyles, openHostPage, startHostSite } from './hostSite.ts'
import { differences, lookOf } from './lookOf.ts'
import './hostPage/hostWindow.ts'

let browser: Browser
let site: Awaited<ReturnType<typeof startHostSite>>
beforeAll(async () => {
  site = await startHostSite(19)
  browser = await startBrowser()
})
afterAll(async () => {
  await browser?.close()
  await site?.close()
})

async function open(): Promise<Page> {
  const context = await browser.newContext({ reducedMotion: 'reduce' })
  onTestFinished(() => context.close())
  const page = await context.newPage()
  await openHostPage(page, site.url)
  return page
}

test("the kit's stylesheet changes nothing of the page's own elements", async () => {
  const page = await open()
  const changes = await page.evaluate(() => {
    const elements = [...document.querySelectorAll('html, body, #host, #host *')]
    // The kit's own elements get their place by the stylesheet, and with it the body its height.
    const ofTheBody = /^(height|block-size|perspective-origin|transform-origin)$/
    const look = () =>
      elements.flatMap((element) =>
        [undefined, '::before', '::after', '::marker', '::placeholder'].map((pseudo) => {
          const style = getComputedStyle(element, pseudo)
          const isBody = !element.closest('#host')
          const names = [...style].filter((name) => !(isBody && ofTheBody.test(name)))
          return {
            name: element.localName + (pseudo ?? ''),
            text: names.map((each) => `${each}: ${style.getPropertyValue(each)}`),
          }
        }),
      )
    const before = look()
    const style = document.createElement('style')
    style.textContent = window.host.styles
    document.head.append(style)
    const after = look()
    const changed = before.flatMap(({ name, text }, index) =>
      text
        .filter((line, at) => after[index]?.text[at] !== line)
        .map((line, at) => `${name}: ${line} ${String(after[index]?.text[at])}`),
    )
    return { looked: before.length, changed, isThere: style.sheet?.cssRules.length ?? 0 }
  })
  expect(changes.looked).toBeGreaterThan(400)
  expect(changes.isThere).toBeGreaterThan(100)
  expect(changes.changed).toEqual([])
})

/** What the kit shows at each stage of a call, in the order of a call. */
const stages: readonly (readonly [name: string, reach: (page: Page) => Promise<void>])[] = [
  [
    'an incoming call',
    async (page) => {
      await page.evaluate(() => void window.host.simulator.person('bob').calls('ann'))
      await page.getByRole('dialog', { name: 'Incoming call' }).waitFor()
    },
  ],
  [
    'a running call',
    async (page) => {
      await page.getByRole('button', { name: 'Accept', exact: true }).click()
      await page.getByRole('group', { name: 'Bob', exact: true }).locator('video').waitFor()
    },
  ],
  [
    'an invitation',
    async (page) => {
      await page.getByRole('button', { name: 'Invite people' }).click()
      await page.getByRole('dialog', { name: 'Invite people' }).waitFor()
    },
  ],
]

test("a page's own stylesheets leave the kit as it is", async () => {
  const page = await open()
  await addKitStyles(page)
  // Wider elements of the host may bring the page a scrollbar, which takes room from everything.
  await addStyles(page, 'html { scrollbar-width: none }')
  const found: string[] = []
  for (const [stage, reach] of stages) {
    await reach(page)
    for (const [name, css] of Object.entries(hostileStyles)) {
      const before = await lookOf(page)
      await addStyles(page, css)
      const after = await lookOf(page)
      await page.evaluate(() => document.head.lastElementChild?.remove())
      found.push(...differences(before, after).map((line) => `${stage}, ${name}: ${line}`))
    }
  }
  expect(found).toEqual([])
})

test('a call from its ring to its end moves nothing of the page', async () => {
  const page = await open()
  await addKitStyles(page)
  await page.evaluate(() => {
    window.shifts = []
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        // Shifts right after an input too: this entry type has no class of its own in TypeScript's library.
        const { value, sources } = entry as PerformanceEntry & { value: number; sources: { node: Node | null }[] }
        const moved = sources
          .map(({ node }) => (node instanceof Element ? node : node?.parentElement))
          .filter((element) => element && !element.closest('.rk'))
        if (moved.length > 0) window.shifts.push(`${value}: ${moved.map((element) => element?.localName).join(', ')}`)
      }
    }).observe({ type: 'layout-shift', buffered: false })
    window.scrollTo(0, 100)
  })
  for (const [, reach] of stages) await reach(page)
  await page.keyboard.press('Escape')
  await page.evaluate(() => window.host.ann.invite(['carol']))
  await page.evaluate(() => window.host.simulator.person('carol').engine.accept())
  await page.getByRole('group', { name: 'Carol', exact: true }).locator('video').waitFor()
  await page.evaluate(() => window.host.simulator.person('carol').engine.hangup())
  await page.getByText('Carol left', { exact: false }).first().waitFor()
  await page.getByRole('button', { name: 'Hang up' }).click()
  await page.getByRole('region', { name: 'Call', exact: true }).waitFor({ state: 'detached' })
  expect(await page.evaluate(() => window.shifts)).toEqual([])

  // It is seen when something does move: at the top of the page, where no anchoring makes up for it.
  await page.evaluate(() => window.scrollTo(0, 0))
  await page.evaluate(() => {
    const pushing = document.createElement('div')
    pushing.style.height = '50px'
    document.getElementById('host')?.prepend(pushing)
  })
  await page.waitForFunction(() => window.shifts.length > 0)
})
