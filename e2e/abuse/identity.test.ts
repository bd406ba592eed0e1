import { createHmac, generateKeyPairSync, randomUUID } from 'node:crypto'
import { request } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { SignJWT } from 'jose'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { hello, rawSocket } from '../../packages/server/src/testing/rawSocket.ts'
import { authSecret, startAbuseServer, type AbuseServer } from './abuseServer.ts'

let at: AbuseServer
beforeAll(async () => {
  at = await startAbuseServer()
  // Ann is being called: whoever is taken for her is told so at once.
  const caller = await at.client('caller')
  await caller.calls(['ann'], { timeout: 600 })
})
afterEach(() => at.expectUnharmed())
afterAll(() => at.stop())

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const inAnHour = () => Math.floor(Date.now() / 1000) + 3600
const key = (secret: string) => new TextEncoder().encode(secret)
/** Any header and claims, with any HMAC. */
function signed(header: object, claims: object, secret: string): string {
  const text = `${part(header)}.${part(claims)}`
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`
}
const claims = () => ({ sub: 'ann', exp: inAnHour() })

/** Tokens that are not good, each with why. */
const forged: [string, () => string | Promise<string>][] = [
  ['signed with another secret', () => signed({ alg: 'HS256' }, claims(), `${authSecret}!`)],
  ['signed with an empty secret', () => signed({ alg: 'HS256' }, claims(), '')],
  ['without a signature', () => `${part({ alg: 'HS256' })}.${part(claims())}.`],
  ['alg none', () => `${part({ alg: 'none' })}.${part(claims())}.`],
  ['alg None', () => `${part({ alg: 'None' })}.${part(claims())}.`],
  ['alg none with a good signature', () => signed({ alg: 'none' }, claims(), authSecret)],
  [
    'another algorithm of the same secret',
    () => new SignJWT(claims()).setProtectedHeader({ alg: 'HS512' }).sign(key(authSecret)),
  ],
  [
    'a key of its own in the header',
    () => {
      const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      return new SignJWT(claims())
        .setProtectedHeader({ alg: 'ES256', jwk: publicKey.export({ format: 'jwk' }) })
        .sign(privateKey)
    },
  ],
  [
    'a key from a file',
    () => signed({ alg: 'HS256', kid: '../../../../dev/null', jku: 'http://127.0.0.1:9/' }, claims(), ''),
  ],
  [
    'expired a second ago',
    () => signed({ alg: 'HS256' }, { ...claims(), exp: Math.floor(Date.now() / 1000) - 1 }, authSecret),
  ],
  ['not valid yet', () => signed({ alg: 'HS256' }, { ...claims(), nbf: inAnHour() }, authSecret)],
  ['without an end', () => signed({ alg: 'HS256' }, { sub: 'ann' }, authSecret)],
  ['with an end that is no number', () => signed({ alg: 'HS256' }, { sub: 'ann', exp: 'never' }, authSecret)],
  ['of nobody', () => signed({ alg: 'HS256' }, { exp: inAnHour() }, authSecret)],
  ['critical claims unknown', () => signed({ alg: 'HS256', crit: ['x'], x: 1 }, claims(), authSecret)],
  ['the name alone', () => 'ann'],
  ['nothing', () => ''],
  [
    'a good one, changed to name another',
    async () => {
      const [header = '', , signature = ''] = (await at.token('mallory')).split('.')
      return `${header}.${part(claims())}.${signature}`
    },
  ],
]

test.each(forged)(
  'A1: a token %s is refused with a code, before anything is told, and the socket is closed',
  async (_name, token) => {
    const raw = rawSocket(at.url)
    const heard: string[] = []
    raw.socket.on('message', (data: Buffer) => heard.push(data.toString('utf8')))
    await raw.opened
    const answer = await raw.signIn({ ...hello, token: await token(), deviceID: 'forger' })
    expect(JSON.parse(answer.slice(2))).toMatchObject({ data: { code: 'NOT_ALLOWED' } })
    await raw.closed
    expect(heard.filter((packet) => !/^(0|2|44)/.test(packet))).toEqual([])
  },
)

test('A1: a good token is let in by the same door', async () => {
  const raw = rawSocket(at.url)
  await raw.opened
  const token = signed({ alg: 'HS256' }, claims(), authSecret)
  const told = new Promise<string>((resolve) =>
    raw.socket.on('message', (data: Buffer) => data.includes('welcome') && resolve(data.toString('utf8'))),
  )
  expect(await raw.signIn({ ...hello, token, deviceID: randomUUID() })).toMatch(/^40/)
  expect(await told).toContain('"inviter":"caller"')
  raw.socket.close()
})

test('A1: a token is asked for again at each connection: replayed after its end it is refused', async () => {
  const exp = Math.floor(Date.now() / 1000) + 2
  const token = signed({ alg: 'HS256' }, { sub: 'shortlived', exp }, authSecret)
  const client = await at.client('shortlived', 0, { token })
  // Past the end of the token, which no event tells.
  await wait(exp * 1000 + 50 - Date.now())
  // Who is in stays in: ending that is the app's, by kick.
  expect(await client.ask({ kind: 'ping' })).toEqual({ ok: true })
  client.close()
  await expect(client.reconnect()).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
  await expect(client.connect()).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
})

test('A1: one connection, one login: a second one ends both', async () => {
  const ann = { ...hello, token: await at.token('twice-ann'), deviceID: 'twice' }
  const mallory = { ...hello, token: await at.token('twice-mallory'), deviceID: 'twice' }
  const together = rawSocket(at.url)
  await together.opened
  for (const auth of [ann, mallory]) together.send(`40${JSON.stringify(auth)}`)
  await together.closed
  const after = rawSocket(at.url)
  await after.opened
  expect(await after.signIn(ann)).toMatch(/^40/)
  after.send('41')
  await after.closed
  const guessing = rawSocket(at.url)
  await guessing.opened
  expect(await guessing.signIn({ ...ann, token: 'guess' })).toMatch(/^44/)
  guessing.send(`40${JSON.stringify(ann)}`)
  await guessing.closed
})

test('A3: whoever a message names as its author, it is the login’s user who acts', async () => {
  const bob = await at.client('bob')
  const raw = rawSocket(at.url)
  await raw.opened
  const auth = {
    ...hello,
    token: await at.token('mallory'),
    deviceID: 'mallory-1',
    userID: 'ann',
    sub: 'ann',
    by: 'ann',
  }
  await raw.signIn(auth)
  const forgery = { by: 'ann', userID: 'ann', inviter: 'ann', deviceID: 'ann-1', profile: { name: 'Ann' } }
  const command = { kind: 'call', userIDList: ['bob'], type: 'audio', ...forgery }
  const [reply] = await raw.ask('request', { kind: 'command', id: 'forged', command, ...forgery })
  expect(reply).toMatchObject({ ok: true, snapshot: { inviter: 'mallory' } })
  await bob.untilStatus('ringing')
  expect(bob.call?.inviter).toBe('mallory')
  expect(JSON.stringify(bob.call)).not.toMatch(/ann/i)
  raw.socket.close()
})

test.each([
  ['https://evil.example', 400],
  ['http://localhost.evil.example', 400],
  ['http://127.0.0.1.nip.io', 400],
  ['http://evil.example:4000', 400],
  ['null', 400],
  ['file://', 400],
  ['chrome-extension://localhost', 400],
  ['http://localhost:5173', 'open'],
])('A2: a page of %s: %s', async (origin, outcome) => expect(await rawSocket(at.url, { origin }).opened).toBe(outcome))

test.each([
  ['GET', '/ringkit/?EIO=4&transport=polling'],
  ['POST', '/ringkit/?EIO=4&transport=polling'],
  ['GET', '/ringkit/?EIO=3&transport=polling&j=0'],
  ['GET', '/ringkit/?EIO=4&transport=websocket'],
  ['GET', '/ringkit/?EIO=4&transport=webtransport'],
  ['OPTIONS', '/ringkit/?EIO=4&transport=polling'],
  ['GET', '/ringkit/?EIO=4'],
])('A2: there is no way in but a WebSocket: %s %s', async (method, path) => {
  const { status, headers } = await new Promise<{ status: number; headers: object }>((resolve) => {
    const sent = request(at.url + path, { method, headers: { origin: 'https://evil.example' } }, (response) => {
      response.resume()
      resolve({ status: response.statusCode ?? 0, headers: response.headers })
    })
    sent.end()
  })
  expect(status).toBe(400)
  expect(headers).not.toHaveProperty('access-control-allow-origin')
})
