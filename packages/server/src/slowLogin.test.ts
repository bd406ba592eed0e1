import { createCallEngine, noMedia } from '@ringkit/core'
import type { Hello } from '@ringkit/core/protocol'
import { expect, test } from 'vitest'
import { socketioSignalling } from '../../core/src/socketio/socketioSignalling.ts'
import { startTestServer } from './testing/testServer.ts'
import { createWire } from './testing/wire.ts'

const hello: Hello = { protocol: 1, token: 'a', deviceID: 'a1', hasRoom: false, isLogin: false }
const handlers = { onSnapshot: () => undefined, onKicked: () => undefined, onLost: () => undefined }

/** A server that takes so long to sign somebody in, ms, and counts. */
async function startSlowly(ms: number) {
  const count = { logins: 0 }
  const at = await startTestServer({
    async authenticate(token) {
      count.logins += 1
      await new Promise((resolve) => setTimeout(resolve, ms))
      return { userID: token }
    },
  })
  return { at, count }
}

/** What comes of one attempt with these limits (ms) at a server that takes so long (ms), and of how many logins. */
async function attempted(timeoutMs: number, signInMs: number, serverMs: number) {
  const { at, count } = await startSlowly(serverMs)
  const answer = await socketioSignalling(at)
    .connect(hello, handlers, timeoutMs, signInMs)
    .then(
      (connection) => {
        connection.close()
        return 'signed in'
      },
      (error: unknown) => error,
    )
  await at.stop()
  return { answer, logins: count.logins }
}

test('a server that was reached has its own time to sign in: nothing is begun anew', async () => {
  expect(await attempted(2000, 15_000, 2500)).toEqual({ answer: 'signed in', logins: 1 })
})

test('an engine waits for a busy server, and does not add to its work', async () => {
  const { at, count } = await startSlowly(1500)
  const engine = createCallEngine({ url: at.url, token: 'a', media: noMedia() })
  await engine.login()
  expect(count.logins).toBe(1)
  engine.destroy()
  await at.stop()
})

test('that time ends, too', async () => {
  expect((await attempted(200, 300, 500)).answer).toMatchObject({ code: 'SIGNALLING_FAILED' })
})

test('a server that is not reached is given up soon', async () => {
  const at = await startTestServer()
  const wire = await createWire(at.url)
  wire.freeze()
  const from = performance.now()
  const attempt = socketioSignalling(wire).connect(hello, handlers, 300, 15_000)
  await expect(attempt).rejects.toMatchObject({ code: 'SIGNALLING_FAILED' })
  expect(performance.now() - from).toBeLessThan(5000)
  await wire.close()
  await at.stop()
})
