import type { Wanted } from './callState.ts'
import { newID } from './newID.ts'

const DEVICE_KEY = 'ringkit:deviceID'
const TRACKS_KEY = 'ringkit:tracks'

/** sessionStorage, or undefined in Node and where the browser forbids it. */
function storage(): Storage | undefined {
  try {
    return globalThis.sessionStorage
  } catch {
    return undefined
  }
}

function write(key: string, value: string): void {
  try {
    storage()?.setItem(key, value)
  } catch {
    // Full or forbidden: a reload then begins as a new device, which is what a browser without storage gets.
  }
}

/**
 * Holds a lock for as long as this document lives. False when another living document holds it: a duplicated tab copies
 * sessionStorage, and must be another device.
 */
async function isOurs(deviceID: string): Promise<boolean> {
  const locks = globalThis.navigator?.locks
  if (!locks) return true
  return new Promise((resolve) => {
    void locks.request(`ringkit:${deviceID}`, { ifAvailable: true }, (lock) => {
      resolve(lock !== null)
      return lock ? new Promise<void>(() => {}) : undefined
    })
  })
}

/** This tab's device id: kept over a reload, so that the call resumes; new in a duplicated tab and in Node (contract §3). */
export async function tabDeviceID(): Promise<string> {
  const kept = storage()?.getItem(DEVICE_KEY)
  if (kept && (await isOurs(kept))) return kept
  const made = newID()
  await isOurs(made)
  if (!kept) write(DEVICE_KEY, made)
  return made
}

/** Whose tracks: several engines may share one tab. */
export interface Holder {
  userID: string
  deviceID: string
}

const tracksKey = ({ userID, deviceID }: Holder) => `${TRACKS_KEY}:${JSON.stringify([userID, deviceID])}`

/** Keeps what is sent in which call: a reload goes on as it was. */
export function keepTracks(holder: Holder, callID: string, { camera, microphone }: Wanted): void {
  write(tracksKey(holder), JSON.stringify({ callID, camera, microphone }))
}

/** What this device was sending in `callID` before the page was reloaded. */
export function keptTracks(holder: Holder, callID: string): Wanted | undefined {
  try {
    const kept: unknown = JSON.parse(storage()?.getItem(tracksKey(holder)) ?? 'null')
    if (typeof kept !== 'object' || kept === null || !('callID' in kept) || kept.callID !== callID) return undefined
    return {
      camera: 'camera' in kept && kept.camera === true,
      microphone: 'microphone' in kept && kept.microphone === true,
    }
  } catch {
    return undefined
  }
}
