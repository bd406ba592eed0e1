/** Past our client, with LiveKit's own means: what somebody with a token that is no longer good gets out of it. */
import {
  AudioFrame,
  AudioSource,
  dispose,
  LocalAudioTrack,
  Room,
  RoomEvent,
  TrackPublishOptions,
  TrackSource,
} from '@livekit/rtc-node'
import type { RoomServiceClient } from 'livekit-server-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { enterRoom } from '../server/hostileParticipant.ts'
import { accessOf, eventually, startLiveKitChaos } from './liveKitChaos.ts'
import { after } from './nodes.ts'
import { startPages } from './liveKitPeople.ts'

let pages: Awaited<ReturnType<typeof startPages>>
beforeAll(async () => {
  pages = await startPages()
})
afterAll(async () => {
  await pages.end()
  await dispose()
})

const RATE = 48_000
/** 10 ms of a tone, as loud as can be. */
const samples = Int16Array.from(
  { length: RATE / 100 },
  (_each, at) => 32_000 * Math.sin((2 * Math.PI * 440 * at) / RATE),
)
const tone = new AudioFrame(samples, RATE, 1, samples.length)
const FRAME_MS = 10
/** Between two looks, ms: looking without a pause would keep busy what is looked at. */
const LOOK_MS = 20

/**
 * One attempt to get back in and be heard. Resolves once it is out, with what it saw and how long it was in at a stretch, by
 * LiveKit's own word: a client that is put out in the midst of publishing learns of it only when that has timed out.
 */
async function intrude(access: { url: string; token: string; room: string }, rooms: RoomServiceClient) {
  const room = new Room()
  const seen = { names: new Set<string>(), tracks: 0 }
  let isOut = false
  room.on(RoomEvent.TrackSubscribed, () => void (seen.tracks += 1))
  const out = new Promise<void>((resolve) => room.once(RoomEvent.Disconnected, () => resolve()))
  await room.connect(access.url, access.token, { autoSubscribe: true, dynacast: false })
  const from = performance.now()
  for (const { identity } of room.remoteParticipants.values()) seen.names.add(identity.slice(identity.indexOf(':') + 1))
  // Without a queue, which would go on encoding silence beside LiveKit and the call servers.
  const source = new AudioSource(RATE, 1, 0)
  const track = LocalAudioTrack.createAudioTrack('tone', source)
  const options = new TrackPublishOptions({ source: TrackSource.SOURCE_MICROPHONE })
  // Refused or cut off: as soon as it is out.
  const published = room.localParticipant?.publishTrack(track, options).then(
    () => true,
    () => false,
  )
  const feeding = (async () => {
    while (!isOut) {
      await source.captureFrame(tone)
      await after(FRAME_MS)
    }
  })().catch(() => undefined)
  const staying = (async () => {
    let [since, longest]: [number | undefined, number] = [from, 0]
    while (!isOut) {
      const present = await rooms.listParticipants(access.room)
      // By this very stay: out and in again between two looks is two of them.
      const isIn = present.some(({ sid }) => sid === room.localParticipant?.sid)
      if (since !== undefined) longest = Math.max(longest, performance.now() - since)
      since = isIn ? (since ?? performance.now()) : undefined
      await after(LOOK_MS)
    }
    return longest
  })()
  await out
  isOut = true
  await feeding
  await source.close()
  const ms = await staying
  return { ms, seen, isPublished: (await Promise.race([published, Promise.resolve(false)])) ?? false }
}

test('A6: who has left gets in with the old token, and is out within a second, unseen and unheard, each time', async () => {
  const chaos = await startLiveKitChaos()
  const [ann, bob] = await Promise.all([
    pages.open(chaos.nodes[0]?.url ?? '', 'ann'),
    pages.open(chaos.nodes[1]?.url ?? '', 'bob'),
  ])
  const mallory = await chaos.client('mallory')
  await ann.calls('bob', 'video')
  await bob.accepts()
  await ann.frameAfter(0)
  await ann.page.evaluate(() => somebody.engine.invite(['mallory']))
  await mallory.untilStatus('ringing')
  await mallory.accepts()
  const old = await accessOf(mallory)
  await mallory.hangsUp()
  const isCalm = () => ann.page.evaluate(() => somebody.engine.store.getState().members.mallory?.status === 'left')
  await eventually(isCalm, 5000)
  const storyBefore = await ann.story()
  const tiles: string[][] = []
  const attempts = []
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const intruding = intrude(old, chaos.liveKit.rooms)
    let isOver = false
    const watching = (async () => {
      while (!isOver) {
        tiles.push(await ann.page.evaluate(() => somebody.tiles()))
        await after(LOOK_MS)
      }
    })()
    attempts.push(await intruding)
    isOver = true
    await watching
  }
  const inRoom = await ann.page.evaluate(() =>
    somebody.inRoom.map(({ what }) => what).filter((what) => what.includes('mallory')),
  )
  const loudest = await ann.page.evaluate(() => Object.fromEntries(somebody.loudest))
  console.log(
    `A6: in for ${attempts.map(({ ms }) => Math.round(ms)).join(', ')} ms;`,
    `saw ${[...new Set(attempts.flatMap(({ seen }) => [...seen.names]))].join(', ')} and`,
    `${attempts.map(({ seen }) => seen.tracks).join(', ')} tracks; published ${attempts.map((each) => each.isPublished).join(', ')};`,
    `in ann's LiveKit: ${inRoom.join(', ') || 'nothing'}`,
  )
  for (const { ms } of attempts) expect(ms).toBeLessThan(1000)
  expect(new Set(tiles.flat())).toEqual(new Set(['ann', 'bob']))
  expect(await ann.story()).toEqual(storyBefore)
  expect(Object.keys(loudest)).not.toContain('mallory')
  // Bob is the last one: for him it ends by itself.
  await ann.hangsUp()
  await eventually(async () => (await chaos.liveKit.rooms.listRooms([old.room])).length === 0, 5000)
  await expect(enterRoom(old)).rejects.toThrow()
})

test('A5: a token opens its own room only, and nobody in it changes what they may do', async () => {
  const chaos = await startLiveKitChaos()
  const [a] = await chaos.pair('mine')
  const [c] = await chaos.pair('theirs')
  const mine = await accessOf(a)
  const theirs = await accessOf(c)
  const inside = await enterRoom(mine)
  expect(inside.room.name).toBe(mine.room)
  expect(await chaos.liveKit.rooms.listParticipants(theirs.room)).toEqual([])
  const self = inside.room.localParticipant
  await self?.updateMetadata('forged').catch(() => undefined)
  await self?.updateName('Ann').catch(() => undefined)
  await self?.setAttributes({ forged: 'yes' }).catch(() => undefined)
  // Its own token at LiveKit's administration: the same room, another one, and its own rights.
  const admin = async (method: string, body: object) => {
    const { url } = chaos.liveKit
    const response = await fetch(`${url.replace('ws', 'http')}/twirp/livekit.RoomService/${method}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${mine.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return response.status
  }
  const identity = self?.identity
  const permission = { canPublish: true, canPublishData: true, canUpdateMetadata: true }
  const asked: [string, object][] = [
    ['UpdateParticipant', { room: mine.room, identity, permission }],
    ['UpdateParticipant', { room: theirs.room, identity, permission }],
    ['ListParticipants', { room: theirs.room }],
    ['ListRooms', {}],
    ['CreateRoom', { name: 'free' }],
    ['DeleteRoom', { room: theirs.room }],
    ['UpdateRoomMetadata', { room: mine.room, metadata: 'forged' }],
  ]
  for (const [method, body] of asked) expect([401, 403], method).toContain(await admin(method, body))
  const [known] = await chaos.liveKit.rooms.listParticipants(mine.room)
  expect(known?.metadata).toBe('')
  expect(known?.attributes).toEqual({})
  expect(known?.name).toBe(`Name of ${a.userID}`)
  expect(known?.permission?.canPublishSources).toHaveLength(3)
  expect(known?.permission?.canPublishData).toBe(false)
  await inside.leave()
})
