import { expect, test } from 'vitest'
import { startFakeLiveKit } from '../../packages/server/src/testing/fakeLiveKit.ts'
import type { TestClient } from '../../packages/server/src/testing/testClient.ts'
import { startTestNodes } from '../../packages/server/src/testing/testServer.ts'

const rings = process.env.CHAOS === 'full' ? 200 : 100

test(`T2: ${rings} rings that end in one second at two nodes: each side once, in time`, async () => {
  const liveKit = await startFakeLiveKit()
  const at = await startTestNodes(2, { livekit: liveKit.access })
  const pairs: { a: TestClient; b: TestClient }[] = []
  // One at a time: signing in is not what is measured.
  for (let index = 0; index < rings; index += 1)
    pairs.push({ a: await at.client(`a${index}`), b: await at.client(`b${index}`) })
  const fired: number[] = []
  const heard: number[] = []
  await Promise.all(
    pairs.map(async ({ a, b }, index) => {
      // Long enough for all of them to have been placed.
      const { callID, members } = await a.calls([b.userID], { timeout: 8 + (index % 10) / 10 })
      const deadline = members.find(({ userID }) => userID === b.userID)?.deadline ?? 0
      await Promise.all(
        [a, b].map((client) => client.until(({ call }) => call?.me.status === 'over', 'the end', 30_000)),
      )
      heard.push(Date.now() - deadline)
      fired.push(((await at.server.getCall(callID))?.endedAt ?? Infinity) - deadline)
      expect(a.heard()).toEqual([`NO_RESP ${b.userID}`, 'CALL_NOT_CONNECTED noResponse'])
      expect(b.heard()).toEqual([`INVITED ${b.userID}`, `CALLING_TIMEOUT ${b.userID}`, 'CALL_NOT_CONNECTED noResponse'])
    }),
  )
  const share = (times: number[], part: number) =>
    times.toSorted((one, other) => one - other)[Math.floor(times.length * part)] ?? Infinity
  for (const [what, times] of Object.entries({ fired, heard }))
    console.log(`${what} ${share(times, 0.5)} ms (p50), ${share(times, 0.99)} ms (p99) after the deadline, of ${rings}`)
  expect(share(fired, 0)).toBeGreaterThanOrEqual(0)
  // Heard at both ends is later by what a busy machine takes for hundreds of sockets.
  expect(share(fired, 0.99)).toBeLessThan(1000)
  await at.stop()
  await liveKit.close()
})
