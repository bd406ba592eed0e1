import { createSimulator, type Simulator, type SimulatorOptions } from './createSimulator.ts'
import type { SimulatedPerson } from './people/simulatedPerson.ts'
import type { Profile } from './protocol/call.ts'
import type { CallType } from './protocol/events.ts'

/**
 * Where a test begins, as the first person sees it: everybody signed in (`idle`), the second one rings them (`ringing`), they
 * ring the second one (`calling`), both talk (`connected`), the first three talk in a group call (`group`).
 */
export type TestCallState = 'idle' | 'ringing' | 'calling' | 'connected' | 'group'

/** Where a test begins. Each has a default; the rest is as in `createSimulator`. */
export interface TestCallOptions<Name extends string> extends Omit<SimulatorOptions, 'people'> {
  /** Default `connected`. */
  state?: TestCallState
  /** Default `video`. */
  type?: CallType
  /** Default ann, bob, carol and dave. The first one is whose screen is tested. */
  people?: readonly (Name | ({ userID: Name } & Profile))[]
}

/** People in a call, each under their userID. */
export type TestCall<Name extends string> = Record<Name, SimulatedPerson> & {
  simulator: Simulator
  clock: Simulator['clock']
}

const usual = [
  { userID: 'ann', name: 'Ann' },
  { userID: 'bob', name: 'Bob' },
  { userID: 'carol', name: 'Carol' },
  { userID: 'dave', name: 'Dave' },
] as const
type Usual = (typeof usual)[number]['userID']

/**
 * A simulator with a call that stands as asked, for tests of what is around it: everybody is signed in, and in a call their
 * microphones and cameras are on. The clock is `manual` unless asked otherwise; end it with `simulator.destroy()`.
 *
 * @example
 * const { simulator, clock, ann, bob } = await createTestCall({ state: 'ringing' })
 * render(<CallProvider engine={ann.engine}><CallKit /></CallProvider>)
 * await userEvent.click(screen.getByRole('button', { name: 'Decline' }))
 * await bob.untilHeard('REJECT')
 * simulator.destroy()
 * @throws Error when fewer people are named than the state needs: two, a group three.
 */
export async function createTestCall<const Name extends string = Usual>(
  options: TestCallOptions<Name> = {},
): Promise<TestCall<Name>> {
  const { state = 'connected', type = 'video', people = usual, ...rest } = options
  const simulator = createSimulator({ clock: 'manual', ...rest, people })
  const userIDs = people.map((person) => (typeof person === 'string' ? person : person.userID))
  const persons = userIDs.map((userID) => simulator.person(userID))
  try {
    await Promise.all(persons.map((person) => person.signIn()))
    await begin(persons, state, type)
  } catch (error) {
    simulator.destroy()
    throw error
  }
  await simulator.clock.advance(0)
  // Its keys are the userIDs that `people` names; when it is left out, `Name` is that of the usual ones.
  const named = Object.fromEntries(persons.map((person) => [person.userID, person])) as Record<Name, SimulatedPerson>
  return { ...named, simulator, clock: simulator.clock }
}

async function begin(persons: readonly SimulatedPerson[], state: TestCallState, type: CallType): Promise<void> {
  const needed = { idle: 1, ringing: 2, calling: 2, connected: 2, group: 3 }[state]
  const [me, ...others] = persons.slice(0, needed)
  if (!me || others.length + 1 < needed) throw new Error(`A test call that is "${state}" needs ${needed} people.`)
  const [other] = others
  if (!other) return
  if (state === 'ringing') {
    await other.calls(me.userID, { type })
    await me.untilState('ringing')
    return
  }
  await me.calls(
    others.map(({ userID }) => userID),
    { type },
  )
  await Promise.all(others.map((person) => person.untilState('ringing')))
  if (state === 'calling') return
  await Promise.all(others.map((person) => person.engine.accept()))
  await Promise.all([me, ...others].map((person) => untilAllAreSeen(person, needed, type)))
}

/** The media of everybody has joined and is heard, and seen in a video call. */
async function untilAllAreSeen(person: SimulatedPerson, count: number, type: CallType): Promise<void> {
  await person.untilState(({ members }) => {
    const there = Object.values(members)
    return (
      there.length === count &&
      there.every((member) => member.isEntered && member.audioAvailable && (type === 'audio' || member.videoAvailable))
    )
  })
}
