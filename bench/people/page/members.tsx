import { createCallEngine, noMedia, type CallEngine, type ConnectionHandlers, type Signalling } from '@ringkit/core'
import type { Reply, Request, Snapshot, Welcome } from '@ringkit/core/protocol'
import { answer, type Answer } from '../answer.ts'
import type { BenchPage } from './main.ts'
import { page as ringkit, show } from './ringkit.tsx'
import type { Asked } from './simulatorThread.ts'

type Told = { snapshot: Snapshot } | { id: number; reply?: unknown; error?: string }
type Question = Asked extends infer Each ? (Each extends Asked ? Omit<Each, 'id'> : never) : never

const thread = new Worker(new URL('./simulatorThread.ts', import.meta.url), { type: 'module' })
const waiting = new Map<number, Answer<unknown>>()
let asked = 0
let handlers: ConnectionHandlers | undefined
let engine: CallEngine | undefined

thread.onmessage = ({ data }: MessageEvent<Told>) => {
  if ('snapshot' in data) return handlers?.onSnapshot(data.snapshot)
  const { id, reply, error } = data
  if (error === undefined) waiting.get(id)?.resolve(reply)
  else waiting.get(id)?.reject(new Error(error))
  waiting.delete(id)
}

function ask(question: Question): Promise<unknown> {
  const given = answer<unknown>()
  asked += 1
  waiting.set(asked, given)
  thread.postMessage({ ...question, id: asked })
  return given.promise
}

/** The way to the thread, in place of a socket. */
const signalling = (): Signalling => ({
  async connect(hello, given) {
    handlers = given
    return {
      // The thread answers each question with what belongs to it.
      welcome: (await ask({ kind: 'connect', hello })) as Welcome,
      request: async <K extends Request['kind']>(request: Extract<Request, { kind: K }>) =>
        (await ask({ kind: 'request', request })) as Reply<K>,
      close: () => void (handlers = undefined),
    }
  },
})

export const page: BenchPage = {
  ...ringkit,
  async start({ url }) {
    const people = Number(url)
    await ask({ kind: 'people', count: people })
    engine = createCallEngine({ url: 'thread', token: 'ann', media: noMedia(), signalling })
    show(engine)
    await engine.login()
    const userIDList = Array.from({ length: people - 1 }, (_, index) => `member ${index + 1}`)
    await engine.call({ userIDList, type: 'video', camera: false, microphone: false })
  },
  async joinBurst(people) {
    const before = page.count()
    await ask({ kind: 'join', count: people })
    await new Promise<void>((resolve) => {
      const look = () => (page.count() >= before + people ? resolve() : void setTimeout(look, 10))
      look()
    })
  },
}
