import type { Server as HTTPServer, IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { CallError, type Reply } from '@ringkit/core/protocol'
import type { Logger } from 'pino'
import { Server } from 'socket.io'
import { admit, type Admitted } from './admit.ts'
import { cutOff, guard, shut, type Connection } from './guard.ts'
import type { Limits } from './limits.ts'
import { createLink, type CallSocket, type ClientEvents, type ServerEvents } from './link.ts'
import type { Settings } from './options.ts'
import { isAllowedOrigin } from './origins.ts'
import type { Requests } from './requests.ts'
import type { Session, Sessions } from './sessions.ts'

/** Where clients connect, below the server's address. */
export const SOCKET_PATH = '/ringkit'

/** What a client may send at a time, bytes; more closes the socket (faults A7). */
const MESSAGE_BYTES = 64 * 1024
/** In how many pieces it may come: each costs memory before the message is whole and can be judged. */
const MESSAGE_PIECES = 256
/** A dead link is noticed after at most twice this: within 5 s, at both ends. ms */
const HEARTBEAT_MS = 2500
/** A socket that does not sign in is closed after this, ms. */
const SIGN_IN_MS = 8000
/** How long the clients have to see the server close, ms. */
const CLOSE_MS = 200

export interface GatewayOptions {
  settings: Settings
  sessions: Sessions
  requests: Requests
  limits: Limits
  /** Epoch ms. */
  now: () => number
  /** Told of everybody who was let in. */
  onSession: (person: Admitted) => void
  log: Logger
}

/** The sockets: let in, parsed, limited, handed on, answered. */
export interface Gateway {
  attach(server: HTTPServer): void
  /** No new connection is let in from now on. */
  drain(): void
  /** Closes every connection; those that do not answer are cut off. */
  close(): Promise<void>
}

/** The middleware's way to say no: the client finds `data` on its `connect_error`. */
function refused(error: unknown): Error {
  const { code, message } = CallError.from(error)
  return Object.assign(new Error(message), { data: { code, message } })
}

/** engine.io hands the number of bytes on to its WebSocket server, but not that of the pieces. */
function limitPieces(engine: Server['engine']): void {
  // Its types keep the WebSocket server to itself. Were it gone, ws's own limits, 64 times higher, would hold.
  const inner: { options: object } | undefined = Reflect.get(engine, 'ws')
  if (inner) Object.assign(inner.options, { maxFragments: MESSAGE_PIECES, maxBufferedChunks: 4 * MESSAGE_PIECES })
}

const unknownMessage: Reply = {
  ok: false,
  error: { code: 'BAD_PARAMETER', message: 'event must be "request": there is no other message.' },
}

export function createGateway({ settings, sessions, requests, limits, now, onSession, log }: GatewayOptions): Gateway {
  let isDraining = false
  const admitted = new WeakMap<CallSocket, Admitted>()
  const tried = new WeakSet<Connection>()
  /** One per HTTP server. */
  const engines: Server['engine'][] = []
  const cables = new Set<Socket>()

  const io = new Server<ClientEvents, ServerEvents>({
    path: SOCKET_PATH,
    serveClient: false,
    transports: ['websocket'],
    allowRequest(request: IncomingMessage, decide) {
      const isAllowed = !isDraining && isAllowedOrigin(request.headers, settings.origins)
      if (!isAllowed && !isDraining) log.info({ origin: request.headers.origin }, 'origin refused')
      decide(isAllowed ? null : 'origin not allowed', isAllowed)
    },
    pingInterval: HEARTBEAT_MS,
    pingTimeout: HEARTBEAT_MS,
    connectTimeout: SIGN_IN_MS,
    maxHttpBufferSize: MESSAGE_BYTES,
    perMessageDeflate: false,
  })

  function watch(connection: Connection): void {
    const { socket } = connection.request
    cables.add(socket)
    socket.once('close', () => cables.delete(socket))
    guard(connection, {
      isFlood: limits.createFloodGauge(),
      onCut: (why) =>
        log.warn(why === 'flood' ? 'a socket that floods is closed' : 'a client that does not read is cut off'),
    })
  }

  async function letIn(socket: CallSocket): Promise<void> {
    if (isDraining) throw new CallError('SIGNALLING_FAILED', 'The server is closing.')
    // One connection, one login: nobody tries tokens by the hundred, and nobody is two people on one connection.
    if (tried.has(socket.conn)) {
      cutOff(socket.conn)
      throw new CallError('WRONG_STATE', 'This connection has signed in already.')
    }
    tried.add(socket.conn)
    const person = await admit(socket.handshake.auth, socket.request, settings.authenticate)
    const { userID, hello } = person
    if (!(await limits.mayLogin(userID)))
      throw new CallError('RATE_LIMITED', 'Too many logins at once. Wait a moment and try again.')
    if (!(await limits.takeSeat(userID, hello.deviceID)))
      throw new CallError('RATE_LIMITED', 'Too many devices are signed in. Sign out on one of them.')
    const leave = () => limits.leaveSeat(userID, hello.deviceID)
    if (socket.conn.readyState === 'open') socket.conn.once('close', leave)
    else leave()
    admitted.set(socket, person)
  }

  io.use((socket, next) => {
    letIn(socket).then(
      () => next(),
      (error: unknown) => {
        const { code, message, cause } = CallError.from(error)
        log[code === 'INTERNAL' ? 'error' : 'info']({ code, reason: message, err: cause }, 'a login was refused')
        next(refused(error))
        // After the answer, which socket.io sends in a moment.
        setImmediate(shut, socket.conn)
      },
    )
  })

  function sessionOf(socket: CallSocket, { userID, profile, hello }: Admitted): Session {
    const { deviceID, hasRoom, isLogin, known } = hello
    const link = createLink(socket, now)
    return { userID, deviceID, profile, hasRoom, isLogin, ...(known && { known }), link, state: 'live' }
  }

  io.on('connection', (socket) => {
    const person = admitted.get(socket)
    if (!person) return void socket.disconnect(true)
    onSession(person)
    const session = sessionOf(socket, person)
    const opened = sessions.open(session).catch((error: unknown) => {
      log.error({ err: error, userID: session.userID }, 'a session could not be opened')
      session.link.close()
      return false
    })

    socket.use(([event, ...parameters], next) => {
      if (event === 'request') return next()
      const answer: unknown = parameters.at(-1)
      if (typeof answer === 'function') answer(unknownMessage)
    })
    socket.on('request', async (message, answer) => {
      if (typeof answer !== 'function' || !(await opened)) return
      const wasLive = session.state === 'live'
      answer(await requests(session, message, socket.id))
      if (wasLive && session.state === 'signedOut') session.link.close()
    })
    socket.on('error', (error) =>
      log.info({ reason: error.message, userID: session.userID }, 'a packet could not be read'),
    )
    socket.on('disconnect', () => {
      shut(socket.conn)
      if (isDraining) return
      sessions
        .lost(session)
        .catch((error: unknown) => log.error({ err: error, userID: session.userID }, 'a loss was not noted'))
    })
  })

  return {
    attach(server) {
      io.attach(server)
      limitPieces(io.engine)
      engines.push(io.engine)
      io.engine.on('connection', watch)
    },
    drain: () => (isDraining = true),
    async close() {
      io.disconnectSockets(true)
      for (const engine of engines) engine.close()
      // Who has a dead link never answers the close.
      const closed = [...cables].map((cable) => new Promise((resolve) => cable.once('close', resolve)))
      const cutOff = () => cables.forEach((cable) => cable.destroy())
      const timer = setTimeout(cutOff, CLOSE_MS)
      await Promise.all(closed)
      clearTimeout(timer)
    },
  }
}
