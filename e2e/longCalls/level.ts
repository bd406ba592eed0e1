import type { CDPSession, Page } from 'playwright'
import type { LeftOpen } from './page/leftOpen.ts'

/** What a page holds after its garbage was collected. */
export interface Level extends LeftOpen {
  heapKB: number
  /** Nodes and listeners that anything still holds, in the document or not. */
  nodes: number
  listeners: number
}

/** So often the garbage is collected at most: what a browser tears down in another process is let go of later. */
const most = 12
const pauseMs = 500

/** Measures one page. */
export async function createScale(page: Page, leftOpen: () => Promise<LeftOpen>): Promise<() => Promise<Level>> {
  const session: CDPSession = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.enable')

  async function look(): Promise<Level> {
    await session.send('HeapProfiler.collectGarbage')
    const { usedSize } = await session.send('Runtime.getHeapUsage')
    const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters')
    return { heapKB: Math.round(usedSize / 1000), nodes, listeners: jsEventListeners, ...(await leftOpen()) }
  }

  return async () => {
    let level = await look()
    for (let times = 1; times < most; times += 1) {
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
      const next = await look()
      const hasSettled =
        next.nodes === level.nodes &&
        next.listeners === level.listeners &&
        Math.abs(next.heapKB - level.heapKB) < 10 &&
        next.peerConnections === level.peerConnections
      level = next
      if (hasSettled && times > 1) break
    }
    return level
  }
}

/** What may grow, and by how much for each call in between. The rest may not grow at all. */
const slack = {
  // Code that is compiled later, feedback of the optimiser, and figures that become objects: some hundred kB however many
  // calls there are; a call's own state alone is larger than 3 kB.
  heapKB: (calls: number) => 600 + 3 * calls,
  // A leak of one in a call would make ten times this.
  nodes: (calls: number) => 10 + calls / 10,
  listeners: (calls: number) => 10 + calls / 10,
} as const

/** What of `after` is more than `before`, `calls` calls earlier, allows. Empty when all is back. */
export function leftBehind(before: Level, after: Level, calls: number): string[] {
  // The keys of a level.
  return (Object.keys(before) as (keyof Level)[]).flatMap((key) => {
    const more = key in slack ? slack[key as keyof typeof slack](calls) : 0
    return after[key] > before[key] + more ? [`${key}: ${before[key]} before, ${after[key]} after`] : []
  })
}
