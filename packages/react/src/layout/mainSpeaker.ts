import { PAUSE_MS } from './voice.ts'
import type { Voice } from './voice.ts'

/** Who is large, and since when. */
export interface MainSpeaker {
  userID: string
  since: number
}

/** For how long somebody has to speak before becoming large, ms: a cough or a "yes" is no speech. */
export const SPEECH_MS = 1000
/** For how long the large one has to be silent before giving way, ms. */
export const SILENCE_MS = 800
/** For how long somebody is large at least, ms. */
export const HOLD_MS = 2500

/**
 * Who is to be large now. So that the picture does not flap, the large one stays until all of this is true:
 *
 *   somebody else has spoken for SPEECH_MS without a pause,
 *   the large one has been silent for SILENCE_MS,
 *   and has been large for HOLD_MS.
 *
 * Of several who speak the one who began first is next. Is the large one gone, whoever speaks is next, else who spoke last, else
 * the first one there; that one may give way at once. The same object while nothing changes. Pure.
 */
export function mainSpeaker(
  current: MainSpeaker | undefined,
  present: readonly string[],
  voices: ReadonlyMap<string, Voice>,
  now: number,
): MainSpeaker | undefined {
  if (!current || !present.includes(current.userID)) return successor(present, voices)
  const silentFor = now - (voices.get(current.userID)?.spokeAt ?? -Infinity)
  if (silentFor < SILENCE_MS || now - current.since < HOLD_MS) return current
  const next = present
    .filter((userID) => userID !== current.userID && isSpeaking(voices.get(userID), now))
    .toSorted((a, b) => (voices.get(a)?.since ?? 0) - (voices.get(b)?.since ?? 0))[0]
  return next === undefined ? current : { userID: next, since: now }
}

function isSpeaking(voice: Voice | undefined, now: number): boolean {
  return voice !== undefined && now - voice.spokeAt < PAUSE_MS && voice.spokeAt - voice.since >= SPEECH_MS
}

function successor(present: readonly string[], voices: ReadonlyMap<string, Voice>): MainSpeaker | undefined {
  const spokeAt = (userID: string): number => voices.get(userID)?.spokeAt ?? -Infinity
  const [first, ...others] = present
  if (first === undefined) return undefined
  const userID = others.reduce((best, each) => (spokeAt(each) > spokeAt(best) ? each : best), first)
  return { userID, since: -Infinity }
}
