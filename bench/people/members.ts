import { openPage } from './room.ts'
import { tasksDuring } from './tasks.ts'

/** How many come at once. */
const burst = 50

export interface MembersFigures {
  members: number
  burst: number
  /** The longest task of the main thread when the first one came and the call was shown, ms of processor time. */
  openingMs: number
  /** Tasks while the others came: the longest, ms of processor time, and how many took more than 50 ms of it. */
  longestMs: number
  long: number
  /** Tasks beyond 50 ms by the clock meanwhile, ms: other programs' time is in them. */
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
    const join = (count: number) => page.evaluate((given) => bench.joinBurst?.(given), count)
    const [openingMs = NaN] = await tasksDuring(page, () => join(1))
    await page.evaluate(() => bench.take())
    const from = performance.now()
    const tasks = await tasksDuring(page, async () => {
      for (let joined = 1; joined < members - 1; joined += burst) await join(Math.min(burst, members - 1 - joined))
    })
    const seconds = (performance.now() - from) / 1000
    const count = await page.evaluate(() => bench.count())
    if (count !== members - 1) throw new Error(`${count} of ${members - 1} came.`)
    const { longTasks, commits, renderMs } = await page.evaluate(() => bench.take())
    const [longestMs = NaN] = tasks
    const long = tasks.filter((ms) => ms > 50).length
    return { members, burst, openingMs, longestMs, long, longTasks, commits, renderMs, seconds }
  } finally {
    await end()
  }
}
