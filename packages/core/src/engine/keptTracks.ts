import type { Wanted } from './callState.ts'
import { storage, write } from './tabStorage.ts'

const TRACKS_KEY = 'ringkit:tracks'

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
