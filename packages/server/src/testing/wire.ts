import { createServer, connect, type AddressInfo, type Socket } from 'node:net'

/** A cable between a client and a server, to be cut, or to go dead without a word. */
export interface Wire {
  /** To be used in place of the server's address. */
  url: string
  /** Both ends see the connection close; new ones are refused until `mend()`. */
  cut(): void
  /** Nothing passes any more, either way, and nobody is told. New connections hang, too. */
  freeze(): void
  mend(): void
  close(): Promise<void>
}

export async function createWire(target: string): Promise<Wire> {
  const { port, hostname } = new URL(target)
  const sockets = new Set<Socket>()
  let state: 'whole' | 'cut' | 'frozen' = 'whole'

  const server = createServer((near) => {
    sockets.add(near)
    near.on('error', () => near.destroy())
    if (state !== 'whole') {
      if (state === 'cut') near.destroy()
      return
    }
    const far = connect(Number(port), hostname)
    sockets.add(far)
    const pass = (from: Socket, to: Socket) => {
      from.on('data', (chunk) => state !== 'frozen' && to.write(chunk))
      from.on('error', () => from.destroy())
      from.on('close', () => state !== 'frozen' && to.destroy())
    }
    pass(near, far)
    pass(far, near)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const destroyAll = () => {
    for (const socket of sockets) socket.destroy()
    sockets.clear()
  }

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut() {
      state = 'cut'
      destroyAll()
    },
    freeze: () => void (state = 'frozen'),
    mend() {
      // What was frozen is gone for good, as a connection through a network that was left.
      if (state === 'frozen') destroyAll()
      state = 'whole'
    },
    close: () =>
      new Promise((resolve) => {
        destroyAll()
        server.close(() => resolve())
      }),
  }
}
