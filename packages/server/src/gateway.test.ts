import { request } from 'node:http'
import { connect } from 'node:net'
import { PROTOCOL_VERSION, type Command } from '@ringkit/core/protocol'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { hello, rawSocket } from './testing/rawSocket.ts'
import { TestClient } from './testing/testClient.ts'
import { startTestServer, type TestServer } from './testing/testServer.ts'

let at: TestServer
beforeAll(async () => void (at = await startTestServer()))
afterAll(() => at.stop())

const refusal = (code: string, message: RegExp) => ({ code, message: expect.stringMatching(message) as string })

async function signedIn(userID: string) {
  const raw = rawSocket(at.url)
  await raw.opened
  expect(await raw.signIn({ ...hello, token: userID, deviceID: `${userID}-raw` })).toMatch(/^40/)
  return raw
}

const codeOf = ([reply]: unknown[]) =>
  (reply as { ok: true } | { ok: false; error: { code: string; message: string } }).ok
    ? undefined
    : (reply as { error: { code: string; message: string } }).error

test.each([
  ['no hello at all', undefined, 'BAD_PARAMETER', /protocol/],
  ['no token', { ...hello, token: undefined }, 'BAD_PARAMETER', /token/],
  ['an empty token', { ...hello, token: '' }, 'NOT_ALLOWED', /token was refused/],
  ['a token that is refused', { ...hello, token: 'bad' }, 'NOT_ALLOWED', /token was refused/],
  ['a token that is no text', { ...hello, token: { userID: 'ann' } }, 'BAD_PARAMETER', /token must be a string/],
  ['a token without end', { ...hello, token: 'x'.repeat(20_000) }, 'BAD_PARAMETER', /token must have at most/],
  ['a newer protocol', { ...hello, protocol: PROTOCOL_VERSION + 1 }, 'BAD_PARAMETER', /protocol must be 1: update/],
  ['a strange deviceID', { ...hello, deviceID: 'a b' }, 'BAD_PARAMETER', /deviceID may hold/],
  ['an endless deviceID', { ...hello, deviceID: 'x'.repeat(65) }, 'BAD_PARAMETER', /deviceID must have at most 64/],
  ['no word about the room', { ...hello, hasRoom: 1 }, 'BAD_PARAMETER', /hasRoom must be true or false/],
])('A1: a hello with %s is refused before anything is told', async (_name, auth, code, message) => {
  const raw = rawSocket(at.url)
  await raw.opened
  const answer = await raw.signIn(auth)
  expect(answer).toMatch(/^44/)
  expect(JSON.parse(answer.slice(2))).toMatchObject({ data: refusal(code, message) })
  raw.socket.close()
})

test('A1: the client hears the code of the refusal', async () => {
  const client = new TestClient({ url: at.url, userID: 'ann', token: 'bad' })
  await expect(client.connect()).rejects.toMatchObject({ name: 'CallError', code: 'NOT_ALLOWED' })
  const nowhere = new TestClient({ url: 'http://127.0.0.1:9', userID: 'ann' })
  await expect(nowhere.connect()).rejects.toMatchObject({ code: 'SIGNALLING_FAILED' })
})

test(
  'A1: a socket that does not sign in, and a connection that says nothing, are closed within 10 s',
  { timeout: 15_000 },
  async () => {
    const raw = rawSocket(at.url)
    await raw.opened
    const begun = performance.now()
    const tcp = connect(Number(new URL(at.url).port), '127.0.0.1')
    const closed = new Promise<number>((resolve) => tcp.on('close', () => resolve(performance.now() - begun)))
    tcp.resume()
    expect(await raw.closed).toBeLessThan(10_000)
    expect(await closed).toBeLessThan(10_000)
  },
)

test('an authenticate that names nobody is told as such', async () => {
  const answers = [{ userID: '' }, { userID: 'x'.repeat(129) }, { userID: '話'.repeat(100) }, undefined, { userID: 7 }]
  for (const answer of answers) {
    const odd = await startTestServer({ authenticate: () => answer as { userID: string } })
    const login = odd.client('ann')
    await expect(login).rejects.toMatchObject({
      code: 'INTERNAL',
      message: expect.stringMatching(/authenticate/) as string,
    })
    await odd.stop()
  }
})

test('B3: a name is cut to 128 whole characters and stays text', async () => {
  const named = await startTestServer({
    authenticate: (userID) => ({ userID, name: `<b>${'😀'.repeat(5000)}`, avatarURL: 'https://example.org/a.png' }),
  })
  const a = await named.client('a')
  const b = await named.client('b')
  expect(a.welcome?.self).toEqual({
    userID: 'a',
    name: `<b>${'😀'.repeat(125)}`,
    avatarURL: 'https://example.org/a.png',
  })
  await a.calls(['b'])
  await b.untilStatus('ringing')
  expect(b.call?.members.map(({ name }) => [...(name ?? '')].length)).toEqual([128, 128])
  await named.stop()
})

test.each([
  ['https://evil.example', 400],
  ['http://127.0.0.1.evil.example', 400],
  ['null', 400],
  ['http://localhost:5173', 'open'],
  ['http://[::1]:5173', 'open'],
  [undefined, 'open'],
])('A2: a WebSocket from origin %s: %s', async (origin, outcome) => {
  const raw = rawSocket(at.url, origin === undefined ? {} : { origin })
  expect(await raw.opened).toBe(outcome)
  raw.socket.close()
})

test('A2: the server’s own origin is let in, and with a list those on it alone', async () => {
  expect(await rawSocket(at.url, { origin: at.url }).opened).toBe('open')
  const strict = await startTestServer({ origins: ['https://app.example'] })
  expect(await rawSocket(strict.url, { origin: 'https://app.example' }).opened).toBe('open')
  expect(await rawSocket(strict.url, { origin: strict.url }).opened).toBe(400)
  await strict.stop()
})

test('A2: there is no polling transport', async () => {
  const status = await new Promise((resolve) => {
    request(`${at.url}/ringkit/?EIO=4&transport=polling`, (response) => {
      response.resume()
      resolve(response.statusCode)
    }).end()
  })
  expect(status).toBe(400)
})

test('A3: who a message says it is from does not matter', async () => {
  const b = await at.client('a3b')
  const raw = await signedIn('a3mallory')
  const command = { kind: 'call', userIDList: ['a3b'], type: 'audio', by: 'a3ann', userID: 'a3ann', inviter: 'a3ann' }
  const [reply] = await raw.ask('request', { kind: 'command', id: 'x', by: 'a3ann', userID: 'a3ann', command })
  expect(reply).toMatchObject({ ok: true, snapshot: { inviter: 'a3mallory' } })
  await b.untilStatus('ringing')
  expect(b.call?.me.invitedBy).toBe('a3mallory')
  raw.socket.close()
})

test('A4: a stranger learns nothing: a true and an invented callID are answered alike', async () => {
  const [a, b, mallory] = [await at.client('a4a'), await at.client('a4b'), await at.client('a4m')]
  const { callID } = await a.calls(['a4b', 'a4c'])
  await b.untilStatus('ringing')
  await b.accepts()
  await a.untilStatus('connected')
  const before = [a.events.length, b.events.length]
  for (const id of [callID, 'invented']) {
    const commands: Command[] = [
      { kind: 'accept', callID: id },
      { kind: 'reject', callID: id },
      { kind: 'hangup', callID: id },
      { kind: 'enter', callID: id },
      { kind: 'join', callID: id },
      { kind: 'invite', callID: id, userIDList: ['a4d'] },
      { kind: 'switchCallType', callID: id, type: 'audio' },
    ]
    for (const command of commands) {
      expect(await mallory.command(command), `${command.kind} ${id}`).toEqual({
        ok: false,
        error: { code: 'NOT_FOUND', message: 'There is no such call for you. It may have ended.' },
      })
    }
    expect(await mallory.ask({ kind: 'access', callID: id })).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } })
  }
  expect(await mallory.ask({ kind: 'sync', known: { callID, epoch: 'x', version: 1 } })).toEqual({
    ok: true,
    known: null,
  })
  expect(await mallory.ask({ kind: 'getCalls' })).toEqual({ ok: true, calls: [] })
  expect([a.events.length, b.events.length]).toEqual(before)
  await a.hangsUp()
})

test('A7: a frame that is too large closes the socket', async () => {
  const raw = await signedIn('a7large')
  raw.send(`42["request",${JSON.stringify('x'.repeat(1024 * 1024))}]`)
  expect(await raw.closed).toBeLessThan(10_000)
})

test('A7: deep JSON, binary attachments and keys of the prototype do no harm', async () => {
  const raw = await signedIn('a7deep')
  const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`
  raw.send(`42901["request",{"kind":"command","id":"x","command":${deep}}]`)
  const polluted = '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"kind":"sync"}'
  raw.send(`42902["request",${polluted}]`)
  expect(codeOf(await raw.ask('request', JSON.parse(polluted)))).toBeUndefined()
  expect(codeOf(await raw.ask('request', { kind: '__proto__' }))).toMatchObject({ code: 'BAD_PARAMETER' })
  expect(
    codeOf(await raw.ask('request', { kind: 'command', id: 'x', command: { kind: 'constructor' } })),
  ).toMatchObject(refusal('BAD_PARAMETER', /kind/))
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  const id = 903
  raw.send(`451-${id}["request",{"_placeholder":true,"num":0}]`)
  raw.send(Buffer.from('binary'))
  expect(codeOf(await raw.ask('request', { kind: 'sync' }))).toBeUndefined()
  raw.send('451-["request",{"_placeholder":true,"num":9}]')
  raw.send(Buffer.from('binary'))
  await raw.closed
})

test.each([
  ['no JSON', '42["request",{'],
  ['no event', '42{}'],
  ['a reserved event', '42["disconnect"]'],
  ['another engine.io type', '9'],
])('A7: %s closes the socket or changes nothing', async (_name, packet) => {
  const other = await at.client('a7other')
  const raw = await signedIn('a7odd')
  raw.send(packet)
  await Promise.race([raw.closed, raw.ask('request', { kind: 'sync' })])
  expect(await other.ask({ kind: 'sync' })).toEqual({ ok: true })
  raw.socket.close()
  other.close()
})

test('B4: what is unknown or incomplete is BAD_PARAMETER, and the socket lives on', async () => {
  const raw = await signedIn('b4')
  const bad: [unknown, RegExp][] = [
    [undefined, /Invalid type/],
    ['call', /Invalid type/],
    [{}, /kind/],
    [{ kind: 'dance' }, /kind/],
    [{ kind: 'command' }, /id/],
    [{ kind: 'command', id: 'x' }, /command/],
    [{ kind: 'command', id: 'x', command: { kind: 'dance' } }, /kind/],
    [{ kind: 'command', id: 'x', command: { kind: 'accept' } }, /callID/],
    [{ kind: 'command', id: 'x y', command: { kind: 'accept', callID: 'c' } }, /id may hold/],
    [{ kind: 'command', id: 7, command: { kind: 'accept', callID: 'c' } }, /id must be a string/],
    [{ kind: 'access' }, /callID/],
  ]
  for (const [message, why] of bad)
    expect(codeOf(await raw.ask('request', message)), JSON.stringify(message)).toEqual(refusal('BAD_PARAMETER', why))
  expect(codeOf(await raw.ask('dance', { kind: 'sync' }))).toEqual(refusal('BAD_PARAMETER', /event must be "request"/))
  expect(codeOf(await raw.ask('__proto__'))).toMatchObject({ code: 'BAD_PARAMETER' })
  raw.send('42["request",{"kind":"sync"}]')
  raw.send('42["request"]')
  expect(codeOf(await raw.ask('request', { kind: 'sync' }))).toBeUndefined()
  raw.socket.close()
})

const someone = { kind: 'call', userIDList: ['b1b'], type: 'audio' } as const
test.each([
  ['an empty list', { userIDList: [] }, /userIDList must name at least one person/],
  ['an endless id', { userIDList: ['x'.repeat(10_240)] }, /userIDList must have at most 128 characters/],
  ['an empty id', { userIDList: [''] }, /userIDList must not be empty/],
  ['a number as an id', { userIDList: [7] }, /userIDList must be a string/],
  ['no list', { userIDList: 'b1b' }, /userIDList must be an array/],
  ['oneself', { userIDList: ['b1a'] }, /userIDList must not contain yourself/],
  ['oneself among others', { userIDList: ['b1b', 'b1a'] }, /userIDList must not contain yourself/],
  [
    '1,000 people',
    { userIDList: Array.from({ length: 1000 }, (_u, n) => `p${n}`) },
    /userIDList names too many people/,
  ],
  [
    '1,001 people',
    { userIDList: Array.from({ length: 1001 }, (_u, n) => `p${n}`) },
    /userIDList must name at most 1000/,
  ],
  ['a timeout of 0', { timeout: 0 }, /timeout must be a number of seconds from 1 to 600/],
  ['a timeout of 601', { timeout: 601 }, /timeout must be/],
  ['a timeout that is no number', { timeout: Number.NaN }, /timeout must be/],
  ['a timeout as text', { timeout: '30' }, /timeout must be/],
  ['an unknown type', { type: 'hologram' }, /type must be "audio" or "video"/],
  ['more than 4 kB of userData', { userData: 'x'.repeat(4097) }, /userData must have at most 4096/],
  ['an empty groupID', { groupID: '' }, /groupID must not be empty/],
])('B1, B2: a call with %s is BAD_PARAMETER, says why, and nothing rings', async (_name, change, why) => {
  const raw = await signedIn('b1a')
  const b = await at.client('b1b')
  const reply = await raw.ask('request', { kind: 'command', id: 'x', command: { ...someone, ...change } })
  expect(codeOf(reply)).toEqual(refusal('BAD_PARAMETER', why))
  expect(await b.ask({ kind: 'sync' })).toEqual({ ok: true })
  raw.socket.close()
  b.close()
})

test('B1: repeats in a list count once', async () => {
  const a = await at.client('b1x')
  const snapshot = await a.calls(['b1y', 'b1y', 'b1y'])
  expect(snapshot.members.map(({ userID }) => userID)).toEqual(['b1x', 'b1y'])
  expect(snapshot.kind).toBe('direct')
  await a.hangsUp()
})

test('a command sent twice acts once; A11: another one under its id is refused', async () => {
  const [a, b] = [await at.client('a11a'), await at.client('a11b')]
  const command: Command = { kind: 'call', userIDList: ['a11b'], type: 'audio' }
  const first = await a.command(command, 'same')
  const second = await a.command(command, 'same')
  const together = await Promise.all([a.command(command, 'same'), a.command(command, 'same')])
  const ids = [first, second, ...together].map((reply) => reply.ok && reply.snapshot.callID)
  expect(new Set(ids).size).toBe(1)
  expect(await a.command({ ...command, type: 'video' }, 'same')).toMatchObject({
    ok: false,
    error: refusal('BAD_PARAMETER', /id was used for another command/),
  })
  await b.untilStatus('ringing')
  expect(b.heard()).toEqual(['INVITED a11b'])
  await b.accepts()
  await expect(b.does({ kind: 'accept', callID: b.call?.callID ?? '' })).rejects.toMatchObject({ code: 'WRONG_STATE' })
  await b.hangsUp()
})

test('A8: too many requests are refused, a flood closes the socket within 2 s, and others are served', async () => {
  const strict = await startTestServer({ limits: {} })
  const other = await strict.client('a8other')
  const raw = rawSocket(strict.url)
  await raw.opened
  await raw.signIn({ ...hello, token: 'a8' })
  // More than two seconds allow: one may end amid them.
  const answers = await Promise.all(Array.from({ length: 150 }, () => raw.ask('request', { kind: 'sync' })))
  const refused = answers.filter((answer) => codeOf(answer)?.code === 'RATE_LIMITED')
  expect(refused.length).toBeGreaterThanOrEqual(20)
  const from = performance.now()
  for (let n = 0; n < 10_000; n += 1) raw.send('42["request",{"kind":"sync"}]')
  await raw.closed
  expect(performance.now() - from).toBeLessThan(2000)
  expect(await other.ask({ kind: 'sync' })).toEqual({ ok: true })
  await strict.stop()
})

test('A8: sockets above the limit of one user are refused', async () => {
  const strict = await startTestServer({ limits: { socketsPerUser: 3 } })
  const devices = await Promise.all([1, 2, 3].map((n) => strict.client('ann', { deviceID: `d${n}` })))
  await expect(strict.client('ann', { deviceID: 'd4' })).rejects.toMatchObject({ code: 'RATE_LIMITED' })
  // A device in place of itself needs no further seat.
  await strict.client('ann', { deviceID: 'd1' })
  await devices[1]?.logout()
  await devices[1]?.until(({ isLost }) => isLost)
  await strict.client('ann', { deviceID: 'd4' })
  await strict.client('bob')
  await strict.stop()
})

test('A9: a client that never reads is cut off, and finds the newest on return', { timeout: 30_000 }, async () => {
  let cutOff = (): void => undefined
  const overflow = new Promise<void>((resolve) => (cutOff = resolve))
  const write = (line: string) => void (line.includes('does not read') && cutOff())
  const busy = await startTestServer({ reconnectGrace: 60, logger: pino({ level: 'warn' }, { write }) })
  const a = await busy.client('a')
  const lazy = rawSocket(busy.url)
  await lazy.opened
  await lazy.signIn({ ...hello, token: 'b', deviceID: 'b-1' })
  const crowd = Array.from({ length: 90 }, (_unused, n) => `${n}${'x'.repeat(120)}`)
  const { callID } = await a.calls(['b', ...crowd], { userData: 'x'.repeat(4096), timeout: 600 })
  const reply = await lazy.ask('request', { kind: 'command', id: 'x', command: { kind: 'accept', callID } })
  expect(codeOf(reply)).toBeUndefined()
  lazy.socket.pause()
  // It never reads a ping, yet answers: only the queue can give it away.
  const pongs = setInterval(() => lazy.socket.readyState === WebSocket.OPEN && lazy.send('3'), 500)
  let isOver = false
  void overflow.then(() => (isOver = true))
  for (let n = 0; n < 5000 && !isOver; n += 1)
    await a.does({ kind: 'switchCallType', callID, type: n % 2 === 0 ? 'audio' : 'video' })
  expect(isOver).toBe(true)
  const b = await busy.client('b', { isLogin: false })
  expect(b.welcome?.current?.version).toBeGreaterThanOrEqual(a.call?.version ?? 0)
  expect(b.heard().filter((event) => event.startsWith('CALL_TYPE_CHANGED'))).toEqual([])
  clearInterval(pongs)
  lazy.socket.terminate()
  await busy.stop()
})

test('A12: one caller cannot ring the whole town', async () => {
  const strict = await startTestServer({ limits: { callsPer10Seconds: 5, commandsPerSecond: 1000 } })
  const a = await strict.client('a12a')
  const outcomes: string[] = []
  for (let n = 0; n < 8; n += 1) {
    const reply = await a.command({ kind: 'call', userIDList: [`town${n}`], type: 'audio' })
    outcomes.push(reply.ok ? 'ok' : reply.error.code)
    if (reply.ok) await a.does({ kind: 'hangup', callID: reply.snapshot.callID })
  }
  expect(outcomes).toEqual([...Array.from({ length: 5 }, () => 'ok'), 'RATE_LIMITED', 'RATE_LIMITED', 'RATE_LIMITED'])
  await strict.stop()
})
