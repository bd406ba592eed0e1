import { afterAll, beforeAll, expect, test } from 'vitest'
import { TestClient } from '../testing/testClient.ts'
import { noLiveKit } from '../testing/testServer.ts'
import { startDevServer, type DevServer } from './dev.ts'
import { userIDOf } from './devRoutes.ts'

let dev: DevServer
beforeAll(async () => void (dev = await startDevServer({ port: 0, liveKit: noLiveKit, logLevel: 'silent' })))
afterAll(() => dev.close())

const page = { origin: 'http://localhost:5173' }

async function signIn(name: unknown, headers: Record<string, string> = page) {
  const response = await fetch(`${dev.url}/dev/sign-in`, { method: 'POST', body: JSON.stringify({ name }), headers })
  // What the route answers by its own documentation.
  const body = (await response.json()) as { token?: string; userID?: string; error?: string }
  return { status: response.status, headers: response.headers, ...body }
}

async function client(name: string): Promise<TestClient> {
  const { token = '', userID = '' } = await signIn(name)
  return new TestClient({ url: dev.url, userID, token }).connect()
}

/** The lists of who is online, as they are told. */
async function presence() {
  const abort = new AbortController()
  const response = await fetch(`${dev.url}/dev/presence`, { headers: page, signal: abort.signal })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  return {
    headers: response.headers,
    stop: () => abort.abort(),
    async next(): Promise<unknown> {
      while (!text.includes('\n\n')) {
        const { value, done } = (await reader?.read()) ?? { done: true, value: undefined }
        if (done) throw new Error('the list has ended')
        text += value
      }
      const [event = '', ...rest] = text.split('\n\n')
      text = rest.join('\n\n')
      return JSON.parse(event.slice('data: '.length))
    },
  }
}

test('a name is a person: the token signs in, the same name is the same user, and others see the name', async () => {
  const ann = await client('Ann Lee')
  const bob = await client('Bob')
  expect(ann.welcome?.self).toEqual({ userID: 'ann-lee', name: 'Ann Lee' })
  expect((await signIn('  ann LEE ')).userID).toBe('ann-lee')
  await ann.calls(['bob'])
  await bob.untilStatus('ringing')
  expect(bob.call?.members.map(({ name }) => name)).toEqual(['Ann Lee', 'Bob'])
  ann.close()
  bob.close()
})

test('the call of a group may be joined by whoever names the group, a call without one by nobody else', async () => {
  const [dee, eve, flo] = [await client('Dee'), await client('Eve'), await client('Flo')]
  const { callID } = await dee.calls(['eve'], { groupID: 'team' })
  await eve.untilStatus('ringing')
  await eve.accepts()
  expect(await flo.ask({ kind: 'getCalls', groupID: 'team' })).toMatchObject({ calls: [{ callID }] })
  await flo.does({ kind: 'join', callID })
  await Promise.all([dee.hangsUp(), eve.hangsUp(), flo.hangsUp()])

  await dee.calls(['eve'])
  await eve.untilStatus('ringing')
  await eve.accepts()
  await expect(flo.does({ kind: 'join', callID: dee.call?.callID ?? '' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  for (const each of [dee, eve, flo]) each.close()
})

test('the list of who is online lives', async () => {
  const list = await presence()
  expect(list.headers.get('content-type')).toBe('text/event-stream')
  expect(list.headers.get('access-control-allow-origin')).toBe(page.origin)
  const until = async (people: object[]) => {
    for (let seen = await list.next(); ; seen = await list.next())
      if (JSON.stringify(seen) === JSON.stringify(people)) return
  }
  await until([])
  const zoe = await client('Zoë')
  await until([{ userID: 'zoë', name: 'Zoë' }])
  await zoe.logout()
  await until([])
  list.stop()
})

test('a token of somebody else’s making, and one of another process, are refused', async () => {
  const other = await startDevServer({ port: 0, liveKit: noLiveKit, logLevel: 'silent' })
  const { token = '' } = await signIn('Ann')
  const [head = '', claims = ''] = token.split('.')
  const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${claims}.`
  for (const [url, forged] of [
    [other.url, token],
    [dev.url, none],
    [dev.url, `${head}.${claims}.AAAA`],
    [dev.url, 'ann'],
  ] as const) {
    const login = new TestClient({ url, userID: 'ann', token: forged }).connect()
    await expect(login).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
  }
  await other.close()
})

test.each([[''], ['   '], ['x'.repeat(61)], [7], [undefined]])('the name %j is refused', async (name) => {
  expect(await signIn(name)).toMatchObject({ status: 400, error: expect.stringMatching(/name/) as string })
})

test('pages of foreign origins cannot sign in, those of localhost ask first and may', async () => {
  expect((await signIn('Ann', { origin: 'https://evil.example' })).status).toBe(403)
  const preflight = await fetch(`${dev.url}/dev/sign-in`, { method: 'OPTIONS', headers: page })
  expect(preflight.status).toBe(204)
  expect(preflight.headers.get('access-control-allow-headers')).toBe('content-type')
  expect((await fetch(`${dev.url}/elsewhere`)).status).toBe(404)
  expect(await (await fetch(`${dev.url}/healthz`)).text()).toBe('ok')
})

test.each([
  ['Ann', 'ann'],
  [' Ann  Lee! ', 'ann-lee'],
  ['Jürgen Groß', 'jürgen-groß'],
  ['安娜', '安娜'],
  ['!!!', '212121'],
])('the userID of %j is %j', (name, userID) => expect(userIDOf(name)).toBe(userID))
