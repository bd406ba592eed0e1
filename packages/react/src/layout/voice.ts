/** Loudness that counts as speaking, of 100. */
export const SPEAKING = 12
/** Silence that does not end a speech, ms: a pause between words. */
export const PAUSE_MS = 450

/** What is known of a voice; times are ms of any clock that only goes forward. */
export interface Voice {
  /** Since when it has spoken without a pause … */
  since: number
  /** … and when it was heard last. */
  spokeAt: number
}

/** What is known of a voice after it was heard once more. Pure. */
export function heard(voice: Voice | undefined, now: number): Voice {
  return { since: voice && now - voice.spokeAt < PAUSE_MS ? voice.since : now, spokeAt: now }
}
