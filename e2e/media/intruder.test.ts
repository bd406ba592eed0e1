import {
  AudioFrame,
  AudioSource,
  dispose,
  LocalAudioTrack,
  RoomEvent,
  TrackPublishOptions,
  TrackSource,
} from '@livekit/rtc-node'
import { AccessToken } from 'livekit-server-sdk'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { enterRoom, type HostileParticipant } from '../server/hostileParticipant.ts'
import { startCallPages, type CallPages } from './callPages.ts'

const liveKit = inject('liveKit')
const patience = { timeout: 20_000, interval: 50 }
let pages: CallPages

beforeAll(async () => {
  // LiveKit's webhooks lead to another call server: an intruder is put out only when somebody looks, seconds later.
  pages = await startCallPages(liveKit)
})
afterAll(async () => {
  await pages.end()
  await dispose()
})

/** Sends a tone as loud as can be until it is out. */
async function shouts({ room, thrownOut }: HostileParticipant): Promise<void> {
  const source = new AudioSource(48_000, 1)
  const track = LocalAudioTrack.createAudioTrack('microphone', source)
  const options = new TrackPublishOptions({ source: TrackSource.SOURCE_MICROPHONE })
  await room.localParticipant?.publishTrack(track, options)
  const samples = Int16Array.from({ length: 480 }, (_each, at) => 32_000 * Math.sin((2 * Math.PI * 440 * at) / 48_000))
  let isOut = false
  void thrownOut.then(() => (isOut = true))
  room.once(RoomEvent.Disconnected, () => (isOut = true))
  const beat = async () => {
    while (!isOut) await source.captureFrame(new AudioFrame(samples, 48_000, 1, 480))
  }
  beat().catch(() => {
    // It was put out while a frame was on its way.
  })
}

test('who is in the room and no member of the call is neither heard nor seen', async () => {
  const [ann, bob] = [await pages.person('ann'), await pages.person('bob')]
  const { callID } = await ann.evaluate(() => phone.engine.call({ userIDList: ['bob'], type: 'audio' }))
  await bob.evaluate(() => phone.untilStatus('ringing'))
  await bob.click('#accept')
  await expect.poll(() => ann.evaluate(() => phone.sounds()), patience).toBe(1)
  const { tracks } = await ann.evaluate(() => phone.received())
  const { name = '' } = (await pages.rooms.listRooms()).find((room) => room.name.includes(callID)) ?? {}
  await ann.evaluate(() => {
    phone.show('mallory')
    phone.engine.onVolume('mallory', (volume) => phone.events.push(`mallory at ${volume}`))
  })

  const enters = async (identity: string) => {
    const token = new AccessToken(liveKit.apiKey, liveKit.apiSecret, { identity, ttl: 120 })
    token.addGrant({ roomJoin: true, room: name, canPublish: true, canSubscribe: true })
    return enterRoom({ url: liveKit.url, token: await token.toJwt() })
  }
  // Somebody has just looked, and looks again in four seconds: until then Mallory can do what she likes.
  await (
    await enters('x:trudy')
  ).thrownOut
  const mallory = await enters('x:mallory')
  await shouts(mallory)
  // It has come as far as Ann's machine, and she is sent its packets.
  await expect.poll(async () => (await ann.evaluate(() => phone.received())).tracks, patience).toBe(tracks + 1)
  const most = await ann.evaluate(async () => {
    let sounds = 0
    const until = performance.now() + 500
    while (performance.now() < until) {
      sounds = Math.max(sounds, phone.sounds())
      await new Promise(requestAnimationFrame)
    }
    return sounds
  })
  expect(most).toBe(1)
  const told = await ann.evaluate(() => phone.events)
  expect(told.filter((event) => event.includes('mallory') && event !== 'mallory at 0')).toEqual([])
  expect(await ann.evaluate(() => document.querySelector('video')?.srcObject ?? null)).toBeNull()
  await ann.evaluate(() => phone.engine.hangup())
  await mallory.thrownOut
})
