import type { KickReason, Reply, Snapshot, Welcome } from '@ringkit/core/protocol'
import type { Socket } from 'socket.io'

/** What the server tells a client. */
export interface ServerEvents {
  welcome: (welcome: Welcome) => void
  snapshot: (snapshot: Snapshot) => void
  kicked: (reason: KickReason) => void
}

/** What a client asks. Checked by schema before anything is done with it. */
export interface ClientEvents {
  request: (message: unknown, answer?: (reply: Reply) => void) => void
}

export type CallSocket = Socket<ClientEvents, ServerEvents>

/** What waits for a client that does not read, at most, bytes; then it is disconnected (faults A9). */
const QUEUE_BYTES = 1024 * 1024
/** How long a client may take to see the connection closed, ms. */
const CLOSE_MS = 1000

/** One client's connection as the sessions see it. */
export interface Link {
  /** When anything last came from the client, epoch ms. */
  lastSeen(): number
  isOpen(): boolean
  /** Greets the client; what was pushed before follows at once. */
  welcome(welcome: Welcome): void
  /** Told in the order of the calls. Waits until the client has been greeted. */
  push(snapshot: Snapshot): void
  /** Tells why the session is over for good, and closes. */
  kick(reason: KickReason): void
  /** Closes after what was sent; a client that does not read is cut off after a second. */
  close(): void
}

/** Counts what is on its way: since the last flush, and in the flush before. socket.io has no back-pressure of its own. */
function createQueueGauge(socket: CallSocket) {
  let inFlight = 0
  let queued = 0
  socket.conn.on('flush', () => {
    inFlight = queued
    queued = 0
  })
  return (bytes: number) => {
    queued += bytes
    return inFlight + queued > QUEUE_BYTES
  }
}

/** Makes the link of a socket. `now`: the store's clock; `onOverflow`: the client does not read and is cut off. */
export function createLink(socket: CallSocket, now: () => number, onOverflow: () => void): Link {
  let seen = now()
  let waiting: Snapshot[] | undefined = []
  const isTooMuch = createQueueGauge(socket)
  socket.conn.on('packet', () => (seen = now()))
  // A connection that closes has told so; of one that went dead the last packet was the last sign of life.
  socket.on('disconnect', (reason) => {
    if (reason !== 'ping timeout') seen = now()
  })

  /** Nothing more is read or written. */
  const cutOff = () => socket.request.socket.destroy()

  function close(): void {
    socket.disconnect(true)
    const timer = setTimeout(cutOff, CLOSE_MS).unref()
    socket.request.socket.once('close', () => clearTimeout(timer))
  }

  function push(snapshot: Snapshot): void {
    if (waiting) waiting.push(snapshot)
    else if (!isTooMuch(JSON.stringify(snapshot).length)) socket.emit('snapshot', snapshot)
    else if (socket.connected) {
      onOverflow()
      cutOff()
    }
  }

  return {
    lastSeen: () => seen,
    isOpen: () => socket.connected,
    welcome(welcome) {
      socket.emit('welcome', welcome)
      const late = waiting ?? []
      waiting = undefined
      for (const snapshot of late) push(snapshot)
    },
    push,
    kick(reason) {
      socket.emit('kicked', reason)
      close()
    },
    close,
  }
}
