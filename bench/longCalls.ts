/**
 * What stays behind: `npm run bench:long`. 300 calls one after the other in one page with the whole kit and real LiveKit
 * (`--calls 40` for fewer), one hour of a call of nine on a simulated clock, and ten minutes of a real one (`--minutes 2`).
 * Prints what the page holds at the beginning and at the end, writes `bench/results/longCalls.json`. It fails when a call went
 * wrong or something was left behind, never on a time. `--only calls`, `hour` or `real` runs one of them.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright'
import { callKinds, makeCall } from '../e2e/longCalls/callKinds.ts'
import { startCallSite, type CallSite } from '../e2e/longCalls/callSite.ts'
import { createScale, leftBehind, type Level } from '../e2e/longCalls/level.ts'
import { freeTCPPort } from '../packages/server/src/cli/freePort.ts'
import { findLiveKit } from '../packages/server/src/cli/liveKitFinder.ts'
import { startLiveKit } from '../packages/server/src/cli/liveKitProcess.ts'

const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '300' },
    minutes: { type: 'string', default: '10' },
    only: { type: 'string' },
  },
})
/** By then all code has run, and caches are full. */
const warmUpCalls = 10
/** What both ends of a call of two have in common, ms. */
const stayMs = 1_000

interface Figures {
  levels: Record<string, Level>
  /** What is more at the end than it may be. */
  left: string[]
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

async function twoPhones(site: CallSite): Promise<{ ann: Page; bob: Page }> {
  return { ann: await site.phone('ann', 'kit'), bob: await site.phone('bob', 'plain') }
}

async function manyCalls(site: CallSite): Promise<Figures> {
  const calls = Number(values.calls)
  const two = { ...(await twoPhones(site)), stayMs }
  const scale = await createScale(two.ann, () => two.ann.evaluate(() => line.leftOpen()))
  const levels: Record<string, Level> = {}
  for (let index = 0; index < calls; index += 1) {
    await makeCall(two, index)
    const done = index + 1
    if (done !== warmUpCalls && done !== calls && done % 30 !== 0) continue
    await two.ann.evaluate(() => line.untilQuiet())
    levels[`call ${done}`] = await scale()
    console.log(`call ${done}`, JSON.stringify(levels[`call ${done}`]))
  }
  const [first, last] = [levels[`call ${warmUpCalls}`], levels[`call ${calls}`]]
  if (!first || !last) throw new Error(`More than ${warmUpCalls} calls are needed.`)
  return { levels, left: leftBehind(first, last, calls - warmUpCalls) }
}

async function compressedHour(site: CallSite): Promise<Figures> {
  const page = await site.hour()
  const scale = await createScale(page, () => page.evaluate(() => hour.leftOpen()))
  await page.evaluate(() => hour.begin())
  const levels: Record<string, Level> = {}
  for (let minute = 0; minute < 60; minute += 1) {
    await page.evaluate((index) => hour.minute(index), minute)
    const done = minute + 1
    if (done !== warmUpCalls && done % 20 !== 0) continue
    levels[`minute ${done}`] = await scale()
    console.log(`minute ${done}`, JSON.stringify(levels[`minute ${done}`]))
  }
  await page.evaluate(() => hour.end())
  const [first, last] = [levels[`minute ${warmUpCalls}`], levels['minute 60']]
  if (!first || !last) throw new Error('Nothing was measured.')
  levels.after = await scale()
  const { tracks, audioContexts, intervals } = levels.after
  const open = tracks + audioContexts + intervals > 0 ? [`after the call: ${JSON.stringify(levels.after)}`] : []
  // Each minute somebody goes and comes back: what is left of one is counted as what is left of a call.
  return { levels, left: [...leftBehind(first, last, 60 - warmUpCalls), ...open] }
}

/** In each of them both switch camera and microphone, and Ann makes the call small and large again. */
async function realMinutes(site: CallSite): Promise<Figures> {
  const minutes = Number(values.minutes)
  const { ann, bob } = await twoPhones(site)
  const scale = await createScale(ann, () => ann.evaluate(() => line.leftOpen()))
  await bob.evaluate(() => line.engine.call({ userIDList: ['ann'], type: 'video' }).then(() => undefined))
  await ann.evaluate(() => line.press('Accept'))
  const levels: Record<string, Level> = {}
  for (let minute = 1; minute <= minutes; minute += 1) {
    const until = Date.now() + 60_000
    for (const page of [ann, bob]) {
      await page.evaluate(async () => {
        await line.engine.setCamera(false)
        await line.engine.setMicrophone(false)
        await line.engine.setCamera(true)
        await line.engine.setMicrophone(true)
      })
    }
    await ann.evaluate(() => line.press('Minimise call'))
    await ann.evaluate(() => line.press('Back to the call'))
    await Promise.all([ann.evaluate(() => line.sees('bob')), bob.evaluate(() => line.sees('ann'))])
    await pause(Math.max(0, until - Date.now()))
    if (minute !== 1 && minute !== minutes) continue
    levels[`minute ${minute}`] = await scale()
    console.log(`minute ${minute}`, JSON.stringify(levels[`minute ${minute}`]))
  }
  await ann.evaluate(() => line.press('Hang up'))
  const reasons = [await ann.evaluate(() => line.untilOver()), await bob.evaluate(() => line.untilOver())]
  if (reasons.some((reason) => reason !== 'hangup')) throw new Error(`It ended as ${reasons.join()}.`)
  const [first, last] = [levels['minute 1'], levels[`minute ${minutes}`]]
  if (!first || !last) throw new Error('Nothing was measured.')
  return { levels, left: leftBehind(first, last, minutes) }
}

const runs = { calls: manyCalls, hour: compressedHour, real: realMinutes }
const port = await freeTCPPort()
const liveKit = await startLiveKit(await findLiveKit(), { webhookURLs: [`http://127.0.0.1:${port}/livekit/webhook`] })
const { url, apiKey, apiSecret } = liveKit
const results: Record<string, Figures> = {}
let site: CallSite | undefined
try {
  site = await startCallSite({ url, apiKey, apiSecret }, port)
  for (const [name, run] of Object.entries(runs)) {
    if (values.only !== undefined && values.only !== name) continue
    results[name] = await run(site)
    // Each has the machine for itself.
    await Promise.all(site.browser.contexts().map((context) => context.close()))
  }
} finally {
  await site?.end()
  await liveKit.stop()
}

for (const [name, { levels, left }] of Object.entries(results)) {
  console.log(`\n${name}`)
  console.table(levels)
  console.log(left.length === 0 ? 'Nothing was left behind.' : `Left behind: ${left.join('; ')}`)
}
await mkdir(`${import.meta.dirname}/results`, { recursive: true })
const report = {
  calls: Number(values.calls),
  kinds: callKinds.map(({ name }) => name),
  minutes: Number(values.minutes),
  results,
}
await writeFile(`${import.meta.dirname}/results/longCalls.json`, `${JSON.stringify(report, null, 2)}\n`)
if (Object.values(results).some(({ left }) => left.length > 0)) process.exitCode = 1
