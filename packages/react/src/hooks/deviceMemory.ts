import type { CallEngine, CallState, Device, DeviceKind } from '@ringkit/core'

const kinds: readonly DeviceKind[] = ['camera', 'microphone', 'speaker']
const keyOf = (kind: DeviceKind): string => `ringkit.${kind}`

/** The device of a kind that was chosen last on this machine; undefined when none was, or when nothing may be stored here. */
export function rememberedDevice(kind: DeviceKind): string | undefined {
  try {
    return localStorage.getItem(keyOf(kind)) || undefined
  } catch {
    // No storage: a server, a sandboxed frame, or a browser that was told to keep nothing. Then each visit starts anew.
    return undefined
  }
}

/** Keeps a choice for the next visit, where the browser lets a page keep something. */
export function rememberDevice(kind: DeviceKind, deviceID: string): void {
  try {
    localStorage.setItem(keyOf(kind), deviceID)
  } catch {
    // Blocked or full: the choice holds for this visit all the same.
  }
}

/** What is still to be taken up in an engine, and the first listing, which whoever is about to capture waits for. */
interface Restoring {
  readonly pending: Map<DeviceKind, string>
  first: Promise<void> | undefined
}

const known = new WeakMap<CallEngine, Restoring>()

function restoringOf(engine: CallEngine): Restoring {
  const restoring = known.get(engine) ?? { pending: remembered(), first: undefined }
  known.set(engine, restoring)
  return restoring
}

function remembered(): Map<DeviceKind, string> {
  return new Map(kinds.flatMap((kind) => [[kind, rememberedDevice(kind) ?? ''] as const]).filter(([, id]) => id !== ''))
}

/**
 * Takes the remembered devices up in this engine, once each. A device that is gone is left alone until it is there.
 *
 * @returns settles when what is there is in use, and never rejects; undefined when there is nothing to wait for.
 */
export function restoreDevices(engine: CallEngine): Promise<void> | undefined {
  const restoring = restoringOf(engine)
  if (restoring.pending.size === 0) return undefined
  // A machine that cannot list its devices will say so where somebody chooses one.
  restoring.first ??= engine.getDevices().then(
    (devices) => takeUp(engine, devices),
    () => {},
  )
  return restoring.first
}

/** Takes up what `devices` has of it. Where the browser hides the ids before it has permission, the id is trusted. */
export async function takeUp(engine: CallEngine, devices: CallState['devices']): Promise<void> {
  const { pending } = restoringOf(engine)
  const lists: Record<DeviceKind, readonly Device[]> = {
    camera: devices.cameraList,
    microphone: devices.microphoneList,
    speaker: devices.speakerList,
  }
  const current = {
    camera: devices.currentCameraID,
    microphone: devices.currentMicrophoneID,
    speaker: devices.currentSpeakerID,
  }
  const found = [...pending].filter(([kind, id]) => isThere(lists[kind], id))
  for (const [kind] of found) pending.delete(kind)
  const moves = found.filter(([kind, id]) => current[kind] !== id)
  // Unplugged in this very moment: the one in use stays.
  await Promise.all(moves.map(([kind, id]) => engine.switchDevice(kind, id).catch(() => {})))
}

function isThere(list: readonly Device[], deviceID: string): boolean {
  const areHidden = list.length > 0 && list.every((device) => device.deviceID === '')
  return areHidden || list.some((device) => device.deviceID === deviceID)
}

/** A choice was made by hand: what was remembered of before is not taken up any more. */
export function forgetPending(engine: CallEngine, kind: DeviceKind): void {
  restoringOf(engine).pending.delete(kind)
}
