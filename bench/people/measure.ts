import type { BenchRoom, FarBot, Watched } from './room.ts'

/** What a page has done per second. */
export interface Rates {
  commits: number
  /** ms */
  render: number
  /** ms of the main thread, processor time. */
  script: number
  layout: number
  task: number
}

export interface Sides<T> {
  ringkit: T
  livekit: T
}

/** How often a second meters may be drawn. */
export const METER_FRAMES = 30

export interface MeterFigures {
  /** Of the timers behind meters: one for everybody in the room, one for one's own muted microphone. */
  callsPerSecond: number
  /** ms by the clock, of all of them together, in each thirtieth of a second. */
  msPerFrame: number
  longestMs: number
}

async function metrics({ devTools }: Watched): Promise<Record<string, number>> {
  const { metrics } = await devTools.send('Performance.getMetrics')
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value]))
}

async function watched(side: Watched, during: Promise<unknown>): Promise<{ rates: Rates; meters: MeterFigures }> {
  await side.page.evaluate(() => bench.take())
  const before = await metrics(side)
  const from = performance.now()
  await during
  const after = await metrics(side)
  const taken = await side.page.evaluate(() => bench.take())
  const seconds = (performance.now() - from) / 1000
  const spent = (name: string) => (1000 * ((after[name] ?? NaN) - (before[name] ?? NaN))) / seconds
  const { calls, ms, longestMs } = taken.fastTimers
  return {
    rates: {
      commits: taken.commits / seconds,
      render: taken.renderMs / seconds,
      script: spent('ScriptDuration'),
      layout: spent('LayoutDuration') + spent('RecalcStyleDuration'),
      task: spent('TaskDuration'),
    },
    meters: { callsPerSecond: calls / seconds, msPerFrame: ms / seconds / METER_FRAMES, longestMs },
  }
}

/** Both pages at the same time, while bots speak one after the other, two seconds each. */
export async function whileSpeaking(
  room: BenchRoom,
  speakers: readonly FarBot[],
  seconds: number,
): Promise<Sides<Rates> & { meters: MeterFigures }> {
  const speaking = takeTurns(speakers, seconds)
  const [ringkit, livekit] = await Promise.all([watched(room.ringkit, speaking), watched(room.livekit, speaking)])
  return { ringkit: ringkit.rates, livekit: livekit.rates, meters: ringkit.meters }
}

const TURN_MS = 2000

async function takeTurns(speakers: readonly FarBot[], seconds: number): Promise<void> {
  const until = performance.now() + 1000 * seconds
  for (let turn = 0; performance.now() < until; turn += 1) await speakers[turn % speakers.length]?.speak(TURN_MS)
}

export interface PageTurns {
  tiles: number
  /** ms by the clock until the other page stands, of each time. */
  next: number[]
  /** ms of it that the main thread worked, processor time: what the rest of the machine does is left out. */
  work: number[]
}

/** To another page of tiles, and back, so many times. */
export async function openPages(side: Watched, times: number): Promise<PageTurns> {
  const { page } = side
  const turns: PageTurns = { tiles: 0, next: [], work: [] }
  for (let count = 0; count < times; count += 1) {
    const before = (await metrics(side)).TaskDuration ?? NaN
    turns.next.push(await page.evaluate(() => bench.press(bench.pager.next)))
    turns.work.push(1000 * (((await metrics(side)).TaskDuration ?? NaN) - before))
    turns.tiles = await page.locator(await page.evaluate(() => bench.tile)).count()
    if (turns.tiles === 0) throw new Error('The other page shows nobody.')
    // What has to come after it, such as pictures, is there before the next one.
    await page.waitForTimeout(700)
    await page.evaluate(() => bench.press(bench.pager.previous))
    await page.waitForTimeout(700)
  }
  return turns
}

export interface Subscribed {
  /** Video tracks that are sent in the room. */
  sent: number
  /** With a place on the page. */
  shown: number
  /** Whose data came in during the look, and of these those without a place on the page. */
  flowing: number
  flowingUnseen: number
  /** Tracks that LiveKit has subscribed, by kind. */
  tracks: { audio: number; video: number }
}

/** What LiveKit sends to a page against what the page shows, within two seconds. */
export async function lookAtPictures({ page }: Watched, sent: number): Promise<Subscribed> {
  // Who spoke last may just have come to the first page or left it, and LiveKit takes a moment to pause what has gone.
  await page.waitForTimeout(2000)
  const first = await page.evaluate(() => bench.pictures())
  await page.waitForTimeout(2000)
  const second = await page.evaluate(() => bench.pictures())
  const bytesBefore = new Map(first.map(({ id, bytes }) => [id, bytes]))
  const flowing = second.filter(({ id, bytes }) => bytes > (bytesBefore.get(id) ?? 0))
  return {
    sent,
    shown: second.filter(({ isShown }) => isShown).length,
    flowing: flowing.length,
    flowingUnseen: flowing.filter(({ isShown }) => !isShown).length,
    tracks: await page.evaluate(() => bench.received()),
  }
}
