import { createEngineOn } from './createCallEngine.ts'
import { createCalling } from './engine/calling.ts'
import type { CallEngine, CallEngineOptions } from './engine/callEngine.ts'
import { provideCheck } from './engine/checkedCommand.ts'
import { wellFormed } from './engine/wellFormed.ts'
import type { After, Seconds } from './people/answers.ts'
import { Heard } from './people/heard.ts'
import { Device, type SimulatedDevice } from './people/simulatedDevice.ts'
import { createSimulatedPerson, type SimulatedPerson } from './people/simulatedPerson.ts'
import { Waits } from './people/waits.ts'
import type { Profile } from './protocol/call.ts'
import { chance, chanceID, seedOf } from './simulator/chance.ts'
import { createMemoryService } from './simulator/memorySignalling.ts'
import { createSimulatorClock, type ClockMode, type SimulatorClock } from './simulator/simulatorClock.ts'
import { createSyntheticStage } from './simulator/syntheticMedia.ts'
import type { SyntheticScript } from './simulator/syntheticPerson.ts'

/** What a simulator is made of. Only `people` is needed. */
export interface SimulatorOptions {
  /** Who can sign in, by userID alone or with a name and picture. More may come by `addPerson`. */
  people: readonly (string | ({ userID: string } & Profile))[]
  /** How long it rings, seconds. Default 30. */
  ringTimeout?: number
  /** How long a lost connection may take to come back, seconds. Default 10. */
  reconnectGrace?: number
  /** Most people in a call at a time, ringing ones included. Default 100. */
  maxMembers?: number
  /** Default `multiple`; with `single` a later login displaces the earlier one (contract, Rules). */
  sessions?: 'multiple' | 'single'
  /** Does time run by itself (default `real`), or by `simulator.clock.advance` alone? */
  clock?: ClockMode
  /** When the simulator's time starts, epoch ms. Default: now. */
  startsAt?: number
  /** The same number: the same voices, colours, call ids and chances in every run. Default 1. */
  seed?: number
}

/** Options of an engine in a simulator. */
export interface SimulatedEngineOptions extends Partial<CallEngineOptions> {
  /** How the person looks and sounds. */
  script?: SyntheticScript
  /** Plays a generated murmur for everybody this device hears, in a page. Default: silent; levels there are always. */
  isAudible?: boolean
}

/** A call server and its people, in this page or process. */
export interface Simulator {
  /** The time everything here goes by. */
  readonly clock: SimulatorClock
  /** An engine of that person, on a device of its own: the real engine on the real call model, with synthetic media. */
  createEngine(userID: string, options?: SimulatedEngineOptions): CallEngine
  /** What somebody does, what happens to their network and devices, and what they have heard. */
  person(userID: string): SimulatedPerson
  /** Somebody more who can sign in, or another name for somebody. */
  addPerson(userID: string, profile?: Profile): SimulatedPerson
  /** A number in [0, 1), another at each call; the same row for the same seed. */
  chance(): number
  /** As the server's `kick`: KICKED_OUT `removed` at all the user's devices, whose call is left. */
  kick(userID: string): Promise<void>
  /** As the server's `endCall`: over for all. */
  endCall(callID: string): Promise<void>
  /** As the server's `removeMember`: out of the call, still signed in. */
  removeMember(callID: string, userID: string): Promise<void>
  /** Ends every engine and timer. */
  destroy(): void
}

interface Inhabitant {
  person: SimulatedPerson
  devices: Map<string, Device>
  heard: Heard
}

/**
 * A call server and its people in this page or process: only the two edges are simulated, the network and the media.
 *
 * @example
 * const simulator = createSimulator({ people: ['ann', 'bob'], clock: 'manual' })
 * simulator.person('bob').whenCalled({ does: 'accept', after: 2 })
 * await simulator.person('ann').calls('bob')
 * await simulator.clock.advance(2_000)
 * simulator.person('ann').hasHeard('CALL_BEGIN') // true
 */
export function createSimulator(options: SimulatorOptions): Simulator {
  // Whole from the start, as its engines are: nothing is fetched while the clock is turned by hand.
  provideCheck(wellFormed)
  const { people, ringTimeout = 30, reconnectGrace = 10, maxMembers = 100, sessions = 'multiple', seed = 1 } = options
  const profiles = new Map(people.map(toEntry))
  const clock = createSimulatorClock(options.clock ?? 'real', options.startsAt)
  const stage = createSyntheticStage({ clock, seed })
  const waits = new Waits()
  const inhabitants = new Map<string, Inhabitant>()
  const engines: CallEngine[] = []
  const nextChance = chance(seed)

  const devicesOf = (userID: string) => [...(inhabitants.get(userID)?.devices.values() ?? [])]
  const service = createMemoryService({
    people: profiles,
    ringSeconds: ringTimeout,
    graceMs: reconnectGrace * 1000,
    maxMembers,
    sessions,
    clock,
    newID: chanceID(chance(seedOf('call ids', seed))),
    isBusy: (userID) => devicesOf(userID).some(({ answers }) => answers.isBusy),
    onBusy: (userID) => devicesOf(userID).forEach(({ answers }) => answers.wasBusy()),
  })

  const after: After = (seconds, act) => void clock.setTimeout(act, 1000 * drawn(seconds, nextChance))

  function createEngine(userID: string, options: SimulatedEngineOptions = {}): CallEngine {
    const { script, isAudible = false, ...engineOptions } = options
    const name = profiles.get(userID)?.name
    // Several engines share one page: each is a device of its own.
    const deviceID = engineOptions.deviceID ?? `simulated-${engines.length + 1}`
    const simulated = {
      url: 'simulator',
      token: userID,
      signalling: service.signalling,
      media: stage.media(userID, { ...(name !== undefined && { name }), ...script, isAudible }),
      ...engineOptions,
      deviceID,
    }
    const engine = createEngineOn(clock, simulated, createCalling)
    engines.push(engine)
    const { devices, heard } = inhabitant(userID)
    const [cut, restore] = [() => void service.cut(userID, deviceID), () => service.restore(userID, deviceID)]
    devices.set(deviceID, new Device({ engine, userID, deviceID, heard, waits, after, cut, restore }))
    return engine
  }

  function device(userID: string, deviceID?: string): SimulatedDevice {
    const { devices } = inhabitant(userID)
    const find = () => (deviceID === undefined ? devices.values().next().value : devices.get(deviceID))
    if (!find()) createEngine(userID, deviceID === undefined ? {} : { deviceID })
    const found = find()
    if (!found) throw new Error(`"${userID}" has no device.`)
    return found
  }

  function inhabitant(userID: string): Inhabitant {
    const known = inhabitants.get(userID)
    if (known) return known
    const heard = new Heard(clock)
    const person = createSimulatedPerson({
      userID,
      synthetic: stage.person(userID),
      device: (deviceID) => device(userID, deviceID),
      heard,
      waits,
      after,
      cutNetwork: () => service.cut(userID),
      restoreNetwork: () => service.restore(userID),
    })
    const added: Inhabitant = { person, devices: new Map(), heard }
    inhabitants.set(userID, added)
    return added
  }

  return {
    clock,
    createEngine,
    person: (userID) => inhabitant(userID).person,
    addPerson(userID, profile = {}) {
      profiles.set(userID, profile)
      return inhabitant(userID).person
    },
    chance: nextChance,
    kick: (userID) => service.kick(userID),
    async endCall(callID) {
      await service.apply(callID, { kind: 'end', reason: 'removed' })
    },
    async removeMember(callID, userID) {
      await service.apply(callID, { kind: 'remove', userID })
    },
    destroy() {
      stage.destroy()
      for (const engine of engines) engine.destroy()
      service.destroy()
      waits.destroy()
      clock.destroy()
    },
  }
}

function toEntry(person: SimulatorOptions['people'][number]): [string, Profile] {
  if (typeof person === 'string') return [person, {}]
  const { userID, ...profile } = person
  return [userID, profile]
}

function drawn(seconds: Seconds, next: () => number): number {
  if (typeof seconds === 'number') return seconds
  const [least, most] = seconds
  return least + next() * (most - least)
}
