import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { startCallPages, type CallPages } from './callPages.ts'

let pages: CallPages

beforeAll(async () => {
  // LiveKit's webhooks lead to another call server: nothing here needs them.
  pages = await startCallPages(inject('liveKit'))
})
afterAll(() => pages.end())

const patience = { timeout: 20_000, interval: 50 }
const lookMs = 500

/** Whose pictures come in: how many tracks got frames within a look, and how many bytes those that got none. */
async function comingIn(page: Page): Promise<{ tracks: string[]; elsewhere: number }> {
  const before = await page.evaluate(() => phone.pictures())
  await page.waitForTimeout(lookMs)
  const after = Object.entries(await page.evaluate(() => phone.pictures()))
  const bytes = after.map(([id, now]) => now.bytes - (before[id]?.bytes ?? 0))
  const isComing = after.map(([id, now]) => now.frames > (before[id]?.frames ?? 0))
  return {
    tracks: after.flatMap(([id], index) => (isComing[index] ? [id] : [])),
    elsewhere: bytes.reduce((sum, each, index) => (isComing[index] ? sum : sum + each), 0),
  }
}

test('a picture comes in while it has a place on the page, and no frame of it before and after; all are heard', async () => {
  const [ann, bob, carol] = await Promise.all(['ann', 'bob', 'carol'].map((userID) => pages.person(userID)))
  if (!ann || !bob || !carol) throw new Error('Three pages were opened.')
  await ann.evaluate(() => phone.engine.call({ userIDList: ['bob', 'carol'], type: 'video', camera: false }))
  for (const page of [bob, carol]) {
    await page.evaluate(() => phone.untilStatus('ringing'))
    await page.click('#accept')
  }
  // Two voices and two pictures are subscribed.
  await expect.poll(async () => (await ann.evaluate(() => phone.received())).tracks, patience).toBe(4)
  const coming = async () => (await comingIn(ann)).tracks.length
  await expect.poll(coming, patience).toBe(0)
  expect(await comingIn(ann)).toEqual({ tracks: [], elsewhere: 0 })

  const shown: string[] = []
  for (const userID of ['bob', 'carol']) {
    await ann.evaluate((id) => phone.turnTo(id), userID)
    // One, and not the last frames of who was shown before.
    const areKnown = async () => (await comingIn(ann)).tracks.map((track) => shown.includes(track))
    await expect.poll(areKnown, patience).toEqual([false])
    const { tracks, elsewhere } = await comingIn(ann)
    expect(tracks).toHaveLength(1)
    expect(elsewhere).toBe(0)
    shown.push(...tracks)
  }
  expect(new Set(shown).size).toBe(2)
  await ann.evaluate(() => phone.turnTo(undefined))
  await expect.poll(coming, patience).toBe(0)
  expect(await ann.evaluate(() => phone.sounds())).toBe(2)
})
