import type { CallType } from '@ringkit/core'
import { onTestFinished } from 'vitest'
import { TestClient, type TestClientOptions } from '../../packages/server/src/testing/testClient.ts'
import { startTCPProxy } from '../tcpProxy.ts'
import { startLiveKitToKill } from './liveKitServer.ts'
import { startChaos, type Chaos } from './nodes.ts'

/**
 * Two nodes on a Redis and a real LiveKit, which tells whichever node is ready; the nodes reach it over a wire of their own.
 * `hasWebhooks: false`: all of what it tells gets lost.
 */
export async function startLiveKitChaos({ hasWebhooks = true } = {}) {
  let chaos: Chaos | undefined
  const balancer = await startTCPProxy(async () => {
    for (const node of chaos?.nodes ?? []) if (await node.isReady()) return node.url
    return undefined
  })
  onTestFinished(() => balancer.close())
  const liveKit = await startLiveKitToKill(hasWebhooks ? [`${balancer.url}/livekit/webhook`] : [])
  const wire = await startTCPProxy(liveKit.url)
  onTestFinished(() => wire.close())
  const liveKitURL = wire.url.replace(/^http/, 'ws')
  const started = await startChaos({ liveKitURL })
  chaos = started

  /** A device on the bare wire, at the node of this number; its media is the test's to play. */
  async function client(userID: string, node = 0, more: Partial<TestClientOptions> = {}): Promise<TestClient> {
    const made = new TestClient({ url: started.nodes[node]?.url ?? '', userID, ...more })
    onTestFinished(() => made.close())
    return made.connect()
  }

  return {
    ...started,
    liveKit,
    liveKitURL,
    wire,
    client,
    /** Two of them, at different nodes, in a connected call. */
    async pair(name: string, type: CallType = 'audio', more: Partial<TestClientOptions> = {}) {
      const [a, b] = [await client(`${name}A`, 0, more), await client(`${name}B`, 1, more)]
      await a.calls([b.userID], { type })
      await b.untilStatus('ringing')
      await b.accepts()
      await a.untilStatus('connected')
      return [a, b] as const
    },
  }
}

/** The right of a device to enter the room of its call, and the room. */
export async function accessOf(client: TestClient): Promise<{ url: string; token: string; room: string }> {
  const reply = await client.ask({ kind: 'access', callID: client.call?.callID ?? '' })
  if (!reply.ok) throw new Error(`${reply.error.code} ${reply.error.message}`)
  // The server's own token.
  const { video } = JSON.parse(Buffer.from(reply.token.split('.')[1] ?? '', 'base64url').toString()) as {
    video: { room: string }
  }
  return { url: reply.url, token: reply.token, room: video.room }
}

/** Asks again until it is so: for what LiveKit has no event. Resolves with the ms it took. */
export async function eventually(is: () => Promise<boolean>, patienceMs: number): Promise<number> {
  const from = performance.now()
  while (!(await is())) {
    if (performance.now() - from > patienceMs) throw new Error(`not so within ${patienceMs} ms: ${is.toString()}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return performance.now() - from
}
