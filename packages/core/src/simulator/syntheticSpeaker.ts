import { seedOf } from './chance.ts'

/** Makes levels audible: a murmur for each person, as loud as they are. */
export interface SyntheticSpeaker {
  /** Loudness 0..100 of everybody to be heard at this moment; who is not in it falls silent. */
  play(levels: ReadonlyMap<string, number>): void
  /** Starts a sound the browser held back; to be called in a click. */
  resume(): void
  /** Nobody is heard any more; the browser's audio is let go. */
  close(): void
}

interface Voice {
  oscillator: OscillatorNode
  gain: GainNode
}

/** Somebody speaking at full loudness, as a part of what a loudspeaker can do. */
const LOUDEST = 0.4
/** How fast a voice follows its level, seconds. */
const FOLLOW_SECONDS = 0.03
/** Where a mouth resonates saying something like "uh", Hz. */
const FORMANTS = [600, 1250] as const

/** A voice of its own for each person: a buzz of 95 to 215 Hz through two resonances. */
function openVoice(context: AudioContext, userID: string): Voice {
  const oscillator = new OscillatorNode(context, { type: 'sawtooth', frequency: 95 + (seedOf(userID, 1) % 120) })
  const gain = new GainNode(context, { gain: 0 })
  for (const frequency of FORMANTS) {
    oscillator.connect(new BiquadFilterNode(context, { type: 'bandpass', frequency, Q: 5 })).connect(gain)
  }
  gain.connect(context.destination)
  oscillator.start()
  return { oscillator, gain }
}

/** A speaker in a page; undefined where there is no WebAudio (Node, jsdom). The context is opened with the first sound. */
export function openSyntheticSpeaker(): SyntheticSpeaker | undefined {
  if (typeof AudioContext === 'undefined') return undefined
  const voices = new Map<string, Voice>()
  let context: AudioContext | undefined

  function voiceOf(userID: string): Voice {
    context ??= new AudioContext()
    const voice = voices.get(userID) ?? openVoice(context, userID)
    voices.set(userID, voice)
    return voice
  }
  return {
    play(levels) {
      for (const userID of levels.keys()) voiceOf(userID)
      for (const [userID, { gain, oscillator }] of voices) {
        const level = (levels.get(userID) ?? 0) / 100
        const at = gain.context.currentTime
        gain.gain.setTargetAtTime(level * LOUDEST, at, FOLLOW_SECONDS)
        // Louder syllables are higher: without that it hums.
        oscillator.detune.setTargetAtTime(level * 300, at, FOLLOW_SECONDS)
      }
    },
    resume: () => void context?.resume().catch(() => undefined),
    close() {
      for (const { oscillator } of voices.values()) oscillator.stop()
      voices.clear()
      void context?.close().catch(() => undefined)
      context = undefined
    },
  }
}
