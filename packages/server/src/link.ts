import type { KickReason, Reply, Snapshot, Welcome } from '@ringkit/core/protocol'
import type { Socket } from 'socket.io'
import { shut } from './guard.ts'

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

/** Makes the link of a socket. `now`: the store's clock. */
export function createLink(socket: CallSocket, now: () => number): Link {
  let seen = now()
  let waiting: Snapshot[] | undefined = []
  socket.conn.on('packet', () => (seen = now()))
  // A connection that closes has told so; of one that went dead the last packet was the last sign of life.
  socket.on('disconnect', (reason) => {
    if (reason !== 'ping timeout') seen = now()
  })

  function close(): void {
    socket.disconnect(true)
    shut(socket.conn)
  }

  function push(snapshot: Snapshot): void {
    if (waiting) waiting.push(snapshot)
    else socket.emit('snapshot', snapshot)
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
