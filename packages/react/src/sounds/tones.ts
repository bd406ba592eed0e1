/** One beep: frequencies in Hz sounding together, times in seconds from the start of the period. */
export interface Beep {
  frequencies: readonly number[]
  start: number
  end: number
  /** How it comes and goes. `steady`: full all along; `struck`: dies away like a bar or a bell; `swelling`: rises and falls. Default: steady. */
  shape?: 'steady' | 'struck' | 'swelling'
}

/** A sound that repeats every `period` seconds until it is stopped. */
export interface Tone {
  beeps: readonly Beep[]
  period: number
  /** 0..1 */
  loudness: number
}

/** Three rising notes, twice, then a rest. */
const chime: Tone = {
  beeps: [0, 0.6].flatMap((at) => [
    { frequencies: [587.33, 1174.66], start: at, end: at + 0.16 },
    { frequencies: [739.99, 1479.98], start: at + 0.14, end: at + 0.3 },
    { frequencies: [880, 1760], start: at + 0.28, end: at + 0.56 },
  ]),
  period: 3,
  loudness: 0.35,
}

/** The bell of an old telephone: two notes that alternate 20 times a second, twice, then a rest. */
const classic: Tone = {
  beeps: [0, 1].flatMap((at) =>
    Array.from({ length: 16 }, (_, index): Beep => {
      const start = at + index * 0.05
      const base = index % 2 === 0 ? 1046.5 : 1318.51
      return { frequencies: [base, base * 2.76], start, end: start + 0.09, shape: 'struck' }
    }),
  ),
  period: 4,
  loudness: 0.3,
}

/** A little tune on wooden bars, whose overtone is two octaves up. */
const marimba: Tone = {
  beeps: [
    [523.25, 0],
    [659.25, 0.18],
    [783.99, 0.36],
    [659.25, 0.54],
    [987.77, 0.72],
    [783.99, 1.08],
    [659.25, 1.26],
    [587.33, 1.44],
  ].map(([hertz = 0, start = 0]) => ({
    frequencies: [hertz, hertz, hertz, hertz * 4],
    start,
    end: start + 0.5,
    shape: 'struck',
  })),
  period: 3.2,
  loudness: 0.42,
}

/** Two quiet chords that swell and fade: for a room where others work. */
const soft: Tone = {
  beeps: [
    { frequencies: [261.63, 329.63, 392], start: 0, end: 1.2, shape: 'swelling' },
    { frequencies: [293.66, 349.23, 440], start: 1, end: 2.4, shape: 'swelling' },
  ],
  period: 4,
  loudness: 0.22,
}

/** What the called may hear, by name. Made here, no sound files. */
export const ringtones = { chime, classic, marimba, soft } as const satisfies Record<string, Tone>
/** A ringtone of the kit. */
export type RingtoneName = keyof typeof ringtones

/** For the called, when nothing else is said: `chime`. */
export const ringtone: Tone = ringtones.chime

/** A telephone that rings at the other end: two tones of North America, one of Europe, two short ones of Great Britain, a quiet one. */
export const ringbacks = {
  classic: { beeps: [{ frequencies: [440, 480], start: 0, end: 1.2 }], period: 4, loudness: 0.16 },
  european: { beeps: [{ frequencies: [425], start: 0, end: 1 }], period: 5, loudness: 0.16 },
  british: {
    beeps: [
      { frequencies: [400, 450], start: 0, end: 0.4 },
      { frequencies: [400, 450], start: 0.6, end: 1 },
    ],
    period: 3,
    loudness: 0.16,
  },
  soft: {
    beeps: [{ frequencies: [329.63, 415.3], start: 0, end: 1.6, shape: 'swelling' }],
    period: 4,
    loudness: 0.14,
  },
} as const satisfies Record<string, Tone>
/** A ringback of the kit. */
export type RingbackName = keyof typeof ringbacks

/** For the caller, when nothing else is said: `classic`. */
export const ringback: Tone = ringbacks.classic

/** To test a speaker with, played once: a chord that rises. */
export const testTone: Tone = {
  beeps: [523.25, 659.25, 783.99].map((hertz, index) => ({ frequencies: [hertz], start: index * 0.25, end: 1.4 })),
  period: 1.8,
  loudness: 0.25,
}

/** Seconds a beep takes to come and to go, so that it does not click. */
const FADE = 0.02
/** A struck beep comes as fast as a mallet, seconds, and has lost 99 % of its loudness at its end. */
const STRIKE = 0.004
const DECAYS = Math.log(100)

/** How loud a beep is, 0..1, `at` seconds after its start and `left` before its end. */
const envelopes: Readonly<Record<NonNullable<Beep['shape']>, (at: number, left: number) => number>> = {
  steady: (at, left) => Math.min(1, at / FADE, left / FADE),
  struck: (at, left) => Math.min(1, at / STRIKE, left / FADE) * Math.exp((-DECAYS * at) / (at + left)),
  swelling: (at, left) => Math.sin((Math.PI * at) / (at + left)) ** 2,
}

/** One period of a tone as samples in -1..1. Pure. */
export function renderTone(tone: Tone, sampleRate: number): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(Math.round(tone.period * sampleRate))
  for (const beep of tone.beeps) addBeep(samples, beep, tone.loudness, sampleRate)
  return samples
}

function addBeep(samples: Float32Array, beep: Beep, loudness: number, sampleRate: number): void {
  const first = Math.round(beep.start * sampleRate)
  const last = Math.min(samples.length, Math.round(beep.end * sampleRate))
  for (let index = first; index < last; index++) {
    const at = (index - first) / sampleRate
    const left = (last - index) / sampleRate
    const envelope = envelopes[beep.shape ?? 'steady'](at, left)
    const wave = beep.frequencies.reduce((sum, hertz) => sum + Math.sin(2 * Math.PI * hertz * at), 0)
    const value = (samples[index] ?? 0) + (loudness * envelope * wave) / beep.frequencies.length
    samples[index] = Math.max(-1, Math.min(1, value))
  }
}
