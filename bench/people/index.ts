/**
 * A call with many people: `npm run bench:people`. One real LiveKit room with 20 and then 50 people, of whom all but two are
 * bots speaking in turn, and in it two pages of Chromium: the kit's whole `CallView`, and `VideoConference` of LiveKit's own
 * components; both built for production with React's profiling build. Then 500 simulated members who join in bursts.
 * Prints tables, writes `bench/results/people.json`; fails when somebody does not come or is not heard, never on a time.
 * `-- --seconds 5 --people 20`: shorter. `-- --only rooms` or `members` runs one of the two.
 */
import './quiet.ts'
import { mkdir, writeFile } from 'node:fs/promises'
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { buildPage } from '../builtPage.ts'
import { lookAtPictures, openPages, whileSpeaking } from './measure.ts'
import { measureMembers } from './members.ts'
import { printMembers, printRoom } from './report.ts'
import { openRoom } from './room.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '20' },
    people: { type: 'string', default: '20,50' },
    cameras: { type: 'string', default: '6' },
    members: { type: 'string', default: '500' },
    only: { type: 'string' },
  },
})
const seconds = Number(values.seconds)
const cameras = Number(values.cameras)
const members = Number(values.members)
const sizes = values.only === 'members' ? [] : values.people.split(',').filter(Boolean).map(Number)

export type RoomFigures = Awaited<ReturnType<typeof measureRoom>>

async function measureRoom(siteURL: string, people: number) {
  const room = await openRoom(siteURL, people, cameras)
  try {
    const load = loadavg()[0] ?? 0
    // What comes after the joining does not count.
    await new Promise((resolve) => setTimeout(resolve, 3000))
    // All of them have a place on the first page, of both: nobody has to move.
    const volume = await whileSpeaking(room, room.bots.slice(0, 3), seconds)
    const inTurn = await whileSpeaking(room, room.bots, seconds)
    const levels = await room.ringkit.page.evaluate(
      (userID) => bench.levels?.(userID, 2000),
      room.bots[0]?.userID ?? '',
    )
    const pictures = {
      ringkit: await lookAtPictures(room.ringkit, cameras),
      livekit: await lookAtPictures(room.livekit, cameras),
    }
    const pages = {
      ringkit: await openPages(room.ringkit, 8),
      livekit: people > 26 ? await openPages(room.livekit, 8) : undefined,
    }
    return { people, cameras, load, volume, inTurn, levelsPerSecond: (levels ?? 0) / 2, pictures, pages }
  } finally {
    await room.end()
  }
}

const site = await buildPage(`${import.meta.dirname}/page`, { isProfiled: true })
const rooms: RoomFigures[] = []
let simulated: Awaited<ReturnType<typeof measureMembers>> | undefined
try {
  for (const people of sizes) {
    const figures = await measureRoom(site.url, people)
    rooms.push(figures)
    printRoom(figures)
  }
  if (values.only !== 'rooms' && members > 0) {
    simulated = await measureMembers(site.url, members)
    printMembers(simulated)
  }
} finally {
  await site.close()
}
await mkdir(`${import.meta.dirname}/../results`, { recursive: true })
const results = { unit: 'per second of a page; ms', seconds, rooms, simulated }
await writeFile(`${import.meta.dirname}/../results/people.json`, `${JSON.stringify(results, null, 2)}\n`)
