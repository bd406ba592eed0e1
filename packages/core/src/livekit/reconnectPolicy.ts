import type { ReconnectPolicy } from 'livekit-client'

/** The first attempts come quickly: most breaks are short. ms. */
const FIRST_MS = [0, 300, 600]
/** Between later ones, ms: a LiveKit that was restarted is found soon after it is back (faults N9). */
const LATER_MS = 1000
/** Each pause is up to so much of itself shorter or longer, and the first attempt this much later: not all clients come at once. */
const SPREAD = 0.25
const FIRST_SPREAD_MS = 300
/** Then the room is given up; the engine enters it anew, as long as the call lasts. ms. */
const GIVE_UP_MS = 40_000

/**
 * When to try to get back to a room whose connection broke: about once a second, for 40 s. livekit-client's own pauses grow
 * to 10 s, and a LiveKit that is back meanwhile is not noticed.
 *
 * @param random - 0 to 1, spreads clients out
 */
export function reconnectPolicy(random: () => number = Math.random): ReconnectPolicy {
  return {
    nextRetryDelayInMs({ retryCount, elapsedMs }) {
      if (elapsedMs >= GIVE_UP_MS) return null
      if (retryCount === 0) return random() * FIRST_SPREAD_MS
      return (FIRST_MS[retryCount] ?? LATER_MS) * (1 - SPREAD + 2 * SPREAD * random())
    },
  }
}
