import type { RoomFigures } from './index.ts'
import { METER_FRAMES, type Rates } from './measure.ts'
import type { MembersFigures } from './members.ts'

const rows: readonly (readonly [keyof Rates, string])[] = [
  ['commits', 'React commits'],
  ['render', 'ms of rendering'],
  ['script', 'ms of script'],
  ['layout', 'ms of layout and style'],
  ['task', 'ms of the main thread, all'],
]

const short = (value: number) => value.toFixed(value < 10 ? 2 : 0)
const middle = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN

/** The median and the longest. */
const times = (values: readonly number[]) => `${short(middle(values))}, at most ${short(Math.max(...values))} ms`

/** Prints what one room has shown. */
export function printRoom({
  people,
  cameras,
  volume,
  inTurn,
  levelsPerSecond,
  pictures,
  pages,
  load,
}: RoomFigures): void {
  console.log(`\n${people} people, ${cameras} cameras, load ${load.toFixed(1)}. Per second:`)
  for (const [what, { ringkit, livekit }] of Object.entries({
    'three of the first page speak': volume,
    'all speak in turn': inTurn,
  })) {
    console.log(what)
    console.table(
      Object.fromEntries(
        rows.map(([key, name]) => [
          name,
          {
            CallView: short(ringkit[key]),
            VideoConference: short(livekit[key]),
            ratio: short(ringkit[key] / livekit[key]),
          },
        ]),
      ),
    )
  }
  for (const { meters, ringkit } of [volume, inTurn]) {
    console.log(
      `meters: ${short(meters.callsPerSecond)} calls a second; in each thirtieth of a second ${short(meters.msPerFrame)} ms by the clock, and all script of the page ${short(ringkit.script / METER_FRAMES)} ms of processor time; longest call ${short(meters.longestMs)} ms`,
    )
  }
  console.log(`levels told to one more listener: ${short(levelsPerSecond)} a second`)
  for (const [name, { sent, shown, flowing, flowingUnseen, tracks }] of Object.entries(pictures)) {
    console.log(
      `${name}: of ${sent} pictures ${shown} have a place on the page, ${flowing} come in, ${flowingUnseen} of them unseen; subscribed: ${tracks.video} pictures, ${tracks.audio} voices`,
    )
  }
  for (const [name, opened] of Object.entries(pages)) {
    if (!opened) continue
    const { tiles, next, work } = opened
    console.log(`${name}: page 2, ${tiles} tiles: ${times(next)}; work of the main thread in it ${times(work)}`)
  }
}

/** Prints what the simulated call has shown. */
export function printMembers(figures: MembersFigures): void {
  const { members, burst, openingMs, longestMs, long, longTasks, commits, renderMs, seconds } = figures
  const byClock = longTasks.length > 0 ? `${longTasks.length}, the longest ${short(Math.max(...longTasks))} ms` : 'none'
  console.log(`\n${members} simulated members, ${burst} at a time, ${short(seconds)} s`)
  console.log(
    `longest task in processor time: ${short(longestMs)} ms, ${long} beyond 50 ms; by the clock beyond 50 ms: ${byClock}`,
  )
  console.log(`longest task when the first one came and the call was shown: ${short(openingMs)} ms of processor time`)
  console.log(`${commits} commits, ${short(renderMs)} ms of rendering`)
}
