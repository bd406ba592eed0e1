import { afterAll, beforeAll, expect, test } from 'vitest'
import { startFakeLiveKit, type FakeLiveKit } from '../testing/fakeLiveKit.ts'
import type { TestClient } from '../testing/testClient.ts'
import { startTestServer, type TestServer } from '../testing/testServer.ts'

let at: TestServer
let liveKit: FakeLiveKit
beforeAll(async () => {
  liveKit = await startFakeLiveKit()
  at = await startTestServer({ livekit: liveKit.access })
})
afterAll(async () => {
  await at.stop()
  await liveKit.close()
})

let ids = 0
async function post(event: object, more: { headers?: Record<string, string>; altered?: string } = {}): Promise<number> {
  const body = JSON.stringify({ id: `EV_${(ids += 1)}`, createdAt: String(Math.floor(Date.now() / 1000)), ...event })
  const headers = more.headers ?? (await liveKit.sign(body))
  const response = await fetch(`${at.url}/livekit/webhook`, { method: 'POST', headers, body: more.altered ?? body })
  return response.status
}

let people = 0
/** Two connected people, their room, and the identity each has in it. */
async function call() {
  const n = (people += 1)
  const [a, b] = [await at.client(`a${n}`), await at.client(`b${n}`)]
  const { callID } = await a.calls([b.userID])
  await b.untilStatus('ringing')
  await b.accepts()
  await a.untilStatus('connected')
  const { name: room = '' } = (
    await liveKit.until(({ method, body }) => method === 'CreateRoom' && (body.name?.includes(callID) ?? false))
  ).body
  const identity = async (client: TestClient) => {
    const reply = await client.ask({ kind: 'access', callID })
    if (!reply.ok) throw new Error(reply.error.code)
    const claims = JSON.parse(Buffer.from(reply.token.split('.')[1] ?? '', 'base64url').toString()) as { sub: string }
    return claims.sub
  }
  return { a, b, room, idA: await identity(a), idB: await identity(b) }
}

const joined = (
  room: string,
  identity: string,
  sources = ['MICROPHONE', 'SCREEN_SHARE', 'SCREEN_SHARE_AUDIO', 'CAMERA'],
) => ({
  event: 'participant_joined',
  room: { name: room },
  participant: { identity, permission: { canPublishSources: sources } },
})
const removed = (identity: string) => (request: { method: string; body: { identity?: string } }) =>
  request.method === 'RemoveParticipant' && request.body.identity === identity

test('A10: unsigned, signed with another secret and altered are 401', async () => {
  const { room, idA } = await call()
  const event = joined(room, `intruder:${idA}`)
  const body = JSON.stringify(event)
  expect(await post(event, { headers: {} })).toBe(401)
  expect(await post(event, { headers: await liveKit.sign(body, 'another') })).toBe(401)
  expect(await post(event, { headers: await liveKit.sign('{}') })).toBe(401)
  expect(await post(event, { headers: await liveKit.sign(body), altered: `${body} ` })).toBe(401)
  expect(await post(event, { headers: await liveKit.sign('no json'), altered: 'no json' })).toBe(401)
  expect(liveKit.requests.some(removed(`intruder:${idA}`))).toBe(false)
})

test('who is no member is removed; A10: the same id twice has no effect the second time', async () => {
  const { a, room } = await call()
  const event = { ...joined(room, 'ffffffffffff:mallory'), id: 'EV_repeated' }
  liveKit.inRoom.set(room, new Set(['ffffffffffff:mallory']))
  expect(await post(event)).toBe(200)
  await liveKit.until(removed('ffffffffffff:mallory'))
  expect(await post(event)).toBe(200)
  // The events of one room are worked off in order: this one comes after the repeat.
  expect(await post(joined(room, 'eeeeeeeeeeee:mallory'))).toBe(200)
  await liveKit.until(removed('eeeeeeeeeeee:mallory'))
  expect(liveKit.requests.filter(removed('ffffffffffff:mallory'))).toHaveLength(1)
  await a.hangsUp()
})

test('a member stays; another device of the member does not', async () => {
  const { a, room, idA } = await call()
  expect(await post(joined(room, idA))).toBe(200)
  const other = `000000000000:${a.userID}`
  expect(await post(joined(room, other))).toBe(200)
  await liveKit.until(removed(other))
  expect(liveKit.requests.some(removed(idA))).toBe(false)
  await a.hangsUp()
})

test('a room of nobody’s, a foreign one, and one whose name is not whole are left alone', async () => {
  const before = liveKit.requests.filter(({ method }) => method === 'RemoveParticipant').length
  const { a, room } = await call()
  for (const name of ['lobby', 'rk_unknown_room', `${room}x`, ''])
    expect(await post(joined(name, 'x:mallory'))).toBe(200)
  expect(await post({ event: 'room_started', room: { name: room } })).toBe(200)
  expect(await post({ event: '__proto__', room: { name: room } })).toBe(200)
  expect(await post(joined(room, 'y:mallory'))).toBe(200)
  await liveKit.until(removed('y:mallory'))
  expect(liveKit.requests.filter(({ method }) => method === 'RemoveParticipant')).toHaveLength(before + 1)
  await a.hangsUp()
})

test('a member with the rights of another type gets those of this one', async () => {
  const { a, room, idA } = await call()
  expect(await post(joined(room, idA, ['MICROPHONE']))).toBe(200)
  const { body } = await liveKit.until(({ method, body }) => method === 'UpdateParticipant' && body.identity === idA)
  expect(body.permission).toEqual({
    canPublish: true,
    canSubscribe: true,
    canPublishSources: ['MICROPHONE', 'SCREEN_SHARE', 'SCREEN_SHARE_AUDIO', 'CAMERA'],
  })
  await a.hangsUp()
})

test('media that left and is back already changes nothing', async () => {
  const { a, b, room, idB } = await call()
  liveKit.inRoom.set(room, new Set([idB]))
  expect(await post({ event: 'participant_left', room: { name: room }, participant: { identity: idB } })).toBe(200)
  await liveKit.until(({ method, body }) => method === 'GetParticipant' && body.identity === idB)
  expect(await post(joined(room, 'z:mallory'))).toBe(200)
  await liveKit.until(removed('z:mallory'))
  expect(b.call?.version).toBe(a.call?.version)
  await a.hangsUp()
})

test('the room is made at placing, who leaves is removed, and it is deleted at the end', async () => {
  const { a, b, room, idB } = await call()
  const c = await at.client('c')
  await a.invites(['c'])
  await c.untilStatus('ringing')
  await b.hangsUp()
  await liveKit.until(removed(idB))
  await a.hangsUp()
  await c.untilStatus('over')
  const deleted = await liveKit.until(({ method, body }) => method === 'DeleteRoom' && body.room === room)
  expect(liveKit.requests.indexOf(deleted)).toBeGreaterThan(liveKit.requests.findIndex(removed(idB)))
})

test('a LiveKit that is down holds up no ring; access says MEDIA_FAILED', async () => {
  liveKit.isDown = true
  const n = (people += 1)
  const [a, b] = [await at.client(`a${n}`), await at.client(`b${n}`)]
  const { callID } = await a.calls([b.userID])
  await b.untilStatus('ringing')
  await b.accepts()
  expect(await b.ask({ kind: 'access', callID })).toMatchObject({ ok: false, error: { code: 'MEDIA_FAILED' } })
  liveKit.isDown = false
  expect(await b.ask({ kind: 'access', callID })).toMatchObject({ ok: true })
  await a.hangsUp()
  await b.untilStatus('over')
})
