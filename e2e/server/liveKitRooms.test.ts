import { dispose, LocalAudioTrack, AudioSource, RoomEvent, TrackPublishOptions, TrackSource } from '@livekit/rtc-node'
import { decodeJwt } from 'jose'
import { RoomServiceClient } from 'livekit-server-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findLiveKit } from '../../packages/server/src/cli/liveKitFinder.ts'
import { startLiveKit, type RunningLiveKit } from '../../packages/server/src/cli/liveKitProcess.ts'
import { freeTCPPort } from '../../packages/server/src/cli/freePort.ts'
import type { TestClient } from '../../packages/server/src/testing/testClient.ts'
import { startTestServer, type TestServer } from '../../packages/server/src/testing/testServer.ts'
import { enterRoom } from './hostileParticipant.ts'

let liveKit: RunningLiveKit
let at: TestServer
let service: RoomServiceClient
let webhookURLs: string[]
let source: Awaited<ReturnType<typeof findLiveKit>>

beforeAll(async () => {
  const port = await freeTCPPort(0)
  webhookURLs = [`http://127.0.0.1:${port}/livekit/webhook`]
  // One of its own, that reports to this very server.
  source = await findLiveKit({ env: { ...process.env, LIVEKIT_URL: '' } })
  liveKit = await startLiveKit(source, { webhookURLs })
  const { url, apiKey, apiSecret } = liveKit
  at = await startTestServer({ livekit: { url, apiKey, apiSecret } }, port)
  service = new RoomServiceClient(url, apiKey, apiSecret)
})
afterAll(async () => {
  await at.stop()
  await liveKit.stop()
  await dispose()
})

let people = 0
async function two(type: 'audio' | 'video' = 'video'): Promise<[TestClient, TestClient]> {
  people += 1
  const a = await at.client(`ann${people}`)
  const b = await at.client(`bob${people}`)
  await a.calls([b.userID], { type })
  await b.untilStatus('ringing')
  return [a, b]
}

async function connected(type: 'audio' | 'video' = 'video'): Promise<[TestClient, TestClient]> {
  const [a, b] = await two(type)
  await b.accepts()
  await a.untilStatus('connected')
  return [a, b]
}

async function accessOf(client: TestClient): Promise<{ url: string; token: string }> {
  const reply = await client.ask({ kind: 'access', callID: client.call?.callID ?? '' })
  if (!reply.ok) throw new Error(`${reply.error.code} ${reply.error.message}`)
  return reply
}

const grantsOf = (token: string) => decodeJwt<{ video: { room: string; canPublishSources: string[] } }>(token)
const rightsOf = (token: string) => decodeJwt<{ video: object }>(token).video
const roomOf = (token: string) => grantsOf(token).video.room

/** Asks LiveKit again until it answers as wanted: it has no event for these. */
async function eventually<T>(read: () => Promise<T>, is: (value: T) => boolean): Promise<T> {
  const deadline = Date.now() + 10_000
  for (;;) {
    const value = await read()
    if (is(value)) return value
    if (Date.now() > deadline) throw new Error(`still ${JSON.stringify(value)}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

const participantsOf = (room: string) =>
  service.listParticipants(room).then((list) => list.map(({ identity }) => identity))
const isThere = (room: string) => service.listRooms([room]).then((rooms) => rooms.length > 0)

test('a token opens the one room, for a short time, for what the call is about', async () => {
  const [a, b] = await connected('audio')
  const { token } = await accessOf(a)
  const { exp = 0, iat, nbf, sub, video } = decodeJwt<{ video: Record<string, unknown> }>(token)
  expect(exp - (iat ?? nbf ?? 0)).toBeLessThanOrEqual(120)
  expect(exp - (iat ?? nbf ?? 0)).toBeGreaterThanOrEqual(60)
  expect(sub?.slice(sub.indexOf(':') + 1)).toBe(a.userID)
  expect(video).toEqual({
    room: expect.stringMatching(/^rk_\w{32}_\w{32}$/),
    roomJoin: true,
    canPublish: true,
    canSubscribe: true,
    canPublishData: false,
    canUpdateOwnMetadata: false,
    canPublishSources: ['microphone', 'screen_share', 'screen_share_audio'],
  })
  await a.does({ kind: 'switchCallType', callID: a.call?.callID ?? '', type: 'video' })
  expect(grantsOf((await accessOf(b)).token).video.canPublishSources).toContain('camera')
  await a.hangsUp()
})

test('a stranger, a device that rings no more and a call that is over get no token', async () => {
  const [a, b] = await two()
  const callID = a.call?.callID ?? ''
  const stranger = await at.client('mallory')
  const codeFor = async (client: TestClient, id = callID) => {
    const reply = await client.ask({ kind: 'access', callID: id })
    return reply.ok ? 'ok' : reply.error.code
  }
  expect(await codeFor(a)).toBe('ok')
  expect(await codeFor(b)).toBe('ok')
  expect(await codeFor(stranger)).toBe('NOT_FOUND')
  expect(await codeFor(stranger, 'invented')).toBe('NOT_FOUND')
  const tablet = await at.client(b.userID, { deviceID: 'tablet' })
  await b.accepts()
  expect(await codeFor(b)).toBe('ok')
  expect(await codeFor(tablet)).toBe('WRONG_STATE')
  await b.hangsUp()
  expect(await codeFor(b)).toBe('WRONG_STATE')
})

test('a ringing device gets a token to wait by: it may not send, and is subscribed in a direct call only', async () => {
  const [a, b] = await two()
  expect(rightsOf((await accessOf(b)).token)).toMatchObject({
    canPublish: false,
    canSubscribe: true,
    canPublishData: false,
  })
  const d = await at.client(`dave${people}`)
  await a.invites([d.userID])
  await d.untilStatus('ringing')
  for (const ringing of [b, d]) {
    expect(rightsOf((await accessOf(ringing)).token)).toMatchObject({ canPublish: false, canSubscribe: false })
  }
  await b.accepts()
  expect(rightsOf((await accessOf(b)).token)).toMatchObject({ canPublish: true, canSubscribe: true })
  await a.hangsUp()
  await b.hangsUp()
})

test('the room is there while it rings, and gone with the call', async () => {
  const [a, b] = await two()
  const room = roomOf((await accessOf(a)).token)
  expect(await isThere(room)).toBe(true)
  await b.rejects()
  await eventually(
    () => isThere(room),
    (is) => !is,
  )
  // LiveKit makes no room by joining, so a token that is left opens nothing.
})

test('A5: a token is good for its own room only, and for no right beyond it', async () => {
  const [a] = await connected('audio')
  const [c] = await connected('audio')
  const mine = await accessOf(a)
  const other = await accessOf(c)
  expect(roomOf(mine.token)).not.toBe(roomOf(other.token))
  const inside = await enterRoom(mine)
  expect(await participantsOf(roomOf(other.token))).toEqual([])
  expect(inside.room.name).toBe(roomOf(mine.token))
  await inside.room.localParticipant?.updateMetadata('forged').catch(() => undefined)
  const [self] = await service.listParticipants(roomOf(mine.token))
  expect(self?.metadata).toBe('')
  const options = new TrackPublishOptions({ source: TrackSource.SOURCE_CAMERA })
  const track = LocalAudioTrack.createAudioTrack('camera', new AudioSource(48_000, 1))
  await expect(inside.room.localParticipant?.publishTrack(track, options)).rejects.toThrow()
  const [unheard] = await service.listParticipants(roomOf(mine.token))
  expect(unheard?.tracks).toEqual([])
  await a.hangsUp()
  await c.hangsUp()
})

test('A6: who has left comes in with the old token, and is out within a second, each time', async () => {
  const [a, b] = await connected()
  const d = await at.client(`dave${people}`)
  await a.invites([d.userID])
  await d.untilStatus('ringing')
  await d.accepts()
  const old = await accessOf(b)
  const room = roomOf(old.token)
  const inside = await enterRoom(await accessOf(a))
  const seen: string[] = []
  inside.room.on(RoomEvent.TrackSubscribed, (_track, _publication, participant) => seen.push(participant.identity))
  const first = await enterRoom(old)
  await b.hangsUp()
  await first.thrownOut
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const again = await enterRoom(old)
    expect(await again.thrownOut).toBeLessThan(1000)
  }
  // Who was put out is told so before LiveKit has forgotten them.
  const present = await eventually(
    () => participantsOf(room),
    (list) => list.length === 1,
  )
  expect(present).toEqual([inside.room.localParticipant?.identity])
  expect(seen).toEqual([])
  await a.hangsUp()
  await inside.thrownOut
  await expect(enterRoom(old)).rejects.toThrow()
})

test('the rights in the room follow the type of the call', async () => {
  const [a] = await connected('audio')
  const access = await accessOf(a)
  const inside = await enterRoom(access)
  const identity = inside.room.localParticipant?.identity ?? ''
  const sources = async () =>
    (await service.getParticipant(roomOf(access.token), identity)).permission?.canPublishSources
  expect(await sources()).toHaveLength(3)
  await a.does({ kind: 'switchCallType', callID: a.call?.callID ?? '', type: 'video' })
  await eventually(sources, (list) => list?.length === 4)
  await a.hangsUp()
  await inside.thrownOut
})

test('a token of before the switch brings the rights of after it', async () => {
  const [a] = await connected('audio')
  const access = await accessOf(a)
  await a.does({ kind: 'switchCallType', callID: a.call?.callID ?? '', type: 'video' })
  const inside = await enterRoom(access)
  const identity = inside.room.localParticipant?.identity ?? ''
  const sources = await eventually(
    async () => (await service.getParticipant(roomOf(access.token), identity)).permission?.canPublishSources,
    (list) => list?.length === 4,
  )
  expect(sources).toHaveLength(4)
  await a.hangsUp()
})

test('N9: a LiveKit that is killed and comes back has the rooms of the calls again', async () => {
  const [a, b] = await connected()
  const access = await accessOf(a)
  const { ports } = liveKit
  if (!ports) throw new Error('a LiveKit of our own has ports of its own')
  await liveKit.stop()
  liveKit = await startLiveKit(source, { webhookURLs, ports })
  const room = roomOf(access.token)
  await eventually(
    () => isThere(room),
    (is) => is,
  )
  const inside = await enterRoom(await accessOf(b))
  expect(a.call?.me.status).toBe('connected')
  await a.hangsUp()
  await inside.thrownOut
})

test('N11: media that vanishes leaves the call when its grace is over', { timeout: 60_000 }, async () => {
  const [a, b] = await connected()
  const inside = await enterRoom(await accessOf(b))
  await eventually(
    async () => participantsOf(inside.room.name ?? ''),
    (list) => list.length === 1,
  )
  // Before: the webhook may come while it still leaves.
  const left = Date.now()
  await inside.leave()
  await a.until(({ call }) => call?.me.status === 'over', 'the end', 30_000)
  expect(a.heard().at(-1)).toBe(`CALLING_END ${b.userID} offline`)
  expect(Date.now() - left).toBeGreaterThan(19_000)
  expect(Date.now() - left).toBeLessThan(25_000)
})
