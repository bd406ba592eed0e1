import { renderTone } from './tones.ts'
import type { Tone } from './tones.ts'

/** What a tone needs of the browser; a test hands in its own. */
export interface SoundPort {
  /** A new AudioContext, or undefined where there is none. */
  createContext(): AudioContext | undefined
  /** Calls `listener` at each gesture of the person; returns what ends that. */
  onGesture(listener: () => void): () => void
}

const gestures = ['pointerdown', 'keydown', 'touchend'] as const

/** The browser's own sound. Touches nothing until a tone plays. */
export const browserSound: SoundPort = {
  createContext: () => (typeof AudioContext === 'undefined' ? undefined : new AudioContext()),
  onGesture(listener) {
    for (const gesture of gestures) document.addEventListener(gesture, listener, true)
    return () => {
      for (const gesture of gestures) document.removeEventListener(gesture, listener, true)
    }
  },
}

/** The browser's sound on one speaker, where it lets a page choose; on the system's own where it does not. */
export function speakerSound(deviceID: string): SoundPort {
  return {
    ...browserSound,
    createContext() {
      const context = browserSound.createContext()
      if (context && deviceID !== '') chooseSpeaker(context, deviceID)
      return context
    },
  }
}

function chooseSpeaker(context: AudioContext, deviceID: string): void {
  // Chromium alone has it, and TypeScript's browser types have not.
  if (!('setSinkId' in context) || typeof context.setSinkId !== 'function') return
  // A speaker that is gone, or not allowed: the system's own sounds instead.
  Promise.resolve(context.setSinkId(deviceID)).catch(() => {})
}

/**
 * Plays a tone over and over; returns what stops it at once. One looped buffer, no timers. Where the browser allows no
 * sound before a gesture it begins with the first one, and it never throws: a phone that cannot ring still shows the call.
 */
export function playTone(tone: Tone, port: SoundPort = browserSound): () => void {
  let context: AudioContext | undefined
  try {
    context = port.createContext()
    if (!context) return () => {}
    return start(tone, port, context)
  } catch {
    // No output device, or too many contexts on this page: the call is silent, and on screen all the same.
    if (context) close(context)
    return () => {}
  }
}

function start(tone: Tone, port: SoundPort, context: AudioContext): () => void {
  const samples = renderTone(tone, context.sampleRate)
  const buffer = context.createBuffer(1, samples.length, context.sampleRate)
  buffer.copyToChannel(samples, 0)
  const source = context.createBufferSource()
  source.buffer = buffer
  source.loop = true
  source.connect(context.destination)
  source.start()
  const resume = (): void => {
    // Refused before a gesture; the next gesture asks again.
    if (context.state === 'suspended') context.resume().catch(() => {})
  }
  resume()
  const endGestures = port.onGesture(resume)
  let isPlaying = true
  return () => {
    if (!isPlaying) return
    isPlaying = false
    endGestures()
    source.stop()
    source.disconnect()
    close(context)
  }
}

function close(context: AudioContext): void {
  // Closed already, by the browser when the page goes: nothing is left to release.
  context.close().catch(() => {})
}
