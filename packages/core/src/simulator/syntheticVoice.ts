import { chance } from './chance.ts'

/** Loudness 0..100 of somebody at a moment, counted in milliseconds from any fixed point. The same moment sounds the same. */
export type SyntheticVoice = (elapsedMs: number) => number

interface Phrase {
  startMs: number
  endMs: number
  loudness: number
  syllablesPerSecond: number
}

/** So many phrases, with their pauses, make about a minute; then it starts over. */
const phrasesPerRound = 20
/** How fast a phrase swells and fades. */
const edgeMs = 80

/**
 * Somebody who talks in phrases of 1 to 3 seconds with pauses of half a second to two and a half between them. Everything
 * follows from `seed`, also where in the talking it starts: nobody speaks in step with anybody else.
 */
export function syntheticVoice(seed: number): SyntheticVoice {
  const next = chance(seed)
  const phrases: Phrase[] = []
  let roundMs = 0
  for (let index = 0; index < phrasesPerRound; index += 1) {
    const startMs = roundMs + 500 + next() * 2000
    const endMs = startMs + 1000 + next() * 2000
    phrases.push({ startMs, endMs, loudness: 55 + next() * 35, syllablesPerSecond: 3.5 + next() * 1.5 })
    roundMs = endMs
  }
  const phaseMs = next() * roundMs
  return (elapsedMs) => {
    const atMs = (((elapsedMs + phaseMs) % roundMs) + roundMs) % roundMs
    const phrase = phrases.find(({ startMs, endMs }) => atMs >= startMs && atMs < endMs)
    return phrase ? loudnessIn(phrase, atMs) : 0
  }
}

/** Syllables are humps; the slower second wave makes some weigh more than others. Never quite silent within a phrase. */
function loudnessIn({ startMs, endMs, loudness, syllablesPerSecond }: Phrase, atMs: number): number {
  const seconds = (atMs - startMs) / 1000
  const edge = Math.min(1, (atMs - startMs) / edgeMs, (endMs - atMs) / edgeMs)
  const syllable = Math.abs(Math.sin(Math.PI * syllablesPerSecond * seconds + 0.4))
  const weight = 0.8 + 0.2 * Math.sin(2.3 * syllablesPerSecond * seconds)
  return Math.round(edge * loudness * (0.25 + 0.75 * syllable * weight))
}
