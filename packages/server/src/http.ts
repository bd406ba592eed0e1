import type { IncomingMessage, Server as HTTPServer, ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import type { Webhook } from './livekit/webhook.ts'
import type { Metrics } from './metrics.ts'

/** The most LiveKit may post at a time, bytes. */
const WEBHOOK_BYTES = 1024 * 1024

export interface RoutesOptions {
  /** Can calls be made and received here? */
  isReady: () => Promise<boolean>
  metrics: Pick<Metrics, 'read'>
  webhook: Webhook
  /** Has LiveKit signed a post with this header? Nobody else's body is read. */
  isFromLiveKit: (authorization: string | undefined) => Promise<boolean>
  log: Logger
}

type Route = (request: IncomingMessage, response: ServerResponse) => Promise<void>

function send(response: ServerResponse, status: number, body: string, contentType = 'text/plain; charset=utf-8'): void {
  response.writeHead(status, { 'content-type': contentType, 'cache-control': 'no-store' }).end(body)
}

/** The body as it was sent: the signature covers its bytes. Undefined when it is too long. */
async function bodyOf(request: IncomingMessage, bytes: number): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    // Without an encoding set, a request's chunks are buffers.
    const buffer = chunk as Buffer
    size += buffer.length
    if (size > bytes) return undefined
    chunks.push(buffer)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** The server's routes: `/healthz`, `/readyz`, `/metrics`, `/livekit/webhook` (contract §4). */
export function createRoutes({ isReady, metrics, webhook, isFromLiveKit, log }: RoutesOptions) {
  const routes = new Map<string, Route>([
    ['GET /healthz', async (_request, response) => send(response, 200, 'ok')],
    [
      'GET /readyz',
      async (_request, response) => ((await isReady()) ? send(response, 200, 'ok') : send(response, 503, 'not ready')),
    ],
    [
      'GET /metrics',
      async (_request, response) => {
        const { text, contentType } = await metrics.read()
        send(response, 200, text, contentType)
      },
    ],
    [
      'POST /livekit/webhook',
      async (request, response) => {
        const { authorization } = request.headers
        const body = (await isFromLiveKit(authorization)) ? await bodyOf(request, WEBHOOK_BYTES) : ''
        if (body === undefined) return send(response, 413, 'too large')
        const status = await webhook(body, authorization)
        send(response, status, status === 200 ? 'ok' : 'signature not accepted')
      },
    ],
  ])

  /** Answers a request for one of our routes; false for any other. */
  return function answer(request: IncomingMessage, response: ServerResponse): boolean {
    const path = (request.url ?? '').split('?', 1)[0] ?? ''
    const route = routes.get(`${request.method === 'HEAD' ? 'GET' : request.method} ${path}`)
    if (!route) return false
    route(request, response).catch((error: unknown) => {
      log.error({ err: error, path }, 'a request failed')
      if (!response.headersSent) send(response, 500, 'internal error')
      else response.destroy()
    })
    return true
  }
}

export type Routes = ReturnType<typeof createRoutes>

/**
 * Puts our routes before whatever the HTTP server answers already; returns what takes them away again. What they were put
 * before stays behind them: socket.io, added later, keeps them in a place of its own.
 */
export function addRoutes(server: HTTPServer, answer: Routes): () => void {
  // They were put there as listeners of this very event.
  const others = server.listeners('request') as ((request: IncomingMessage, response: ServerResponse) => void)[]
  let isOpen = true
  server.removeAllListeners('request')
  server.on('request', (request, response) => {
    if (isOpen && answer(request, response)) return
    for (const other of others) other.call(server, request, response)
    if (others.length === 0) send(response, 404, 'not found')
  })
  return () => {
    isOpen = false
  }
}
