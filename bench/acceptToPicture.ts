/**
 * From Accept to picture: `npm run bench:accept`. The callee's click on Accept to the first frame of the caller at the callee, and
 * of the callee at the caller, against the same by plain livekit-client: once with the caller in the room and sending already,
 * once with both joining at the click. Prints tables, writes `bench/results/acceptToPicture.json`; fails when a frame never came,
 * never on a time.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { AccessToken } from 'livekit-server-sdk'
import type { Page } from 'playwright'
import type { CallPages } from '../e2e/media/callPages.ts'
import { startCallPages } from '../e2e/media/callPages.ts'
import { freeTCPPort } from '../packages/server/src/cli/freePort.ts'
import { findLiveKit } from '../packages/server/src/cli/liveKitFinder.ts'
import { startLiveKit } from '../packages/server/src/cli/liveKitProcess.ts'

const rounds = Number(process.argv[2] ?? 20)
/** People take their time; it is the same for all, so that no way has a longer run-up. ms. */
const ringMs = 3_000
/** A frame that has not come by then never comes, ms. */
const patienceMs = 30_000

interface Times {
  callee: number
  caller: number
  steps: Steps
}

/** Ways to the first picture, ms after the click. */
interface Steps {
  callee: Record<string, number>
  caller: Record<string, number>
}

async function within<T>(work: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`Never came: ${what}.`)), patienceMs)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

/** Clicks Accept when it has rung for a while, at both ends if `isAtBoth`, and waits for both pictures. */
async function accepted(caller: Page, callee: Page, isAtBoth = false): Promise<Times> {
  const frames = [callee, caller].map((page) => page.evaluate(() => phone.firstFrame()))
  await new Promise((resolve) => setTimeout(resolve, ringMs))
  await Promise.all([callee.click('#accept'), isAtBoth && caller.click('#accept')])
  const [atCallee, atCaller] = await within(Promise.all(frames), 'a first frame')
  if (!atCallee || !atCaller) throw new Error('There are two frames.')
  const at = (page: Page) =>
    page.evaluate(async () => ({ ...phone.marks, keyFrameRequests: await phone.keyFrameRequests() }))
  const [callees, callers] = await Promise.all([at(callee), at(caller)])
  const { clickedAt } = callees
  return {
    callee: atCallee.shownAt - clickedAt,
    caller: atCaller.shownAt - clickedAt,
    steps: {
      callee: {
        'connected at the callee': callees.connectedAt - clickedAt,
        'connected at the caller, who sends from then on': callers.connectedAt - clickedAt,
        'last packet of the first frame': atCallee.receivedAt - clickedAt,
        'frame shown': atCallee.shownAt - clickedAt,
        'key frames asked for (how many)': callees.keyFrameRequests,
      },
      caller: {
        "the callee's camera is on": callees.capturedAt - clickedAt,
        'its sound negotiated at the caller': callers.soundNegotiatedAt - clickedAt,
        'its picture negotiated at the caller': callers.negotiatedAt - clickedAt,
        'last packet of the first frame': atCaller.receivedAt - clickedAt,
        'frame shown': atCaller.shownAt - clickedAt,
        'key frames asked for (how many)': callers.keyFrameRequests,
      },
    },
  }
}

async function byRingkit(pages: CallPages, round: number, options: { warm: boolean }): Promise<Times> {
  const name = `${options.warm ? 'warm' : 'cold'}${round}`
  const caller = await pages.person(`ann-${name}`, options)
  const callee = await pages.person(`bob-${name}`, options)
  await caller.evaluate((userID) => phone.showWhenConnected(userID), `bob-${name}`)
  await callee.evaluate((userID) => phone.showWhenConnected(userID), `ann-${name}`)
  await caller.evaluate((bob) => phone.engine.call({ userIDList: [bob], type: 'video' }), `bob-${name}`)
  await within(
    callee.evaluate(() => phone.untilStatus('ringing')),
    'the ring',
  )
  const times = await accepted(caller, callee)
  await caller.evaluate(() => phone.engine.hangup())
  return times
}

async function byPlainLiveKit(pages: CallPages, livekit: LiveKit, round: number, isCallerIn: boolean): Promise<Times> {
  const room = `bench ${round} ${crypto.randomUUID()}`
  await pages.rooms.createRoom({ name: room })
  const access = async (identity: string) => {
    const token = new AccessToken(livekit.apiKey, livekit.apiSecret, { identity, ttl: 120 })
    token.addGrant({ roomJoin: true, room, canPublish: true, canSubscribe: true })
    return { url: livekit.url, token: await token.toJwt() }
  }
  const [caller, callee] = [await pages.open(), await pages.open()]
  await within(
    caller.evaluate(({ given, isIn }) => phone.joinPlain(given, !isIn), {
      given: await access('ann'),
      isIn: isCallerIn,
    }),
    'the room',
  )
  await callee.evaluate((given) => phone.joinPlain(given, true), await access('bob'))
  return accepted(caller, callee, !isCallerIn)
}

const at = (times: readonly number[], share: number): number =>
  Math.round(times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0)

type LiveKit = { url: string; apiKey: string; apiSecret: string }
const port = await freeTCPPort()
const running = await startLiveKit(await findLiveKit(), { webhookURLs: [`http://127.0.0.1:${port}/livekit/webhook`] })
const livekit: LiveKit = { url: running.url, apiKey: running.apiKey, apiSecret: running.apiSecret }
const pages = await startCallPages(livekit, port)
const ways = {
  'plain livekit-client, the caller in and sending': (round: number) => byPlainLiveKit(pages, livekit, round, true),
  'plain livekit-client, both join at the click': (round: number) => byPlainLiveKit(pages, livekit, round, false),
  'Ringkit, warm: false': (round: number) => byRingkit(pages, round, { warm: false }),
  Ringkit: (round: number) => byRingkit(pages, round, { warm: true }),
}
const results: Record<string, Times[]> = {}
try {
  // The first round of each warms caches up, and does not count.
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, run] of Object.entries(ways)) {
      const times = await run(round)
      await pages.closePages()
      if (round > 0) (results[name] ??= []).push(times)
    }
  }
} finally {
  await pages.end()
  await running.stop()
}

const summary = Object.entries(results).map(([way, times]) => {
  const [callee, caller] = [times.map((each) => each.callee), times.map((each) => each.caller)]
  return {
    way,
    callee: { median: at(callee, 0.5), p95: at(callee, 0.95) },
    caller: { median: at(caller, 0.5), p95: at(caller, 0.95) },
    times,
  }
})
const [sending, joining] = summary
const share = (value: number, of = NaN) => (value / of).toFixed(2)
console.table(
  Object.fromEntries(
    summary.map(({ way, callee, caller }) => [
      way,
      {
        'callee median ms': callee.median,
        'callee p95 ms': callee.p95,
        'of plain, sending': share(callee.median, sending?.callee.median),
        'of plain, joining': share(callee.median, joining?.callee.median),
        'caller median ms': caller.median,
        'caller p95 ms': caller.p95,
        'caller of sending': share(caller.median, sending?.caller.median),
        'caller of joining': share(caller.median, joining?.caller.median),
      },
    ]),
  ),
)
// What the slowest ones waited for.
for (const who of ['callee', 'caller'] as const) {
  const byTime = results.Ringkit?.toSorted((one, other) => one[who] - other[who]) ?? []
  const shown = {
    quickest: byTime[0],
    median: byTime[Math.floor(byTime.length / 2)],
    next: byTime.at(-2),
    slowest: byTime.at(-1),
  }
  console.log(`Ringkit, the ${who}, ms after the click`)
  console.table(
    Object.fromEntries(
      Object.keys(byTime[0]?.steps[who] ?? {}).map((step) => [
        step,
        Object.fromEntries(
          Object.entries(shown).map(([which, times]) => [which, Math.round(times?.steps[who][step] ?? NaN)]),
        ),
      ]),
    ),
  )
}
await mkdir(`${import.meta.dirname}/results`, { recursive: true })
await writeFile(
  `${import.meta.dirname}/results/acceptToPicture.json`,
  `${JSON.stringify({ rounds, summary }, null, 2)}\n`,
)
