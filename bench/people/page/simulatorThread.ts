/** The simulator's call service in a thread of its own, as a server would be: the page has one device, and hears of the others. */
import type { Hello, Request } from '@ringkit/core/protocol'
import type { Connection } from '@ringkit/core'
import { createMemoryService } from '../../../packages/core/src/simulator/memorySignalling.ts'
import { systemClock } from '../../../packages/core/src/ports/clock.ts'

/** What the page asks. */
export type Asked =
  | { id: number; kind: 'people'; count: number }
  | { id: number; kind: 'connect'; hello: Hello }
  | { id: number; kind: 'request'; request: Request }
  | { id: number; kind: 'join'; count: number }

let userIDs: string[] = []
let service: ReturnType<typeof createMemoryService> | undefined
let connection: Connection | undefined
let callID = ''
let joined = 0

function open(count: number): void {
  userIDs = Array.from({ length: count - 1 }, (_, index) => `member ${index + 1}`)
  service = createMemoryService({
    people: new Map([['ann', { name: 'Ann' }], ...userIDs.map((userID) => [userID, { name: userID }] as const)]),
    ringSeconds: 600,
    graceMs: 10_000,
    maxMembers: count,
    sessions: 'multiple',
    clock: systemClock,
    newID: () => crypto.randomUUID(),
    isBusy: () => false,
    onBusy: () => undefined,
  })
}

function signalling() {
  if (!service) throw new Error('nobody lives here')
  return service.signalling()
}

/** Somebody accepts and enters, and is heard of no more. */
async function joins(userID: string): Promise<void> {
  const nothing = () => undefined
  const hello = {
    protocol: 1,
    token: userID,
    deviceID: userID.replace(' ', '-'),
    hasRoom: false,
    isLogin: true,
  } as const
  const silent = { onSnapshot: nothing, onKicked: nothing, onLost: nothing }
  const mine = await signalling().connect(hello, silent, 10_000, 10_000)
  for (const kind of ['accept', 'enter'] as const) {
    const reply = await mine.request<'command'>(
      { kind: 'command', id: crypto.randomUUID(), command: { kind, callID } },
      10_000,
    )
    if (!reply.ok) throw new Error(`${userID}: ${reply.error.message}`)
  }
  mine.close()
}

async function answer(asked: Asked): Promise<unknown> {
  switch (asked.kind) {
    case 'people':
      return open(asked.count)
    case 'connect':
      connection = await signalling().connect(
        asked.hello,
        {
          onSnapshot(snapshot) {
            callID = snapshot.callID
            postMessage({ snapshot })
          },
          onKicked: () => undefined,
          onLost: () => undefined,
        },
        10_000,
        10_000,
      )
      return connection.welcome
    case 'request': {
      const reply = await connection?.request(asked.request, 10_000)
      if (reply?.ok && 'snapshot' in reply) callID = reply.snapshot.callID
      return reply
    }
    case 'join':
      for (const userID of userIDs.slice(joined, joined + asked.count)) await joins(userID)
      joined += asked.count
      return undefined
  }
}

addEventListener('message', ({ data }: MessageEvent<Asked>) => {
  answer(data).then(
    (reply) => postMessage({ id: data.id, reply }),
    (error: unknown) => postMessage({ id: data.id, error: String(error) }),
  )
})
