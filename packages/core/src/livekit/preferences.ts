import type { DeviceKind } from '../ports/media.ts'

/** What was chosen for this and later captures; it outlives rooms. */
export interface Preferences {
  /** The chosen device of each kind; `''`: the browser's choice. */
  readonly deviceIDs: Record<DeviceKind, string>
  /** The browser's own noise suppression. */
  hasNoiseSuppression: boolean
}

export function defaultPreferences(): Preferences {
  return { deviceIDs: { camera: '', microphone: '', speaker: '' }, hasNoiseSuppression: true }
}
