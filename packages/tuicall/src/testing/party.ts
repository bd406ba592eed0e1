import { createSimulator, type SimulatedPerson, type Simulator, type SimulatorOptions } from '@ringkit/core/simulator'
import { TUICallEvent } from '../constants.ts'
import { createTUICallEngine, type TUICallEngineInstance } from '../createTUICallEngine.ts'
import type { RingkitOptions } from '../parameters.ts'
import type { TUICallEventPayloads } from '../payloads.ts'

type Name = keyof typeof TUICallEvent

/** What ann's engine has told, in order. */
export interface TheirEvent {
  event: string
  payload: unknown
}

/** ann on their API; bob, carol and dave on ours. */
export interface Party {
  simulator: Simulator
  ann: TUICallEngineInstance
  /** ann's synthetic camera, microphone and network. */
  annHerself: SimulatedPerson
  bob: SimulatedPerson
  carol: SimulatedPerson
  dave: SimulatedPerson
  heard: TheirEvent[]
  names: () => string[]
  /** The newest payload of that event; fails when there is none. */
  last: <N extends Name>(name: N) => TUICallEventPayloads[(typeof TUICallEvent)[N]]
  /** Lets everything happen that is due within so many seconds. */
  pass: (seconds?: number) => Promise<void>
}

/** Everybody signed in. End it with `party.simulator.destroy()`. */
export async function createParty(
  options: Partial<SimulatorOptions> = {},
  ringkit: Partial<RingkitOptions> = {},
): Promise<Party> {
  const people = ['ann', 'bob', 'carol', 'dave'].map((userID) => ({ userID, name: userID.toUpperCase() }))
  const simulator = createSimulator({ clock: 'manual', ...options, people })
  const ann = createTUICallEngine({
    url: 'simulator',
    createEngine: ({ token }) => simulator.createEngine('ann', { token }),
    ...ringkit,
  })
  const heard: TheirEvent[] = []
  for (const event of new Set(Object.values(TUICallEvent))) {
    if (event !== TUICallEvent.USER_VOICE_VOLUME) ann.on(event, (payload) => heard.push({ event, payload }))
  }
  const [bob, carol, dave] = [simulator.person('bob'), simulator.person('carol'), simulator.person('dave')]
  await Promise.all([bob, carol, dave].map((person) => person.signIn()))
  await ann.login({ userID: 'ann', userSig: 'ann' })
  return {
    simulator,
    ann,
    annHerself: simulator.person('ann'),
    bob,
    carol,
    dave,
    heard,
    names: () => heard.map(({ event }) => event),
    last(name) {
      const found = heard.findLast(({ event }) => event === TUICallEvent[name])
      if (!found) throw new Error(`ann has not heard ${name}, but ${heard.map(({ event }) => event).join(', ')}`)
      // `on` above has put the payload of that event there.
      return found.payload as TUICallEventPayloads[(typeof TUICallEvent)[typeof name]]
    },
    pass: async (seconds = 0) => {
      await simulator.clock.advance(seconds * 1000)
    },
  }
}
