import type { IncomingMessage } from 'node:http'
import type { CallSocket } from './link.ts'

/** What waits for a client that does not read, at most, bytes; then it is cut off (faults A9). */
const QUEUE_BYTES = 1024 * 1024
/** How long a client may take to see the connection closed, ms. */
const CLOSE_MS = 1000

/** One client's connection, signed in or not. */
export type Connection = CallSocket['conn']

/** Counts what came in, and says whether it is a flood. */
export type FloodGauge = (frames: number, bytes: number) => boolean

export interface GuardOptions {
  isFlood: FloodGauge
  /** The client was cut off: it sent too much, or left too much unread. */
  onCut: (why: 'flood' | 'unread') => void
}

/** engine.io leaves the WebSocket with the request that opened it; its types do not say so. */
type Upgraded = IncomingMessage & { websocket?: { on(event: 'ping' | 'pong', listener: () => void): unknown } }

/** Nothing more is read or written; what had been received is dropped, too. */
export function cutOff(connection: Connection): void {
  connection.close(true)
  connection.request.socket.destroy()
}

/** Closes after what was sent; who does not let go is cut off after a second. */
export function shut(connection: Connection): void {
  const { socket } = connection.request
  if (connection.readyState === 'open') connection.close()
  const timer = setTimeout(() => socket.destroy(), CLOSE_MS).unref()
  socket.once('close', () => clearTimeout(timer))
}

/**
 * Watches one connection from its first byte, signed in or not. In: whatever comes is counted, well-formed or not, control
 * frames of the WebSocket as well (faults A8). Out: socket.io has no back-pressure of its own, so whatever waits is counted,
 * be it news, an answer or a heartbeat (faults A9).
 */
export function guard(connection: Connection, { isFlood, onCut }: GuardOptions): void {
  const { socket, websocket } = connection.request as Upgraded
  let queued = 0

  function cut(why: 'flood' | 'unread'): void {
    if (socket.destroyed) return
    onCut(why)
    cutOff(connection)
  }

  const count = (frames: number, bytes: number) => void (isFlood(frames, bytes) && cut('flood'))
  connection.on('packet', () => count(1, 0))
  for (const control of ['ping', 'pong'] as const) websocket?.on(control, () => count(1, 0))
  socket.on('data', (chunk: Buffer) => count(0, chunk.length))

  connection.on('flush', () => (queued = 0))
  connection.on('packetCreate', ({ data }: { data?: string | Buffer }) => {
    queued += data === undefined ? 1 : Buffer.byteLength(data)
    // What is flushed waits in the system's own socket, which counts what the client has not taken.
    if (queued + socket.writableLength > QUEUE_BYTES) cut('unread')
  })
}
