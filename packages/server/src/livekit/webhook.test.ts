import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startFakeLiveKit, type FakeLiveKit, type RoomRequest } from '../testing/fakeLiveKit.ts'
import type { TestClient } from '../testing/testClient.ts'
import { startTestServer, type TestServer } from '../testing/testServer.ts'
import { createWebhook } from './webhook.ts'

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
async function post(event: object, more: { headers?: Record<string, string> } = {}): Promise<number> {
  const body = JSON.stringify({ id: `EV_${(ids += 1)}`, createdAt: String(Math.floor(Date.now() / 1000)), ...event })
  const headers = more.headers ?? (await liveKit.sign(body))
  return (await fetch(`${at.url}/livekit/webhook`, { method: 'POST', headers, body })).status
}

/** A webhook alone, and the looks it asked for. */
function alone() {
  const looks: string[] = []
  const look = async (callID: string, name: string, told = {}) =>
    void looks.push([callID, name, ...Object.entries(told).flat()].join(' '))
  const receive = createWebhook({ livekit: liveKit.access, reconciler: { look }, log: pino({ level: 'silent' }) })
  const signed = async (event: object, secret?: string) => {
    const body = JSON.stringify({ id: `EV_${(ids += 1)}`, createdAt: '1', ...event })
    return { body, authorization: (await liveKit.sign(body, secret)).authorization }
  }
  return { looks, receive, signed }
}

test('A10: unsigned, signed with another secret and altered are 401', async () => {
  const { looks, receive, signed } = alone()
  const event = joined('rk_call_room', 'x:mallory')
  const { body, authorization } = await signed(event)
  expect(await receive(body, undefined)).toBe(401)
  expect(await receive(body, 'Bearer nonsense')).toBe(401)
  expect(await receive(body, (await signed(event, 'another')).authorization)).toBe(401)
  expect(await receive(body, (await signed({})).authorization)).toBe(401)
  expect(await receive(`${body} `, authorization)).toBe(401)
  expect(await receive(body.replace('mallory', 'mallorx'), authorization)).toBe(401)
  expect(looks).toEqual([])
  expect(await receive(body, authorization)).toBe(200)
  expect(looks).toEqual(['call rk_call_room joined x:mallory'])
})

test('A10: the same id twice is 200, and has no effect the second time', async () => {
  const { looks, receive, signed } = alone()
  const { body, authorization } = await signed(joined('rk_call_room', 'x:mallory'))
  expect([await receive(body, authorization), await receive(body, authorization)]).toEqual([200, 200])
  expect(looks).toHaveLength(1)
  const left = await signed({ ...joined('rk_call_room', 'a:ann'), event: 'participant_left' })
  expect(await receive(left.body, left.authorization)).toBe(200)
  expect(looks.slice(1)).toEqual(['call rk_call_room left a:ann'])
})

test('rooms of others, and what else happens in ours, make nobody look', async () => {
  const { looks, receive, signed } = alone()
  const room = { name: 'rk_call_room' }
  const others = [joined('lobby', 'x'), joined('', 'x'), joined('rk_a_b_c', 'x'), { event: 'participant_joined' }]
  const besides = ['room_started', 'track_published', '__proto__', 'toString'].map((event) => ({ event, room }))
  for (const event of [...others, ...besides]) {
    const { body, authorization } = await signed(event)
    expect(await receive(body, authorization)).toBe(200)
  }
  expect(looks).toEqual([])
})

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

const joined = (room: string, identity: string) => ({
  event: 'participant_joined',
  room: { name: room },
  participant: { identity },
})
const removed = (identity: string) => (request: { method: string; body: { identity?: string } }) =>
  request.method === 'RemoveParticipant' && request.body.identity === identity

test('who is no member is removed', async () => {
  const { a, room } = await call()
  liveKit.enter(room, 'ffffffffffff:mallory')
  expect(await post(joined(room, 'ffffffffffff:mallory'))).toBe(200)
  await liveKit.until(removed('ffffffffffff:mallory'))
  await a.hangsUp()
})

test('A10: what LiveKit has not signed is 401 at the server’s route, and has no effect', async () => {
  const { a, room } = await call()
  // Not in the room itself: there the server's own looks would find it, and put it out.
  expect(await post(joined(room, 'abababababab:mallory'), { headers: {} })).toBe(401)
  expect(await post(joined(room, 'cdcdcdcdcdcd:mallory'))).toBe(200)
  await liveKit.until(removed('cdcdcdcdcdcd:mallory'))
  expect(liveKit.requests.some(removed('abababababab:mallory'))).toBe(false)
  await a.hangsUp()
})

test('a member stays; another device of the member does not', async () => {
  const { a, room, idA } = await call()
  const other = `000000000000:${a.userID}`
  for (const each of [idA, other]) liveKit.enter(room, each)
  expect(await post(joined(room, idA))).toBe(200)
  await liveKit.until(removed(other))
  expect(liveKit.requests.some(removed(idA))).toBe(false)
  await a.hangsUp()
})

test('a room of nobody’s, a foreign one, and one whose name is not whole are left alone', async () => {
  const { a, room } = await call()
  for (const name of ['lobby', 'rk_unknown_room', `${room}x`, '']) {
    liveKit.enter(name, 'x:mallory')
    expect(await post(joined(name, 'x:mallory'))).toBe(200)
  }
  liveKit.enter(room, 'y:mallory')
  expect(await post(joined(room, 'y:mallory'))).toBe(200)
  await liveKit.until(removed('y:mallory'))
  expect(liveKit.requests.some(removed('x:mallory'))).toBe(false)
  await a.hangsUp()
})

test('a member with the rights of another type gets those of this one', async () => {
  const { a, room, idA } = await call()
  liveKit.enter(room, idA, ['MICROPHONE'])
  expect(await post(joined(room, idA))).toBe(200)
  const { body } = await liveKit.until(({ method, body }) => method === 'UpdateParticipant' && body.identity === idA)
  expect(body.permission).toEqual({
    canPublish: true,
    canSubscribe: true,
    canPublishSources: ['MICROPHONE', 'SCREEN_SHARE', 'SCREEN_SHARE_AUDIO', 'CAMERA'],
  })
  await a.hangsUp()
})

test('N11: media that left starts a grace, whoever tells it twice or late; media that is back ends it', async () => {
  const { a, b, room, idB } = await call()
  const version = () => b.call?.version ?? 0
  const before = version()
  const told = (event: string) => post({ event, room: { name: room }, participant: { identity: idB } })
  expect(await told('participant_left')).toBe(200)
  await b.until(() => version() === before + 1, 'the grace')
  // The joining that comes after the leaving it was before: nobody is in the room.
  expect(await told('participant_joined')).toBe(200)
  expect(await told('participant_left')).toBe(200)
  liveKit.enter(room, 'z:mallory')
  expect(await post(joined(room, 'z:mallory'))).toBe(200)
  await liveKit.until(removed('z:mallory'))
  expect(version()).toBe(before + 1)
  liveKit.enter(room, idB)
  expect(await told('participant_joined')).toBe(200)
  await b.until(() => version() === before + 2, 'the end of the grace')
  // The leaving that comes after the joining it was before.
  expect(await told('participant_left')).toBe(200)
  liveKit.enter(room, 'y:mallory')
  expect(await post(joined(room, 'y:mallory'))).toBe(200)
  await liveKit.until((request) => removed('y:mallory')(request) && request.body.room === room)
  expect(version()).toBe(before + 2)
  await a.hangsUp()
})

test('a leaving told of a room that is not there any more starts no grace', async () => {
  const { a, b, room, idB } = await call()
  const { requests } = liveKit
  // The server has just looked by itself, and does so again in two seconds: meanwhile it makes no room anew.
  const own = await liveKit.until(({ method, body }) => method === 'ListParticipants' && body.room === room)
  const isAsked = ({ method, body }: RoomRequest) => method === 'ListRooms' && body.names?.[0] === room
  await liveKit.until((request) => isAsked(request) && requests.indexOf(request) > requests.indexOf(own))
  const before = b.call?.version
  const metadata = liveKit.rooms.get(room) ?? ''
  liveKit.rooms.delete(room)
  const from = requests.length
  expect(await post({ event: 'participant_left', room: { name: room }, participant: { identity: idB } })).toBe(200)
  await liveKit.until((request) => isAsked(request) && requests.indexOf(request) >= from)
  liveKit.rooms.set(room, metadata)
  liveKit.enter(room, 'w:mallory')
  expect(await post(joined(room, 'w:mallory'))).toBe(200)
  await liveKit.until(removed('w:mallory'))
  expect(b.call?.version).toBe(before)
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
