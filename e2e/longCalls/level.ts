import type { CDPSession, Page } from 'playwright'
import type { LeftOpen } from './page/leftOpen.ts'

/** What a page holds after its garbage was collected. */
export interface Level extends LeftOpen {
  /** All of V8's heap. */
  heapKB: number
  /** Of it what the page's programs hold: objects, lists, texts and functions. Nearly all of the rest is code, compiled as it runs. */
  objectsKB: number
  /** Nodes and listeners that anything still holds, in the document or not. */
  nodes: number
  listeners: number
}

/** So often the garbage is collected at most: what a browser tears down in another process is let go of later. */
const most = 12
const pauseMs = 500

/** What V8 makes for itself as code runs, and the browser's own objects. The other types are what programs make. */
const ofBrowser: readonly string[] = ['code', 'native', 'synthetic', 'hidden']

/** As much of V8's format of heap snapshots as is read: nodes are numbers in a row, as many for each as it has fields. */
interface HeapSnapshot {
  snapshot: { meta: { node_fields: string[]; node_types: [string[], ...unknown[]] } }
  nodes: number[]
}

function objectsKB({ snapshot: { meta }, nodes }: HeapSnapshot): number {
  const [types] = meta.node_types
  const [type, size] = [meta.node_fields.indexOf('type'), meta.node_fields.indexOf('self_size')]
  let bytes = 0
  for (let node = 0; node < nodes.length; node += meta.node_fields.length) {
    if (!ofBrowser.includes(types[nodes[node + type] ?? -1] ?? '')) bytes += nodes[node + size] ?? 0
  }
  return Math.round(bytes / 1000)
}

/** Measures one page. */
export async function createScale(page: Page, leftOpen: () => Promise<LeftOpen>): Promise<() => Promise<Level>> {
  const session: CDPSession = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.enable')

  /** Collects garbage, too. */
  async function held(): Promise<number> {
    const chunks: string[] = []
    const take = ({ chunk }: { chunk: string }) => void chunks.push(chunk)
    session.on('HeapProfiler.addHeapSnapshotChunk', take)
    await session.send('HeapProfiler.takeHeapSnapshot')
    session.off('HeapProfiler.addHeapSnapshotChunk', take)
    // V8 writes it so.
    return objectsKB(JSON.parse(chunks.join('')) as HeapSnapshot)
  }

  async function look(): Promise<Omit<Level, 'objectsKB'>> {
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
    return { ...level, objectsKB: await held() }
  }
}

/** What may grow, and by how much for each call in between. The rest may not grow at all. */
const slack = {
  // Nine tenths of what it grows by is code: V8 compiles what has run often anew, over hundreds of calls.
  heapKB: () => Infinity,
  // A call's own state alone is larger than 3 kB. Some shapes of objects and caches are made late.
  objectsKB: (calls: number) => 100 + calls / 2,
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
