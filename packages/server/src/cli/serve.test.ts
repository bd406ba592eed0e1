import type { IncomingMessage } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { memoryStore } from '@ringkit/core/protocol'
import { expect, test } from 'vitest'
import { sharedPartsOf } from '../redisStore.ts'
import { signIdentity } from './jwt.ts'
import { BadEnvironment, serveOptions } from './serve.ts'

const secret = 'a secret that is at least 32 bytes long'
const good = {
  RINGKIT_LIVEKIT_URL: 'wss://live.example',
  RINGKIT_LIVEKIT_API_KEY: 'key',
  RINGKIT_LIVEKIT_API_SECRET: 'secret',
  RINGKIT_AUTH_SECRET: secret,
}
// The command's own sign-in looks at the token alone.
const request = {} as IncomingMessage

test('without secrets it does not start, and says all that is missing', () => {
  expect(() => serveOptions({})).toThrow(BadEnvironment)
  expect(() => serveOptions({})).toThrow(
    /RINGKIT_LIVEKIT_URL is not set[\s\S]*RINGKIT_LIVEKIT_API_KEY is not set[\s\S]*RINGKIT_LIVEKIT_API_SECRET is not set[\s\S]*RINGKIT_AUTH_SECRET is not set/,
  )
})

test.each([
  ['RINGKIT_LIVEKIT_API_SECRET', '', /RINGKIT_LIVEKIT_API_SECRET is not set/],
  ['RINGKIT_AUTH_SECRET', 'short', /RINGKIT_AUTH_SECRET is too short/],
  ['RINGKIT_JWKS_URL', 'keys', /RINGKIT_JWKS_URL is no address/],
  ['PORT', 'many', /PORT must be a number/],
  ['RINGKIT_REDIS_URL', 'localhost:6379', /RINGKIT_REDIS_URL must be a redis:/],
  ['RINGKIT_SESSIONS', 'some', /RINGKIT_SESSIONS must be multiple or single/],
])('%s="%s" is refused by name', (name, value, message) =>
  expect(() => serveOptions({ ...good, [name]: value })).toThrow(message),
)

test('the environment becomes options', () => {
  const { options, port, host } = serveOptions({
    ...good,
    RINGKIT_ORIGINS: 'https://a.example, https://b.example',
    RINGKIT_SESSIONS: 'single',
    RINGKIT_RING_TIMEOUT: '45',
    RINGKIT_RECONNECT_GRACE: '15',
    RINGKIT_MAX_MEMBERS: '9',
    PORT: '8080',
    HOST: '::',
  })
  expect({ port, host }).toEqual({ port: 8080, host: '::' })
  expect(options).toMatchObject({
    livekit: { url: 'wss://live.example', apiKey: 'key', apiSecret: 'secret' },
    origins: ['https://a.example', 'https://b.example'],
    sessions: 'single',
    ringTimeout: 45,
    reconnectGrace: 15,
    maxMembers: 9,
  })
  expect(serveOptions(good)).toMatchObject({ port: 4000, options: { sessions: 'multiple', logLevel: 'info' } })
})

test('with RINGKIT_REDIS_URL calls are kept there', async () => {
  const { store } = serveOptions({
    ...good,
    RINGKIT_REDIS_URL: 'redis://127.0.0.1:9/1',
    RINGKIT_REDIS_PREFIX: 'mine',
  }).options
  expect(sharedPartsOf(store ?? memoryStore())?.keys.due).toBe('{mine}:due')
  await store?.close()
  expect(serveOptions(good).options.store).toBeUndefined()
})

test('tokens of the secret are taken; expired, endless, foreign and unsigned ones are not', async () => {
  const { authenticate } = serveOptions(good).options
  const key = new TextEncoder().encode(secret)
  expect(await authenticate(await signIdentity({ userID: 'ann', name: 'Ann' }, key, 1), request)).toEqual({
    userID: 'ann',
    name: 'Ann',
  })
  const claims = () => new SignJWT({}).setProtectedHeader({ alg: 'HS256' }).setSubject('ann')
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const bad = [
    await signIdentity({ userID: 'ann' }, key, -1),
    await signIdentity({ userID: 'ann' }, new TextEncoder().encode(`${secret}!`), 1),
    await claims().sign(key),
    `${part({ alg: 'none' })}.${part({ sub: 'ann', exp: 4e9 })}.`,
    'ann',
  ]
  for (const token of bad) await expect(Promise.resolve(authenticate(token, request))).rejects.toThrow()
})

test('with RINGKIT_JWKS_URL tokens of those keys are taken, of that issuer and audience', async () => {
  const { publicKey, privateKey } = await generateKeyPair('ES256')
  const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256' }] })
  const http = createServer((_request, response) => response.setHeader('content-type', 'application/json').end(keys))
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const { RINGKIT_AUTH_SECRET: _none, ...rest } = good
  const { authenticate } = serveOptions({
    ...rest,
    RINGKIT_JWKS_URL: `http://127.0.0.1:${(http.address() as AddressInfo).port}/`,
    RINGKIT_ISSUER: 'https://login.example',
    RINGKIT_AUDIENCE: 'calls',
  }).options
  const token = (issuer: string) =>
    new SignJWT({ name: 'Ann', picture: 'https://a.example/a.png' })
      .setProtectedHeader({ alg: 'ES256', kid: 'one' })
      .setSubject('ann')
      .setIssuer(issuer)
      .setAudience('calls')
      .setExpirationTime('1h')
      .sign(privateKey)
  expect(await authenticate(await token('https://login.example'), request)).toEqual({
    userID: 'ann',
    name: 'Ann',
    avatarURL: 'https://a.example/a.png',
  })
  await expect(Promise.resolve(authenticate(await token('https://evil.example'), request))).rejects.toThrow()
  await new Promise((resolve) => {
    http.close(resolve)
    http.closeAllConnections()
  })
})
