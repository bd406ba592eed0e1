import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startFakeLiveKit, type FakeLiveKit, type RoomRequest } from '../testing/fakeLiveKit.ts'
import type { TestClient } from '../testing/testClient.ts'
import { startTestServer, type TestServer } from '../testing/testServer.ts'
import { createCheckRooms } from './checkRooms.ts'
import { ownInstallation } from './installation.ts'

let liveKit: FakeLiveKit
let at: TestServer
beforeAll(async () => {
  liveKit = await startFakeLiveKit()
  at = await startTestServer({ livekit: liveKit.access, maxMembers: 9 })
})
afterAll(async () => {
  await at.stop()
  await liveKit.close()
})

const log = pino({ level: 'silent' })

interface Claims {
  sub: string
  exp: number
  nbf?: number
  video: { room: string }
}

const claimsOf = (token: string) =>
  // The server's own token, whose form these tests look at.
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Claims

async function look(client: TestClient) {
  const reply = await client.ask({ kind: 'checkRoom' })
  if (!reply.ok) throw new Error(reply.error.code)
  const claims = claimsOf(reply.token)
  return { url: reply.url, claims, room: claims.video.room }
}

const deleted = (room: string) => (request: RoomRequest) =>
  request.method === 'DeleteRoom' && request.body.room === room

test('a login is told how many people a call may have, and a ping is answered', async () => {
  const ann = await at.client('ann')
  expect(ann.welcome?.maxMembers).toBe(9)
  expect(await ann.ask({ kind: 'ping' })).toEqual({ ok: true })
})

test('a room for a check is one person’s, unguessable, and its token grants entering it alone', async () => {
  const { url, claims, room } = await look(await at.client('ann'))
  expect(url).toBe(liveKit.access.url)
  expect(room).toMatch(/^rkcheck_[0-9a-f]{32}$/)
  expect(claims.sub).not.toContain('ann')
  expect(claims.exp - Date.now() / 1000).toBeLessThanOrEqual(60)
  expect(claims.video).toEqual({
    roomJoin: true,
    room,
    canPublish: false,
    canSubscribe: false,
    canPublishData: false,
    canUpdateOwnMetadata: false,
  })
  const made = liveKit.requests.find(({ method, body }) => method === 'CreateRoom' && body.name === room)
  expect(made?.body).toMatchObject({ emptyTimeout: 20, departureTimeout: 2, maxParticipants: 1 })
})

test('a device has one at a time: the next check deletes it', async () => {
  const bob = await at.client('bob')
  const first = await look(bob)
  const second = await look(bob)
  await liveKit.until(deleted(first.room))
  expect(liveKit.requests.some(deleted(second.room))).toBe(false)
})

test('it is gone after its time, whatever the client does', async () => {
  const rooms = createCheckRooms({ livekit: liveKit.access, installation: ownInstallation(), log, lifeMs: 20 })
  const { token = '' } = (await rooms.open('cid', 'phone')) ?? {}
  const { room } = claimsOf(token).video
  expect((await liveKit.until(deleted(room))).body.room).toBe(room)
})

test('it is gone when the server closes', async () => {
  const other = await startTestServer({ livekit: liveKit.access })
  const { room } = await look(await other.client('dan'))
  await other.stop()
  expect(liveKit.requests.some(deleted(room))).toBe(true)
})

test('it counts as a call in the rate limits', async () => {
  const limits = { callsPer10Seconds: 2, callsPerMinute: 10, commandsPerSecond: 100 }
  const strict = await startTestServer({ livekit: liveKit.access, limits })
  const eve = await strict.client('eve')
  const codes: string[] = []
  for (let tries = 0; tries < 3; tries += 1) {
    const reply = await eve.ask({ kind: 'checkRoom' })
    codes.push(reply.ok ? 'ok' : reply.error.code)
  }
  expect(codes).toEqual(['ok', 'ok', 'RATE_LIMITED'])
  await strict.stop()
})

test('a LiveKit that is down is MEDIA_FAILED', async () => {
  liveKit.isDown = true
  const reply = await (await at.client('flo')).ask({ kind: 'checkRoom' })
  liveKit.isDown = false
  expect(reply).toMatchObject({ ok: false, error: { code: 'MEDIA_FAILED' } })
})
