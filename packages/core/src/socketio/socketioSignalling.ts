import { io, type Socket } from 'socket.io-client'
import type { Connection, ConnectionHandlers, Signalling, SignallingFactory } from '../ports/signalling.ts'
import { CallError, isCallErrorCode } from '../protocol/errors.ts'
import type { Hello, KickReason, Reply, Request, Welcome } from '../protocol/messages.ts'
import type { Snapshot } from '../protocol/snapshot.ts'

interface ServerEvents {
  welcome: (welcome: Welcome) => void
  snapshot: (snapshot: Snapshot) => void
  kicked: (reason: KickReason) => void
}
interface ClientEvents {
  request: (request: Request, answer: (reply: Reply) => void) => void
}
type CallSocket = Socket<ServerEvents, ClientEvents>

/** Where the call server takes connections, below its address. */
const SOCKET_PATH = '/ringkit'

/** Origin and path of the server's address: a path prefix belongs to a proxy, it is no socket.io namespace. */
function placeOf(url: string): { origin: string; path: string } {
  if (!URL.canParse(url)) throw new CallError('BAD_PARAMETER', `url must be the call server's address, not "${url}".`)
  const { origin, pathname } = new URL(url)
  return { origin, path: `${pathname.replace(/\/+$/, '')}${SOCKET_PATH}` }
}

/** The server's refusal, or that there is no way to it. */
function refusalOf(error: Error): CallError {
  const data: unknown = 'data' in error ? error.data : undefined
  if (typeof data === 'object' && data !== null && 'code' in data && isCallErrorCode(data.code)) {
    const message = 'message' in data && typeof data.message === 'string' ? data.message : undefined
    return new CallError(data.code, message)
  }
  return new CallError('SIGNALLING_FAILED', undefined, { cause: error })
}

const lost = () => new CallError('SIGNALLING_FAILED', 'The connection to the call server was lost.')

/** The requests under way on one socket. */
function createRequests(socket: CallSocket) {
  const failures = new Set<(error: CallError) => void>()
  let isOver = false

  function request<K extends Request['kind']>(
    message: Extract<Request, { kind: K }>,
    timeoutMs: number,
  ): Promise<Reply<K>> {
    return new Promise((resolve, reject) => {
      if (isOver) return reject(lost())
      const settle = (then: () => void) => {
        clearTimeout(timer)
        failures.delete(fail)
        then()
      }
      const fail = (error: CallError) => settle(() => reject(error))
      const timer = setTimeout(() => fail(new CallError('TIMEOUT')), timeoutMs)
      failures.add(fail)
      // The server answers each kind of request with the reply of that kind.
      socket.emit('request', message, (reply) => settle(() => resolve(reply as Reply<K>)))
    })
  }

  function failAll(): void {
    isOver = true
    for (const fail of failures) fail(lost())
  }

  return { request, failAll }
}

/** One attempt: from opening the socket to the welcome, and on to the end of the connection. */
function attempt(
  socket: CallSocket,
  handlers: ConnectionHandlers,
  timeoutMs: number,
  signInMs: number,
): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const { request, failAll } = createRequests(socket)
    let isWelcome = false
    const begun = performance.now()
    const isLate = () => giveUp(new CallError('SIGNALLING_FAILED'))
    let timer = setTimeout(isLate, timeoutMs)

    /** The server lives: a login begun anew would come no sooner, and give it more to do. */
    function reached(): void {
      clearTimeout(timer)
      timer = setTimeout(isLate, begun + signInMs - performance.now())
    }

    /** No handler runs after this. */
    function close(): void {
      clearTimeout(timer)
      socket.io.off('open', reached)
      socket.off()
      socket.disconnect()
      failAll()
    }
    function giveUp(error: CallError): void {
      close()
      reject(error)
    }

    socket.io.once('open', reached)
    socket.on('connect_error', (error) => giveUp(refusalOf(error)))
    socket.on('welcome', (welcome) => {
      clearTimeout(timer)
      isWelcome = true
      resolve({ welcome, request, close })
    })
    socket.on('snapshot', (snapshot) => handlers.onSnapshot(snapshot))
    socket.on('kicked', (reason) => {
      close()
      handlers.onKicked(reason)
      // Without effect once welcomed: a promise settles once.
      reject(new CallError('NOT_ALLOWED', 'This session was ended by the server. Sign in again.'))
    })
    socket.on('disconnect', () => {
      if (!isWelcome) return giveUp(lost())
      close()
      handlers.onLost()
    })
    socket.connect()
  })
}

/**
 * The way to a call server over socket.io, WebSocket only. A device that was displaced while it was away hears `onKicked`,
 * and its `connect` rejects with NOT_ALLOWED.
 */
export const socketioSignalling: SignallingFactory = ({ url }): Signalling => {
  const { origin, path } = placeOf(url)
  return {
    async connect(hello: Hello, handlers, timeoutMs, signInMs) {
      const socket: CallSocket = io(origin, {
        path,
        auth: { ...hello },
        transports: ['websocket'],
        forceNew: true,
        autoConnect: false,
        // The engine's session decides when to try again.
        reconnection: false,
        timeout: timeoutMs,
      })
      return attempt(socket, handlers, timeoutMs, signInMs)
    },
  }
}
