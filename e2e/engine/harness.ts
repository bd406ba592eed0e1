import { createCallEngine, noMedia, type CallEngine, type CallEngineOptions } from '@ringkit/core'
import { eventLog } from '../../packages/core/src/testing/eventLog.ts'
import { startTestServer, type TestServer } from '../../packages/server/src/testing/testServer.ts'
import { createWire, type Wire } from '../../packages/server/src/testing/wire.ts'

/** Somebody on a real engine, over a real socket that can be cut. */
export interface Caller {
  engine: CallEngine
  heard: ReturnType<typeof eventLog>
  wire: Wire
  status(): string
}

/** Real engines against a real call server, in this process, without media. */
export async function startCallers(options: Parameters<typeof startTestServer>[0] = {}) {
  const servers: TestServer[] = [await startTestServer(options)]
  const ends: (() => unknown)[] = []

  async function caller(userID: string, more: Partial<CallEngineOptions> = {}): Promise<Caller> {
    const [server] = servers
    if (!server) throw new Error('no server')
    const wire = await createWire(server.url)
    const engine = createCallEngine({ url: wire.url, token: userID, media: noMedia(), ...more })
    ends.push(
      () => engine.destroy(),
      () => wire.close(),
    )
    return { engine, heard: eventLog(engine), wire, status: () => engine.store.getState().status }
  }

  return {
    caller,
    get server(): TestServer {
      const [server] = servers
      if (!server) throw new Error('no server')
      return server
    },
    async signedIn(...userIDs: string[]): Promise<Caller[]> {
      const all = await Promise.all(userIDs.map((userID) => caller(userID)))
      await Promise.all(all.map(({ engine }) => engine.login()))
      return all
    },
    /** Ends the server and starts an empty one on the same port. */
    async restart(): Promise<void> {
      const { port } = new URL(this.server.url)
      await this.server.stop()
      servers[0] = await startTestServer(options, Number(port))
    },
    async stop(): Promise<void> {
      for (const end of ends) await end()
      await servers[0]?.stop()
    },
  }
}

export type Callers = Awaited<ReturnType<typeof startCallers>>

/** Two of them in a direct call. */
export async function connect(a: Caller, b: Caller): Promise<string> {
  const { callID } = await a.engine.call({ userIDList: [b.engine.store.getState().self?.userID ?? ''], type: 'audio' })
  await b.heard.until('INVITED')
  await b.engine.accept()
  await Promise.all([a.heard.until('USER_ENTER'), b.heard.until('USER_ENTER')])
  a.heard.clear()
  b.heard.clear()
  return callID
}
