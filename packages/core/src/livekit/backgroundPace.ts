/** The last so many pictures tell how long one takes. */
const REMEMBERED = 3
/** A picture that takes longer than this is made smaller, ms: what else the page does has to wait for it. */
const LONG_MS = 80
/** A quarter of the sides: of 720p that is 320 × 180, where a person is still a person. */
const SMALLEST = 1 / 4
/** Smallest pictures that take longer than this stall the page, ms: it would lose its calls. */
const TOO_LONG_MS = 500
/** So many of those in a row are no mishap any more. */
const TOO_MANY = 5

/** How many pictures are drawn, and how large. Times are in ms, of one clock. */
export interface BackgroundPace {
  /** By how much a picture is to be made smaller before it is drawn: 1 (not at all) down to 0.25. Never rises again. */
  readonly scale: number
  /** Whether the next picture may be drawn: the page gets a third of the time to itself, however long one takes. */
  isDue(nowMs: number): boolean
  /** A picture took that long and was done then. True: even the smallest take too long, and it had better stop. */
  took(durationMs: number, nowMs: number): boolean
}

/**
 * Keeps a background from stalling the page where it takes long, such as without a graphics card: first fewer pictures,
 * then smaller ones, then none.
 */
export function createBackgroundPace(): BackgroundPace {
  let scale = 1
  /** The first one of a size takes longer: programs are compiled, memory is laid out. */
  let isFirst = true
  let lately: number[] = []
  let tooLong = 0
  let dueAt = -Infinity

  function shrink(): void {
    const mean = lately.reduce((sum, each) => sum + each, 0) / lately.length
    if (lately.length < REMEMBERED || mean <= LONG_MS || scale === SMALLEST) return
    // What a picture takes grows with its area.
    scale = Math.max(SMALLEST, scale * Math.sqrt(LONG_MS / mean))
    isFirst = true
    lately = []
  }

  return {
    get scale() {
      return scale
    },
    isDue: (nowMs) => nowMs >= dueAt,
    took(durationMs, nowMs) {
      dueAt = nowMs + durationMs / 2
      if (isFirst) {
        isFirst = false
        return false
      }
      lately = [...lately, durationMs].slice(-REMEMBERED)
      tooLong = scale === SMALLEST && durationMs > TOO_LONG_MS ? tooLong + 1 : 0
      shrink()
      return tooLong >= TOO_MANY
    },
  }
}
