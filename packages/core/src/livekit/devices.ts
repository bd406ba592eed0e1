import type { DeviceKind, DeviceState } from '../ports/media.ts'
import { CallError } from '../protocol/errors.ts'
import type { Device } from '../protocol/events.ts'

const kindOfBrowser: Readonly<Record<DeviceKind, MediaDeviceKind>> = {
  camera: 'videoinput',
  microphone: 'audioinput',
  speaker: 'audiooutput',
}

/** What changes within that time is one change, ms. */
const togetherMs = 150

export interface DevicesHost {
  /** The device in use at this moment, if that is known. */
  inUse(kind: DeviceKind): string | undefined
  /** The one chosen for later, `''` for none. */
  chosen(kind: DeviceKind): string
  changed(devices: DeviceState): void
}

/** Lists devices, never asking for permission, and tells when one is plugged, unplugged, chosen, or gets its name. */
export class Devices {
  readonly #host: DevicesHost
  readonly #lastUsed: Record<DeviceKind, string> = { camera: '', microphone: '', speaker: '' }
  #known: string | undefined
  #newest = 0
  #latest: Promise<DeviceState> | undefined
  #isOver = false
  #due: ReturnType<typeof setTimeout> | undefined
  readonly #onDeviceChange = () => this.refreshSoon()

  constructor(host: DevicesHost) {
    this.#host = host
    mediaDevices()?.addEventListener('devicechange', this.#onDeviceChange)
    // What later listings are compared with.
    void this.refresh()
  }

  /**
   * Something may have changed: it is told a moment later, so that what belongs together, such as the microphone and the speaker
   * of one headset, or camera and microphone at the start of a call, is one change.
   */
  refreshSoon(): void {
    if (!this.#isOver) this.#due ??= setTimeout(() => void this.refresh(), togetherMs)
  }

  /** The state now; what differs from the last one known is told as well, once, however many ask at a time. */
  refresh(): Promise<DeviceState> {
    this.#forgetDue()
    this.#newest += 1
    this.#latest = this.#look(this.#newest)
    return this.#latest
  }

  /** Rejects with NO_DEVICE when `deviceID` is not there. Without permission browsers hide the ids: then any is taken. */
  async assertThere(kind: DeviceKind, deviceID: string): Promise<void> {
    const state = await this.refresh()
    const list = { camera: state.cameraList, microphone: state.microphoneList, speaker: state.speakerList }[kind]
    const areHidden = list.length > 0 && list.every((device) => device.deviceID === '')
    if (areHidden || list.some((device) => device.deviceID === deviceID && deviceID !== '')) return
    throw new CallError('NO_DEVICE', `There is no ${kind} with the ID ${JSON.stringify(deviceID)}.`)
  }

  end(): void {
    this.#isOver = true
    this.#forgetDue()
    this.#newest += 1
    this.#latest = undefined
    mediaDevices()?.removeEventListener('devicechange', this.#onDeviceChange)
  }

  #forgetDue(): void {
    clearTimeout(this.#due)
    this.#due = undefined
  }

  async #look(mine: number): Promise<DeviceState> {
    const listed = (await mediaDevices()?.enumerateDevices()) ?? []
    // A listing that is not the newest may be old: it would bring an unplugged device back.
    if (mine !== this.#newest && this.#latest) return this.#latest
    const state = deviceState(listed, (kind) => {
      this.#lastUsed[kind] = this.#host.inUse(kind) || this.#lastUsed[kind]
      return [this.#host.inUse(kind), this.#host.chosen(kind), this.#lastUsed[kind]]
    })
    const fingerprint = JSON.stringify(state)
    if (mine === this.#newest && fingerprint !== this.#known) {
      const isFirst = this.#known === undefined
      this.#known = fingerprint
      if (!isFirst) this.#host.changed(state)
    }
    return state
  }
}

/**
 * Pure: the browser's list as the port tells it. `candidates` has the ids that may be current, the likeliest first; the first
 * one that is there is.
 */
export function deviceState(
  listed: readonly Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'label'>[],
  candidates: (kind: DeviceKind) => readonly (string | undefined)[],
): DeviceState {
  const list = (kind: DeviceKind): Device[] =>
    listed
      .filter((device) => device.kind === kindOfBrowser[kind])
      .map(({ deviceId, label }) => ({ deviceID: deviceId, label }))
  const current = (kind: DeviceKind, among: readonly Device[]): string => {
    // Nothing captured tells which speaker plays: where the browser lists a default one, it is that.
    const likely = kind === 'speaker' ? [...candidates(kind), 'default'] : candidates(kind)
    return likely.find((id) => id && among.some(({ deviceID }) => deviceID === id)) ?? ''
  }
  const [cameraList, microphoneList, speakerList] = [list('camera'), list('microphone'), list('speaker')]
  return {
    cameraList,
    microphoneList,
    speakerList,
    currentCameraID: current('camera', cameraList),
    currentMicrophoneID: current('microphone', microphoneList),
    currentSpeakerID: current('speaker', speakerList),
  }
}

function mediaDevices(): MediaDevices | undefined {
  return typeof navigator === 'undefined' ? undefined : navigator.mediaDevices
}
