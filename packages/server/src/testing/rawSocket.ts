import { WebSocket } from 'ws'

/** A WebSocket to the call server without any client of ours: what anybody could send. */
export interface RawSocket {
  /** engine.io's open packet, or the HTTP status of the refusal. */
  opened: Promise<'open' | number>
  /** Sends a packet as it is. */
  send(packet: string | Buffer): void
  /** Signs in as somebody; resolves with the answer: `40…` or `44…`. */
  signIn(hello: object | undefined): Promise<string>
  /** Sends an event with an acknowledgement; resolves with the arguments of the answer. */
  ask(...event: unknown[]): Promise<unknown[]>
  /** Resolves with the milliseconds since the opening once the server has closed it. */
  closed: Promise<number>
  socket: WebSocket
}

export const hello = { protocol: 1, token: 'raw', deviceID: 'raw-1', hasRoom: false, isLogin: true }

export function rawSocket(url: string, headers: Record<string, string> = {}): RawSocket {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ringkit/?EIO=4&transport=websocket`, { headers })
  const begun = performance.now()
  const heard: ((packet: string) => void)[] = []
  socket.on('error', () => undefined)
  socket.on('message', (data: Buffer) => {
    const packet = data.toString('utf8')
    if (packet === '2') socket.send('3')
    for (const listener of heard) listener(packet)
  })
  const packet = (is: (text: string) => boolean) =>
    new Promise<string>((resolve) => heard.push((text) => is(text) && resolve(text)))
  let acks = 0

  return {
    socket,
    opened: new Promise((resolve) => {
      void packet((text) => text.startsWith('0')).then(() => resolve('open'))
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
    }),
    send: (data) => socket.send(data),
    signIn(auth) {
      const answer = packet((text) => text.startsWith('40') || text.startsWith('44'))
      socket.send(`40${auth === undefined ? '' : JSON.stringify(auth)}`)
      return answer
    },
    async ask(...event) {
      const id = (acks += 1)
      const answer = packet((text) => text.startsWith(`43${id}[`))
      socket.send(`42${id}${JSON.stringify(event)}`)
      // An acknowledgement is an array by socket.io's protocol.
      return JSON.parse((await answer).slice(2 + String(id).length)) as unknown[]
    },
    closed: new Promise((resolve) => socket.on('close', () => resolve(performance.now() - begun))),
  }
}
