import { AudioFrame } from '@livekit/rtc-node'

const RATE = 48_000
/** One frame, ms: what WebRTC takes at once. */
export const FRAME_MS = 10
const length = (RATE * FRAME_MS) / 1000

export const sound = { rate: RATE, channels: 1 } as const

/** A sound as loud and uneven as speech: four syllables a second, each a buzz that swells and fades. `at`: ms since it began. */
export function voiceFrame(at: number, pitch: number): AudioFrame {
  const samples = Int16Array.from({ length }, (_, index) => {
    const seconds = at / 1000 + index / RATE
    const syllable = Math.abs(Math.sin(Math.PI * 4 * seconds))
    const buzz = Math.sin(2 * Math.PI * pitch * seconds) + 0.5 * Math.sin(2 * Math.PI * 3 * pitch * seconds)
    return Math.round(9000 * syllable * buzz)
  })
  return new AudioFrame(samples, RATE, 1, length)
}

/** What a microphone sends while nobody speaks. */
export const silentFrame = (): AudioFrame => new AudioFrame(new Int16Array(length), RATE, 1, length)
