import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createCallServer, type CallServer } from '../createCallServer.ts'
import type { CallServerOptions, LiveKitAccess } from '../options.ts'
import { createDevRoutes } from './devRoutes.ts'
import { signIdentity, verifyIdentity } from './jwt.ts'

/** How long a development token lasts, hours. */
const TOKEN_HOURS = 12

export interface DevServerOptions extends Pick<
  CallServerOptions,
  'origins' | 'reconnectGrace' | 'ringTimeout' | 'sessions' | 'maxMembers' | 'limits' | 'logLevel' | 'store'
> {
  /** 0 takes a free one. */
  port: number
  /** Default 127.0.0.1. */
  host?: string
  liveKit: LiveKitAccess
  /** Signs the tokens. Default: a random one, so that tokens end with the process. */
  secret?: Uint8Array
}

export interface DevServer {
  /** `http://host:port` */
  url: string
  server: CallServer
  close(): Promise<void>
}

/**
 * A call server with a sign-in by name alone and a live list of who is online. A group's call may be joined by whoever names the
 * group. For development and demos only: whoever reaches it can be anybody.
 */
export async function startDevServer(options: DevServerOptions): Promise<DevServer> {
  const { port, host = '127.0.0.1', liveKit, secret = randomBytes(32), ...rest } = options
  const routes = createDevRoutes({
    sign: (identity) => signIdentity(identity, secret, TOKEN_HOURS),
    ...(options.origins && { origins: options.origins }),
  })
  const server = createCallServer({
    ...rest,
    logLevel: options.logLevel ?? 'warn',
    livekit: liveKit,
    async authenticate(token) {
      const identity = await verifyIdentity(token, secret)
      routes.learn(identity)
      return identity
    },
    // Here nobody knows who belongs to a group: who names it does.
    authorize: ({ kind, groupID, wasInvited }) => kind !== 'join' || wasInvited || groupID !== undefined,
    onPresence: routes.onPresence,
  })
  const http = createServer((request, response) => {
    routes.handle(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject)
    http.listen(port, host, resolve)
  })
  server.attach(http)
  // Listening on a port, not on a pipe.
  const address = http.address() as AddressInfo
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    server,
    async close() {
      await server.close()
      routes.close()
      await new Promise((resolve) => {
        http.close(resolve)
        http.closeAllConnections()
      })
    },
  }
}
