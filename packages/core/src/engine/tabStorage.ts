import { newID } from './newID.ts'

const DEVICE_KEY = 'ringkit:deviceID'

/** sessionStorage, or undefined in Node and where the browser forbids it. */
export function storage(): Storage | undefined {
  try {
    return globalThis.sessionStorage
  } catch {
    return undefined
  }
}

export function write(key: string, value: string): void {
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
