/** What LiveKit's rooms and the calls disagree about, with a real LiveKit and two nodes. */
import { dispose } from '@livekit/rtc-node'
import { afterAll, expect, test } from 'vitest'
import { enterRoom } from '../server/hostileParticipant.ts'
import { accessOf, eventually, startLiveKitChaos } from './liveKitChaos.ts'
import { after } from './nodes.ts'

afterAll(() => dispose())

test('N11: without any webhook, media that has gone for 20 s is a leaving; LiveKit’s own absence does not count', async () => {
  const chaos = await startLiveKitChaos({ hasWebhooks: false })
  const { liveKit } = chaos
  const [a, b] = await chaos.pair('gone')
  const [c, d] = await chaos.pair('bots', 'audio', { hasRoom: false })
  // Rings for longer than all of it, and is in no room.
  const [e, f] = [await chaos.client('e'), await chaos.client('f', 1)]
  await e.calls(['f'], { timeout: 120 })
  await f.untilStatus('ringing')
  const inA = await enterRoom(await accessOf(a))
  const inB = await enterRoom(await accessOf(b))
  await Promise.all([a.enters(), b.enters(), c.enters(), d.enters()])
  await inB.leave()
  const left = Date.now()
  // LiveKit is away in the middle of it: the time begins anew when its room is there again.
  await after(12_000)
  await liveKit.kill()
  await after(2000)
  await liveKit.start()
  const back = Date.now()
  const { room } = await accessOf(a)
  await eventually(async () => (await liveKit.rooms.listRooms([room])).length === 1, 3000)
  const again = await enterRoom(await accessOf(a))
  const isOver = ({ call }: typeof a) => call?.me.status === 'over'
  await Promise.all([a, b].map((each) => each.until(isOver, 'the end', 40_000)))
  const took = Date.now() - back
  console.log(`N11: left ${Date.now() - left} ms after the media, ${took} ms after LiveKit was back`)
  expect(took).toBeGreaterThan(19_500)
  expect(took).toBeLessThan(28_000)
  for (const each of [a, b]) expect(each.heard().filter((event) => event.startsWith('CALLING_END'))).toHaveLength(1)
  expect(a.heard().at(-1)).toBe(`CALLING_END ${b.userID} offline`)
  expect([c, d].map(({ call }) => call?.me.status)).toEqual(['connected', 'connected'])
  expect(f.call?.me.status).toBe('ringing')
  await again.thrownOut
  await inA.leave()
})

test('N12: a room whose call is over is deleted within 30 s; those of others are untouched', async () => {
  const chaos = await startLiveKitChaos()
  const { liveKit, liveKitURL, wire } = chaos
  const other = await chaos.start({ prefix: 'another', liveKitURL })
  const [a, b] = await chaos.pair('left')
  const [c, d] = [await chaos.client('c', 1), await chaos.client('d', 1)]
  await c.calls(['d'], { timeout: 120 })
  await d.untilStatus('ringing')
  const [x, y] = [await chaos.client('x', 0, { url: other.url }), await chaos.client('y', 0, { url: other.url })]
  await x.calls(['y'])
  await y.untilStatus('ringing')
  const { room } = await accessOf(a)
  const theirs = (await accessOf(x)).room
  // The name of a room of ours, made by somebody else; and no such name at all.
  const foreign = [`rk_${'0'.repeat(32)}_${'1'.repeat(32)}`, 'lobby']
  await Promise.all(foreign.map((name) => liveKit.rooms.createRoom({ name })))
  // The node that ends the call dies before LiveKit has heard of it.
  wire.cut()
  await a.hangsUp()
  await b.untilStatus('over')
  await chaos.nodes[0]?.kill()
  wire.mend()
  const names = async () => (await liveKit.rooms.listRooms()).map(({ name }) => name)
  expect(await names()).toContain(room)
  const took = await eventually(async () => !(await names()).includes(room), 30_000)
  console.log(`N12: deleted after ${Math.round(took)} ms`)
  // Two more rounds.
  await after(10_500)
  const kept = await names()
  expect(kept.toSorted()).toEqual(
    [...foreign, theirs, kept.find((name) => name.includes(c.call?.callID ?? '-'))].toSorted(),
  )
})
