/** One beep: frequencies in Hz sounding together, times in seconds from the start of the period. */
export interface Beep {
  frequencies: readonly number[]
  start: number
  end: number
}

/** A sound that repeats every `period` seconds until it is stopped. */
export interface Tone {
  beeps: readonly Beep[]
  period: number
  /** 0..1 */
  loudness: number
}

/** For the called: three rising notes, twice, then a rest. */
export const ringtone: Tone = {
  beeps: [0, 0.6].flatMap((at) => [
    { frequencies: [587.33, 1174.66], start: at, end: at + 0.16 },
    { frequencies: [739.99, 1479.98], start: at + 0.14, end: at + 0.3 },
    { frequencies: [880, 1760], start: at + 0.28, end: at + 0.56 },
  ]),
  period: 3,
  loudness: 0.35,
}

/** For the caller: the two tones of a telephone that rings at the other end. */
export const ringback: Tone = {
  beeps: [{ frequencies: [440, 480], start: 0, end: 1.2 }],
  period: 4,
  loudness: 0.16,
}

/** To test a speaker with, played once: a chord that rises. */
export const testTone: Tone = {
  beeps: [523.25, 659.25, 783.99].map((hertz, index) => ({ frequencies: [hertz], start: index * 0.25, end: 1.4 })),
  period: 1.8,
  loudness: 0.25,
}

/** Seconds a beep takes to come and to go, so that it does not click. */
const FADE = 0.02

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
    const envelope = Math.min(1, at / FADE, left / FADE)
    const wave = beep.frequencies.reduce((sum, hertz) => sum + Math.sin(2 * Math.PI * hertz * at), 0)
    const value = (samples[index] ?? 0) + (loudness * envelope * wave) / beep.frequencies.length
    samples[index] = Math.max(-1, Math.min(1, value))
  }
}
