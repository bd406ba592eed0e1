import type { IncomingMessage, ServerResponse } from 'node:http'
import * as v from 'valibot'
import type { Identity } from '../options.ts'
import { isAllowedOrigin } from '../origins.ts'

/** What a sign-in may post, bytes. */
const BODY_BYTES = 4096

const SignIn = v.object({
  name: v.pipe(
    v.string('name must be a string'),
    v.trim(),
    v.nonEmpty('name must not be empty'),
    v.maxLength(60, 'name must have at most 60 characters'),
  ),
})

/** Letters and digits of any script, the rest as dashes: the same name is the same person. */
export function userIDOf(name: string): string {
  const slug = name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '')
  return slug || Buffer.from(name).toString('hex')
}

export interface DevRoutesOptions {
  sign: (identity: Identity) => Promise<string>
  origins?: readonly string[]
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  let text = ''
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk
    if (text.length > BODY_BYTES) return undefined
  }
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify(body))
}

/**
 * The development sign-in, for a demo and for trials: `POST /dev/sign-in {name}` → `{token, userID}`, without any password, and
 * `GET /dev/presence`, the live list of who is online as server-sent events: `[{userID, name}]`. Never for production.
 */
export function createDevRoutes({ sign, origins }: DevRoutesOptions) {
  const names = new Map<string, string>()
  const online = new Set<string>()
  const listeners = new Set<ServerResponse>()

  const list = () => {
    const people = [...online].map((userID) => ({ userID, name: names.get(userID) ?? userID }))
    return `data: ${JSON.stringify(people)}\n\n`
  }

  async function signIn(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = v.safeParse(SignIn, await readBody(request))
    if (!body.success) return json(response, 400, { error: body.issues[0].message })
    const { name } = body.output
    const userID = userIDOf(name)
    names.set(userID, name)
    json(response, 200, { token: await sign({ userID, name }), userID })
  }

  function listen(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    response.write(list())
    listeners.add(response)
    response.on('close', () => listeners.delete(response))
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { origin } = request.headers
    if (!isAllowedOrigin(request.headers, origins)) return json(response, 403, { error: 'This origin is not allowed.' })
    if (origin !== undefined) response.setHeader('access-control-allow-origin', origin).setHeader('vary', 'origin')
    const route = `${request.method} ${(request.url ?? '').split('?', 1)[0]}`
    if (request.method === 'OPTIONS') {
      response.setHeader('access-control-allow-headers', 'content-type')
      response.writeHead(204).end()
    } else if (route === 'POST /dev/sign-in') await signIn(request, response)
    else if (route === 'GET /dev/presence') listen(response)
    else json(response, 404, { error: 'There is nothing here: this is a call server for development.' })
  }

  return {
    handle,
    /** Somebody signs in by a token of an earlier process. */
    learn({ userID, name }: Identity): void {
      if (name !== undefined) names.set(userID, name)
    },
    onPresence(userID: string, isOnline: boolean): void {
      if (isOnline) online.add(userID)
      else online.delete(userID)
      for (const response of listeners) response.write(list())
    },
    close(): void {
      for (const response of listeners) response.end()
    },
  }
}
