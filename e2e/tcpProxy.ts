import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A wire to a server that can be cut, and mended, and that can go silent. */
export interface TCPProxy {
  /** `http://127.0.0.1:port`, in place of the server's. */
  url: string
  /** Every connection breaks and no new one comes about, until `mend()`. */
  cut(): void
  /** Nothing arrives any more, and nobody is told: packets dropped without a word. Until `mend()`. */
  freeze(): void
  /** What the server says is kept back until `mend()`; what it is told still reaches it. */
  hold(): void
  mend(): void
  close(): Promise<void>
}

/** Puts a wire in front of a server, given by its address. */
export async function startTCPProxy(target: string): Promise<TCPProxy> {
  const { hostname, port } = new URL(target)
  let state: 'whole' | 'cut' | 'frozen' | 'held' = 'whole'
  const sockets = new Set<Socket>()
  let kept: (() => void)[] = []

  function carry(socket: Socket, other: Socket, isFromServer: boolean): void {
    sockets.add(socket)
    socket.on('data', (data) => {
      if (state === 'frozen') return
      if (state === 'held' && isFromServer) kept.push(() => other.write(data))
      else other.write(data)
    })
    // What broke the one end breaks the other, as on a real wire.
    socket.on('error', () => other.destroy())
    socket.on('close', () => {
      sockets.delete(socket)
      if (state !== 'frozen') other.destroy()
    })
  }

  const server = createServer((near) => {
    if (state === 'cut') return void near.destroy()
    const far = connect(Number(port), hostname)
    carry(near, far, false)
    carry(far, near, true)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const breakAll = () => sockets.forEach((socket) => socket.destroy())
  // Listening on a port, not on a pipe.
  const address = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${address.port}`,
    cut() {
      state = 'cut'
      breakAll()
    },
    freeze: () => void (state = 'frozen'),
    hold: () => void (state = 'held'),
    mend() {
      for (const deliver of kept) deliver()
      kept = []
      // What was swallowed is missing in every stream: none of them can go on.
      if (state === 'frozen') breakAll()
      state = 'whole'
    },
    close() {
      breakAll()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
