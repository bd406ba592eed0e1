import { openPage } from './room.ts'

/** How many come at once. */
const burst = 50

export interface MembersFigures {
  members: number
  burst: number
  /** Tasks of the main thread beyond 50 ms while they came, ms. */
  longTasks: number[]
  commits: number
  renderMs: number
  seconds: number
}

/** A call of so many simulated people, who come in bursts; the simulator has a thread of its own. */
export async function measureMembers(siteURL: string, members: number): Promise<MembersFigures> {
  const { page, end } = await openPage(siteURL, 'members')
  try {
    await page.evaluate((people) => bench.start({ url: String(people), token: 'ann' }), members)
    await page.evaluate(() => bench.take())
    const from = performance.now()
    for (let joined = 0; joined < members - 1; joined += burst) {
      await page.evaluate((people) => bench.joinBurst?.(people), Math.min(burst, members - 1 - joined))
    }
    const seconds = (performance.now() - from) / 1000
    const count = await page.evaluate(() => bench.count())
    if (count !== members - 1) throw new Error(`${count} of ${members - 1} came.`)
    const { longTasks, commits, renderMs } = await page.evaluate(() => bench.take())
    return { members, burst, longTasks, commits, renderMs, seconds }
  } finally {
    await end()
  }
}
