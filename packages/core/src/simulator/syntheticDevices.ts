import type { DeviceKind, DeviceState } from '../ports/media.ts'
import { CallError } from '../protocol/errors.ts'
import type { Person } from './syntheticPerson.ts'

const kinds: readonly DeviceKind[] = ['camera', 'microphone', 'speaker']

/** Which of a person's cameras, microphones and speakers one client uses. */
export class SyntheticDevices {
  readonly #person: Person
  readonly #chosen: Record<DeviceKind, string> = { camera: '', microphone: '', speaker: '' }

  constructor(person: Person) {
    this.#person = person
    this.replaceMissing()
  }

  get cameraID(): string {
    return this.#chosen.camera
  }

  /** False when it was in use already. Throws NO_DEVICE when there is none of that id. */
  choose(kind: DeviceKind, deviceID: string): boolean {
    if (!this.#has(kind, deviceID)) throw new CallError('NO_DEVICE')
    if (this.#chosen[kind] === deviceID) return false
    this.#use(kind, deviceID)
    return true
  }

  /** A device that is gone is replaced by the first there is. */
  replaceMissing(): void {
    for (const kind of kinds) {
      if (!this.#has(kind, this.#chosen[kind])) this.#use(kind, this.#person.devices[kind][0]?.deviceID ?? '')
    }
  }

  state(): DeviceState {
    const { camera, microphone, speaker } = this.#person.devices
    return {
      cameraList: [...camera],
      microphoneList: [...microphone],
      speakerList: [...speaker],
      currentCameraID: this.#chosen.camera,
      currentMicrophoneID: this.#chosen.microphone,
      currentSpeakerID: this.#chosen.speaker,
    }
  }

  #has(kind: DeviceKind, deviceID: string): boolean {
    return this.#person.devices[kind].some((device) => device.deviceID === deviceID)
  }

  #use(kind: DeviceKind, deviceID: string): void {
    this.#chosen[kind] = deviceID
    if (kind === 'camera') this.#person.cameraID = deviceID
  }
}
