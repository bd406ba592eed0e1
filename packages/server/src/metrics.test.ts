import type { Call } from '@ringkit/core/protocol'
import { pino } from 'pino'
import { describe, expect, test } from 'vitest'
import { startRedisServer } from '../../../scripts/redisServer.ts'
import { answeredAfter, deadlinesMet } from './metrics.ts'
import type { TestClient } from './testing/testClient.ts'
import { startFakeLiveKit } from './testing/fakeLiveKit.ts'
import { startTestNodes, startTestServer, type TestServer } from './testing/testServer.ts'

type Sums = Map<string, number>

/** What all nodes tell together, by the line's name and labels. */
async function metricsOf(nodes: TestServer['nodes']): Promise<Sums> {
  const sums: Sums = new Map()
  for (const { url } of nodes) {
    const text = await (await fetch(`${url}/metrics`)).text()
    for (const [, name = '', value] of text.matchAll(/^(ringkit_\S+) (\S+)$/gm))
      sums.set(name, (sums.get(name) ?? 0) + Number(value))
  }
  return sums
}

const outcomes = (sums: Sums) => [...sums].filter(([name]) => name.startsWith('ringkit_calls_total'))

describe('two nodes on one Redis', () => {
  async function twoNodes() {
    const redis = await startRedisServer()
    const at = await startTestNodes(2, {}, redis)
    const on = (node: number, userID: string) => at.client(userID, { url: at.nodes[node]?.url ?? '' })
    const stop = async () => {
      await at.stop()
      await redis.stop()
    }
    return { at, on, stop }
  }

  async function callOf(a: TestClient, b: TestClient, more: object = {}): Promise<void> {
    await a.calls([b.userID], more)
    await b.untilStatus('ringing')
  }

  test('each call is counted once, by whichever node ended it', async () => {
    const { at, on, stop } = await twoNodes()
    const [a, b] = [await on(0, 'a'), await on(1, 'b')]
    await callOf(a, b)
    await b.rejects()
    await a.untilStatus('over')
    await callOf(a, b)
    await a.hangsUp()
    await b.untilStatus('over')
    await callOf(a, b, { timeout: 2 })
    await b.untilHeard('CALLING_TIMEOUT')
    await a.untilStatus('over')
    await callOf(a, b)
    await b.accepts()
    await a.untilStatus('connected')
    await Promise.all([a.hangsUp(), b.hangsUp()])
    await Promise.all([a.untilStatus('over'), b.untilStatus('over')])
    const sums = await metricsOf(at.nodes)
    expect(outcomes(sums).toSorted()).toEqual(
      ['answered', 'cancelled', 'noResponse', 'rejected'].map((each) => [`ringkit_calls_total{outcome="${each}"}`, 1]),
    )
    expect(sums.get('ringkit_timer_late_seconds_count{timer="ring"}')).toBe(1)
    expect(sums.get('ringkit_timer_late_seconds_bucket{le="5",timer="ring"}')).toBe(1)
    await stop()
  })

  test('a ring begun on one node and answered on the other is measured from its beginning', async () => {
    const { at, on, stop } = await twoNodes()
    const [a, b] = [await on(0, 'a'), await on(1, 'b')]
    await a.calls(['b'])
    await b.untilStatus('ringing')
    await b.accepts()
    await a.untilStatus('connected')
    const sums = await metricsOf(at.nodes)
    expect(sums.get('ringkit_ring_to_accept_seconds_count')).toBe(1)
    expect(sums.get('ringkit_ring_to_accept_seconds_sum')).toBeLessThan(5)
    await stop()
  })
})

describe('what is derived from two documents', () => {
  const member = { profile: {}, leg: 1, entrance: 'ring', invitedBy: 'a', version: 1, isEntered: false, hasRoom: true }
  // Only what is looked at.
  const call = (...members: object[]) =>
    ({ callID: '1', inviter: 'a', members: members.map((each) => ({ ...member, ...each })) }) as unknown as Call

  test('how long it rang, for each who accepts, also one invited later', () => {
    const before = call(
      { userID: 'a', status: 'connected', connectedAt: 500 },
      { userID: 'b', status: 'ringing', rungAt: 1000 },
      { userID: 'c', status: 'ringing', rungAt: 4000 },
    )
    const after = call(
      { userID: 'a', status: 'connected', connectedAt: 500 },
      { userID: 'b', status: 'connected', connectedAt: 6000 },
      { userID: 'c', status: 'ringing', rungAt: 4000 },
    )
    expect(answeredAfter(before, after)).toEqual([5000])
    expect(answeredAfter(undefined, before)).toEqual([])
  })

  test('how late a deadline and a grace took effect; what somebody did before its time is none', () => {
    const before = call(
      { userID: 'a', status: 'connected', graceUntil: 2000, mediaGraceUntil: 9000 },
      { userID: 'b', status: 'ringing', deadline: 1000 },
      { userID: 'c', status: 'ringing', deadline: 1000 },
    )
    const after = call(
      { userID: 'a', status: 'left', outcome: { event: 'CALLING_END', reason: 'offline' } },
      { userID: 'b', status: 'noResponse' },
      { userID: 'c', status: 'rejected' },
    )
    expect(deadlinesMet(before, after, 2300)).toEqual([
      { timer: 'grace', late: 300 },
      { timer: 'ring', late: 1300 },
    ])
    expect(deadlinesMet(before, before, 2300)).toEqual([])
  })
})

test('the store, LiveKit and its webhooks are counted by what came of them', async () => {
  const liveKit = await startFakeLiveKit()
  const at = await startTestServer({ livekit: liveKit.access })
  const [a, b] = [await at.client('a'), await at.client('b')]
  await a.calls(['b'])
  await b.untilStatus('ringing')
  await b.accepts()
  await liveKit.until(({ method }) => method === 'CreateRoom')
  liveKit.isDown = true
  expect(await a.ask({ kind: 'access', callID: a.call?.callID ?? '' })).toMatchObject({ ok: false })
  const body = JSON.stringify({ event: 'room_started', id: 'one', room: { name: 'other' } })
  const headers = await liveKit.sign(body)
  const post = (more: object) => fetch(`${at.url}/livekit/webhook`, { method: 'POST', body, ...more })
  expect((await post({ headers })).status).toBe(200)
  expect((await post({ headers })).status).toBe(200)
  expect((await post({})).status).toBe(401)
  const sums = await metricsOf(at.nodes)
  expect(sums.get('ringkit_webhooks_total{event="room_started",result="taken"}')).toBe(1)
  expect(sums.get('ringkit_webhooks_total{event="room_started",result="repeated"}')).toBe(1)
  expect(sums.get('ringkit_webhooks_total{event="unknown",result="refused"}')).toBe(1)
  expect(sums.get('ringkit_livekit_requests_total{operation="createRoom",result="done"}')).toBe(1)
  expect(sums.get('ringkit_livekit_requests_total{operation="createRoom",result="failed"}')).toBe(1)
  expect(sums.get('ringkit_store_seconds_count{operation="commit"}')).toBeGreaterThanOrEqual(2)
  liveKit.isDown = false
  await at.stop()
  await liveKit.close()
})

test('every line about a call names it, every request’s line says who, what and with which end; none tells a secret', async () => {
  const lines: string[] = []
  const logger = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
  const liveKit = await startFakeLiveKit()
  const at = await startTestServer({
    logger,
    livekit: { ...liveKit.access, apiSecret: 'livekit-secret' },
    authenticate: (token) => ({ userID: token.slice(0, 3) }),
    onRing: () => Promise.reject(new Error('no push today')),
  })
  const [a, b] = [await at.client('ann', { token: 'ann-secret' }), await at.client('bob', { token: 'bob-secret' })]
  const { callID } = await a.calls(['bob'])
  await b.untilStatus('ringing')
  await b.accepts()
  await a.untilStatus('connected')
  await expect(b.rejects()).rejects.toMatchObject({ code: 'WRONG_STATE' })
  await a.ask({ kind: 'access', callID })
  liveKit.isDown = true
  await a.ask({ kind: 'access', callID })
  await a.hangsUp()
  await b.untilStatus('over')
  await at.stop()
  await liveKit.close()

  // pino writes JSON, an object a line.
  const told = lines.map((line) => JSON.parse(line) as { [field: string]: unknown; msg: string })
  const of = (msg: string) => told.filter((line) => line.msg === msg)
  const aboutCalls = [
    'call placed',
    'call changed',
    'call over',
    "the app's callback failed",
    'the room cannot be made',
  ]
  for (const msg of aboutCalls) {
    expect(of(msg), msg).not.toEqual([])
    for (const line of of(msg)) expect(line, msg).toMatchObject({ callID })
  }
  expect(of('call over')).toMatchObject([{ outcome: 'answered' }])
  expect(of('request').map(({ userID, kind, code, callID }) => [userID, kind, code, callID])).toEqual([
    ['ann', 'call', 'ok', callID],
    ['bob', 'accept', 'ok', callID],
    ['bob', 'reject', 'WRONG_STATE', callID],
    ['ann', 'access', 'ok', callID],
    ['ann', 'access', 'MEDIA_FAILED', callID],
    ['ann', 'hangup', 'ok', callID],
  ])
  expect(lines.join('')).not.toMatch(/-secret|eyJ/)
})
