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
  /** No new connection comes about until `mend()`; those there are go on. */
  strand(): void
  mend(): void
  close(): Promise<void>
}

/**
 * Puts a wire in front of a server, given by its address; or of several, with a function that is asked for one of them at each
 * connection, as a load balancer decides: undefined refuses it.
 */
export async function startTCPProxy(target: string | (() => Promise<string | undefined>)): Promise<TCPProxy> {
  let state: 'whole' | 'cut' | 'frozen' | 'held' | 'stranded' = 'whole'
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

  function join(near: Socket, url: string): void {
    const { hostname, port } = new URL(url)
    const far = connect(Number(port), hostname)
    carry(near, far, false)
    carry(far, near, true)
  }

  const server = createServer(async (near) => {
    if (state === 'cut' || state === 'stranded') return void near.destroy()
    if (typeof target === 'string') return join(near, target)
    sockets.add(near)
    near.on('error', () => near.destroy()).on('close', () => sockets.delete(near))
    const url = await target()
    // Cut while the choice was made.
    if (url === undefined || near.destroyed) near.destroy()
    else join(near, url)
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
    strand: () => void (state = 'stranded'),
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
