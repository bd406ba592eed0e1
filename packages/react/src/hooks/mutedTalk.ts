/**
 * Loudness 0..100 from which a sound counts as talk. On the scale of the calls, which is linear in decibels, speech after the
 * browser's gain control is at 60 to 84 and the noise of a room below 25.
 */
export const TALK_LEVEL = 45
/** So much of it makes somebody a talker: a cough, a click and a key are shorter. Milliseconds. */
export const TALK_START_MS = 500
/** Who was silent for so long talks no more; the pauses of speech are shorter. Milliseconds. */
export const TALK_HOLD_MS = 2000
/** Two samples further apart than this say nothing of the time between them. Milliseconds. */
const FAR_APART_MS = 200

/** What has been heard of somebody so far. Times are milliseconds of any one clock. */
export interface Talk {
  isTalking: boolean
  /** How much talk there was lately: it grows by what is loud, and shrinks by half of what is not. */
  heardMs: number
  /** When the newest sample was, and the newest loud one. */
  at: number
  loudAt: number
}

/** Nothing heard yet. */
export const silence: Talk = { isTalking: false, heardMs: 0, at: -Infinity, loudAt: -Infinity }

/** Pure: what is known after one more sample. A sample that is older than the last one changes nothing. */
export function hearTalk(talk: Talk, volume: number, at: number): Talk {
  const passedMs = at - talk.at
  if (passedMs < 0) return talk
  const knownMs = passedMs > FAR_APART_MS ? 0 : passedMs
  const isLoud = volume >= TALK_LEVEL
  const loudAt = isLoud ? at : talk.loudAt
  const isOver = at - loudAt >= TALK_HOLD_MS
  const heardMs = isOver ? 0 : Math.max(0, talk.heardMs + (isLoud ? knownMs : -knownMs / 2))
  return { isTalking: !isOver && (talk.isTalking || heardMs >= TALK_START_MS), heardMs, at, loudAt }
}
