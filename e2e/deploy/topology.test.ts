import { dispose } from '@livekit/rtc-node'
import { createCallEngine, type CallEngine } from '@ringkit/core'
import { RoomServiceClient } from 'livekit-server-sdk'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { eventLog } from '../../packages/core/src/testing/eventLog.ts'
import { signIdentity } from '../../packages/server/src/cli/jwt.ts'
import { buildStalePackages } from '../frameworks/builtPackages.ts'
import { roomMedia } from './roomMedia.ts'
import { startTopology, type Topology } from './topology.ts'

let at: Topology
beforeAll(async () => {
  await buildStalePackages()
  at = await startTopology()
}, 180_000)
afterAll(async () => {
  await at.stop()
  await dispose()
})

interface Person {
  engine: CallEngine
  heard: ReturnType<typeof eventLog>
  lost: () => number
}

async function signedIn(userID: string): Promise<Person> {
  const token = () => signIdentity({ userID, name: userID }, new TextEncoder().encode(at.secret), 1)
  const { media, lost } = roomMedia()
  // This media of Node's enters a room with the accept, not while it rings.
  const engine = createCallEngine({ url: at.url, token, media, warm: false })
  onTestFinished(() => engine.destroy())
  const heard = eventLog(engine)
  await engine.login()
  return { engine, heard, lost }
}

/** The value of a line of `/metrics` at a node; 0 when it is not there. */
async function metric(node: string, line: string): Promise<number> {
  const text = await (await fetch(`${at.nodeURL(node)}/metrics`)).text()
  return Number(
    text
      .split('\n')
      .find((each) => each.startsWith(`${line} `))
      ?.split(' ')[1] ?? 0,
  )
}

const sessions = () => Promise.all(at.nodeNames.map((name) => metric(name, 'ringkit_sessions')))

async function connect(a: Person, b: Person, userID: string): Promise<void> {
  await a.engine.call({ userIDList: [userID], type: 'audio' })
  await b.heard.until('INVITED')
  await b.engine.accept()
  await Promise.all([a.heard.until('USER_ENTER'), b.heard.until('USER_ENTER')])
}

/** Who is in a room of this LiveKit. */
async function present(): Promise<number> {
  const { url, apiKey, apiSecret } = at.liveKit
  const client = new RoomServiceClient(url, apiKey, apiSecret)
  const rooms = await client.listRooms()
  const all = await Promise.all(rooms.map(({ name }) => client.listParticipants(name)))
  return all.flat().length
}

test('a call between two nodes through the balancer outlives one of them, killed, and the other, told to end', async () => {
  const [a, b] = [await signedIn('ann'), await signedIn('bob')]
  expect(await sessions()).toEqual([1, 1])
  await connect(a, b, 'bob')
  await expect.poll(present, { timeout: 10_000 }).toBe(2)
  const told = () =>
    Promise.all(
      at.nodeNames.map((name) => metric(name, 'ringkit_webhooks_total{event="participant_joined",result="taken"}')),
    )
  await expect.poll(async () => (await told()).reduce((sum, each) => sum + each, 0), { timeout: 10_000 }).toBe(2)
  a.heard.clear()
  b.heard.clear()

  await at.processes.get('call-server-1')?.kill()
  // One of them was there.
  await Promise.race([a.heard.until('RECONNECTED'), b.heard.until('RECONNECTED')])
  expect(await metric('call-server-2', 'ringkit_sessions')).toBe(2)

  await at.start('call-server-1')
  a.heard.clear()
  b.heard.clear()
  const drained = at.processes.get('call-server-2')?.terminate()
  await Promise.all([a.heard.until('RECONNECTED'), b.heard.until('RECONNECTED')])
  expect(await drained).toBeLessThan(15_000)
  expect(await metric('call-server-1', 'ringkit_sessions')).toBe(2)

  expect([a, b].map(({ engine }) => engine.store.getState().status)).toEqual(['connected', 'connected'])
  expect([a, b].flatMap(({ heard }) => heard.names()).filter((name) => !name.startsWith('RECONNECT'))).toEqual([])
  expect([a.lost(), b.lost()]).toEqual([0, 0])
  await b.engine.hangup()
  await a.heard.until('CALLING_END')
  await expect.poll(present, { timeout: 10_000 }).toBe(0)
})

test('the metrics are for each node’s own network, not for everybody', async () => {
  expect((await fetch(`${at.url}/metrics`)).status).toBe(404)
  expect((await fetch(`${at.url}/healthz`)).status).toBe(200)
})
