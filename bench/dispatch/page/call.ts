import { CallEvent, noMedia, type CallEngine, type CallState, type MediaFact } from '@ringkit/core'
import { createSimulator } from '@ringkit/core/simulator'

/** One device in a call, and what makes its media layer tell something. */
export interface RunningCall {
  engine: CallEngine
  tell(fact: MediaFact): void
}

/** A real engine in a group call of so many people; only the network and the media are played. */
export async function startCall(people: number): Promise<RunningCall> {
  const [me = '', ...others] = Array.from({ length: people }, (_, index) => `person ${index + 1}`)
  const simulator = createSimulator({ people: [me, ...others] })
  const listeners = new Set<(fact: MediaFact) => void>()
  const engine = simulator.createEngine(me, {
    media: (options) => ({
      ...noMedia()(options),
      onFact(listener) {
        listeners.add(listener)
        return () => void listeners.delete(listener)
      },
    }),
  })
  await engine.login()
  for (const userID of others) {
    const other = simulator.createEngine(userID, { media: noMedia() })
    other.on(CallEvent.INVITED, () => void other.accept())
    await other.login()
  }
  await engine.call({ userIDList: others, type: 'video' })
  await until(engine, ({ members, memberIDs }) => memberIDs.every((userID) => members[userID]?.isEntered === true))
  return { engine, tell: (fact) => listeners.forEach((listener) => listener(fact)) }
}

function until({ store }: CallEngine, isSo: (state: CallState) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!isSo(store.getState())) return
      stop()
      resolve()
    }
    const stop = store.subscribe(look)
    look()
  })
}
