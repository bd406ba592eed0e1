import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createHash } from 'node:crypto'
import { AccessToken } from 'livekit-server-sdk'
import type { LiveKitAccess } from '../options.ts'

/** One request that came to LiveKit's room service. */
export interface RoomRequest {
  method: string
  body: {
    name?: string
    room?: string
    identity?: string
    permission?: { canPublishSources?: string[] }
    names?: string[]
    metadata?: string
  }
}

/** LiveKit's room service as far as the call server asks it: answers, and remembers. Media needs the real one. */
export interface FakeLiveKit {
  access: LiveKitAccess
  requests: RoomRequest[]
  /** Puts somebody into a room, with what they may send; without a word to the call server. */
  enter(room: string, identity: string, sources?: readonly string[]): void
  leave(room: string, identity: string): void
  /** Every room there is, with its metadata. Tests may add and take away. */
  rooms: Map<string, string>
  isDown: boolean
  /** Resolves with the first request that fits, past or future. */
  until(is: (request: RoomRequest) => boolean): Promise<RoomRequest>
  /** The headers of a webhook, signed as LiveKit signs them. */
  sign(body: string, secret?: string): Promise<Record<string, string>>
  close(): Promise<void>
}

const everySource = ['MICROPHONE', 'SCREEN_SHARE', 'SCREEN_SHARE_AUDIO', 'CAMERA']
const keys = { apiKey: 'devkey', apiSecret: 'secret' }

export async function startFakeLiveKit(): Promise<FakeLiveKit> {
  const requests: RoomRequest[] = []
  /** By room, identities with what they may send. */
  const inRoom = new Map<string, Map<string, readonly string[]>>()
  const rooms = new Map<string, string>()
  const waiting = new Set<(request: RoomRequest) => void>()
  const state = { isDown: false }

  const listRooms = (names?: string[]) =>
    [...rooms].filter(([name]) => names?.includes(name) ?? true).map(([name, metadata]) => ({ name, metadata }))

  function listParticipants(room: string): object[] {
    const participants = [...(inRoom.get(room) ?? [])]
    return participants.map(([identity, canPublishSources]) => ({ identity, permission: { canPublishSources } }))
  }

  function answer({ method, body }: RoomRequest): object | undefined {
    const { name = '', room = '', identity = '', names, metadata = '', permission } = body
    if (method === 'CreateRoom') rooms.set(name, rooms.get(name) ?? metadata)
    else if (method === 'DeleteRoom') return rooms.delete(room) ? {} : undefined
    else if (method === 'ListRooms') return { rooms: listRooms(names) }
    else if (method === 'ListParticipants') return { participants: listParticipants(room) }
    else if (method === 'RemoveParticipant') return inRoom.get(room)?.delete(identity) ? {} : undefined
    else if (method === 'UpdateParticipant' && inRoom.get(room)?.has(identity))
      inRoom.get(room)?.set(identity, permission?.canPublishSources ?? [])
    return {}
  }

  const server = createServer((request, response) => {
    let text = ''
    request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
    request.on('end', () => {
      if (state.isDown) return void request.socket.destroy()
      const method = request.url?.split('/').at(-1) ?? ''
      const seen: RoomRequest = { method, body: JSON.parse(text) as RoomRequest['body'] }
      requests.push(seen)
      for (const listener of waiting) listener(seen)
      const result = answer(seen)
      response.writeHead(result ? 200 : 404, { 'content-type': 'application/json' })
      response.end(JSON.stringify(result ?? { code: 'not_found', msg: 'not found' }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  return {
    access: { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, ...keys },
    requests,
    rooms,
    enter(room, identity, sources = everySource) {
      inRoom.set(room, (inRoom.get(room) ?? new Map<string, readonly string[]>()).set(identity, sources))
    },
    leave: (room, identity) => void inRoom.get(room)?.delete(identity),
    get isDown() {
      return state.isDown
    },
    set isDown(isDown) {
      state.isDown = isDown
    },
    until: (is) =>
      new Promise((resolve) => {
        const past = requests.find(is)
        if (past) return resolve(past)
        const listener = (request: RoomRequest) => {
          if (!is(request)) return
          waiting.delete(listener)
          resolve(request)
        }
        waiting.add(listener)
      }),
    async sign(body, secret = keys.apiSecret) {
      const token = new AccessToken(keys.apiKey, secret, { ttl: 300 })
      token.sha256 = createHash('sha256').update(body).digest('base64')
      return { authorization: await token.toJwt(), 'content-type': 'application/webhook+json' }
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
