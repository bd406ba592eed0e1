import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { makeCall } from './callKinds.ts'
import { startCallSite, type CallSite } from './callSite.ts'
import { createScale, leftBehind } from './level.ts'

let site: CallSite

beforeAll(async () => {
  // LiveKit's webhooks lead to another call server: nothing here needs them.
  site = await startCallSite(inject('liveKit'))
})
afterAll(() => site?.end())

test('calls leave nothing behind: no track, no context, no connection, no timer, no listener, no object', async () => {
  const two = { ann: await site.phone('ann', 'kit'), bob: await site.phone('bob', 'plain'), stayMs: 0 }
  const scale = await createScale(two.ann, () => two.ann.evaluate(() => line.leftOpen()))
  const calls = async (from: number, to: number) => {
    // oxlint-disable-next-line no-await-in-loop -- one call after the other
    for (let index = from; index < to; index += 1) await makeCall(two, index)
    await two.ann.evaluate(() => line.untilQuiet())
    return scale()
  }
  // The first of each kind loads and compiles.
  const before = await calls(0, 4)
  const after = await calls(4, 16)
  expect(leftBehind(before, after, 12)).toEqual([])
  expect(after).toMatchObject({ tracks: 0, audioContexts: 0, peerConnections: 0, intervals: 0 })
})
