import { pino } from 'pino'
import { expect, test } from 'vitest'
import { hello, rawSocket } from './testing/rawSocket.ts'
import { startTestServer } from './testing/testServer.ts'

/** A server with the limits of production, and the first line of its log that says so much. */
async function logged(part: string) {
  let found = (): void => undefined
  const line = new Promise<void>((resolve) => (found = resolve))
  const write = (text: string) => void (text.includes(part) && found())
  const at = await startTestServer({ limits: { callsPer10Seconds: 20 }, logger: pino({ level: 'warn' }, { write }) })
  const raw = rawSocket(at.url)
  await raw.opened
  await raw.signIn({ ...hello, token: 'mallory' })
  return { at, raw, line }
}

test('A9: answers that nobody reads count like news', { timeout: 40_000 }, async () => {
  const { at, raw, line } = await logged('does not read')
  const crowd = Array.from({ length: 90 }, (_unused, n) => `${n}-${'x'.repeat(110)}`)
  const command = { kind: 'call', userIDList: crowd, type: 'audio', userData: 'x'.repeat(4096), timeout: 600 }
  await raw.ask('request', { kind: 'command', id: 'x', command })
  raw.socket.pause()
  // Below every limit of requests; only what waits gives it away.
  const asking = setInterval(() => raw.send('421["request",{"kind":"sync"}]'), 25)
  const living = setInterval(() => raw.send('3'), 500)
  await expect(line).resolves.toBeUndefined()
  clearInterval(asking)
  clearInterval(living)
  raw.socket.terminate()
  await at.stop()
})

test('A8: pings of the WebSocket count as frames', async () => {
  const { at, raw, line } = await logged('floods')
  for (let n = 0; n < 2000; n += 1) raw.socket.ping()
  await expect(Promise.all([line, raw.closed])).resolves.toHaveLength(2)
  await at.stop()
})

test('A8: a megabyte in a second is a flood, however few the frames', async () => {
  const { at, raw, line } = await logged('floods')
  for (let n = 0; n < 40; n += 1) raw.send(`42["request","${'x'.repeat(60_000)}"]`)
  await expect(Promise.all([line, raw.closed])).resolves.toHaveLength(2)
  await at.stop()
})

test('A7: a message in crumbs closes the connection', async () => {
  const { at, raw } = await logged('')
  const code = new Promise<number>((resolve) => raw.socket.on('close', resolve))
  for (let n = 0; n < 400; n += 1) raw.socket.send(Buffer.from('x'), { fin: false })
  // For its pieces, not for a heartbeat among them.
  expect(await code).toBe(1008)
  await at.stop()
})
