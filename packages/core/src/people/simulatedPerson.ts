import type { CallEngine } from '../engine/callEngine.ts'
import type { CallState, CallStatus } from '../engine/callState.ts'
import type { CallEvent, CallEventPayloads } from '../protocol/events.ts'
import type { SyntheticPerson } from '../simulator/syntheticPerson.ts'
import type { After, AnswerInput, Seconds } from './answers.ts'
import type { Heard, Hearing } from './heard.ts'
import { untilHeard, type Acting, type CallsOptions, type SimulatedDevice } from './simulatedDevice.ts'
import type { Waits } from './waits.ts'

/**
 * Somebody who lives in a simulator: acts on the first of their devices, hears with all of them. Everything a `SyntheticPerson`
 * can be done to (camera denied, microphone unplugged, …) holds for all devices, too.
 */
export interface SimulatedPerson extends SyntheticPerson, Acting<SimulatedPerson>, Hearing {
  readonly userID: string
  /** The engine of the first device. */
  readonly engine: CallEngine
  /** The device of that name, made when it is first asked for. Without a name: the first one. */
  device(deviceID?: string): SimulatedDevice
  /** Talks in phrases, or steadily at a loudness of 1 to 100. A muted microphone stays silent. */
  talks(volume?: number): SimulatedPerson
  /** Says nothing. */
  staysSilent(): SimulatedPerson
  /** Loses the call server and the room on all devices, for so many seconds or until `getsNetworkBack()`. */
  losesNetwork(seconds?: Seconds): SimulatedPerson
  getsNetworkBack(): SimulatedPerson
  /** Cuts the call server alone off until `restoreNetwork()`; picture and sound: `cutMedia()`. Resolves when both ends know. */
  cutNetwork(): Promise<void>
  restoreNetwork(): void
}

/** What a person needs of the simulator. */
export interface PersonParts {
  userID: string
  synthetic: SyntheticPerson
  device: (deviceID?: string) => SimulatedDevice
  heard: Heard
  waits: Waits
  after: After
  cutNetwork: () => Promise<void>
  restoreNetwork: () => void
}

/** Puts a person together. What happens to its devices is kept by the synthetic one, which keeps its own identity. */
export function createSimulatedPerson(parts: PersonParts): SimulatedPerson {
  const { userID, synthetic, device, heard, waits, after, cutNetwork, restoreNetwork } = parts
  const person: SimulatedPerson = {
    ...syntheticParts(synthetic),
    userID,
    get engine() {
      return device().engine
    },
    device,
    signIn: () => device().signIn(),
    signOut: () => device().signOut(),
    whenCalled(...answers: AnswerInput[]) {
      device().whenCalled(...answers)
      return person
    },
    calls: (userIDs, options?: CallsOptions) => device().calls(userIDs, options),
    hangsUp(seconds) {
      device().hangsUp(seconds)
      return person
    },
    after(seconds, act) {
      after(seconds, () => act(person))
      return person
    },
    talks(volume) {
      synthetic.setVolume(volume ?? null)
      return person
    },
    staysSilent() {
      synthetic.setVolume(0)
      return person
    },
    losesNetwork(seconds) {
      void cutNetwork()
      synthetic.cutMedia()
      if (seconds !== undefined) after(seconds, () => person.getsNetworkBack())
      return person
    },
    getsNetworkBack() {
      restoreNetwork()
      synthetic.restoreMedia()
      return person
    },
    cutNetwork,
    restoreNetwork,
    untilState: (is: CallStatus | ((state: CallState) => boolean), timeoutMs) => device().untilState(is, timeoutMs),
    heard: () => heard.all(),
    hasHeard: (event, part) => heard.find(event, part) !== undefined,
    untilHeard: <E extends CallEvent>(event: E, part?: Partial<CallEventPayloads[E]>, timeoutMs?: number) =>
      untilHeard({ heard, waits }, userID, { event, part, timeoutMs }),
    forget: () => heard.forget(),
  }
  return person
}

/** The methods of a synthetic person, bound to it. */
function syntheticParts(synthetic: SyntheticPerson): SyntheticPerson {
  return {
    denyCamera: () => synthetic.denyCamera(),
    allowCamera: () => synthetic.allowCamera(),
    denyMicrophone: () => synthetic.denyMicrophone(),
    allowMicrophone: () => synthetic.allowMicrophone(),
    unplugCamera: (deviceID) => synthetic.unplugCamera(deviceID),
    plugCamera: () => synthetic.plugCamera(),
    unplugMicrophone: (deviceID) => synthetic.unplugMicrophone(deviceID),
    plugMicrophone: () => synthetic.plugMicrophone(),
    endScreenShare: () => synthetic.endScreenShare(),
    setQuality: (quality) => synthetic.setQuality(quality),
    setVolume: (volume) => synthetic.setVolume(volume),
    cutMedia: () => synthetic.cutMedia(),
    restoreMedia: () => synthetic.restoreMedia(),
    loseMedia: () => synthetic.loseMedia(),
    blockAudio: () => synthetic.blockAudio(),
  }
}
