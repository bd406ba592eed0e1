import { WebSocket } from 'ws'

/** What the call server or the relay tells without being asked. */
export type Listener = (event: string, message: unknown) => void

/**
 * A signed-in device: socket.io's own wire on a bare WebSocket, so that the clients take as little as possible of the machine
 * they share with what is measured.
 */
export interface Device {
  userID: string
  /** Resolves with the answer. */
  ask(request: object): Promise<unknown>
  /** Hears what is pushed from now on, in place of the one before. */
  onEvent(listener: Listener): void
  isOpen(): boolean
  close(): Promise<void>
}

/** Connects and signs in; resolves with the greeting. @throws Error when it is refused */
export function openDevice(url: string, userID: string, hasRoom: boolean): Promise<Device> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/ringkit/?EIO=4&transport=websocket`, {
      perMessageDeflate: false,
    })
    const answers = new Map<string, (answer: unknown) => void>()
    let listener: Listener = () => undefined
    let asked = 0
    const closed = new Promise<void>((end) => socket.once('close', () => end()))
    socket.once('error', reject)
    void closed.then(() => reject(new Error(`${userID}: the connection was closed`)))

    const device: Device = {
      userID,
      ask: (request) =>
        new Promise((answer) => {
          const id = String((asked += 1))
          answers.set(id, answer)
          socket.send(`42${id}${JSON.stringify(['request', request])}`)
        }),
      onEvent: (next) => (listener = next),
      isOpen: () => socket.readyState === WebSocket.OPEN,
      close: () => {
        socket.close()
        return closed
      },
    }

    socket.on('message', (data: Buffer) => {
      const packet = data.toString('utf8')
      if (packet === '2') return socket.send('3')
      if (packet.startsWith('0')) {
        const hello = { protocol: 1, token: userID, deviceID: `${userID}-1`, hasRoom, isLogin: true }
        return socket.send(`40${JSON.stringify(hello)}`)
      }
      if (packet.startsWith('44')) return reject(new Error(`${userID}: ${packet}`))
      const [, kind, id = '', json] = /^4([23])(\d*)(\[.*)$/s.exec(packet) ?? []
      if (json === undefined) return undefined
      // socket.io's packets are arrays.
      const body = JSON.parse(json) as [unknown, unknown]
      if (kind === '3') {
        answers.get(id)?.(body[0])
        answers.delete(id)
      } else if (body[0] === 'welcome') resolve(device)
      else listener(String(body[0]), body[1])
      return undefined
    })
  })
}
