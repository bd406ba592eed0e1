import { renderTone } from './tones.ts'
import type { Tone } from './tones.ts'

/** What a tone needs of the browser; a test hands in its own. */
export interface SoundPort {
  /** A new AudioContext, or undefined where there is none. */
  createContext(): AudioContext | undefined
  /** A new `<audio>` for a sound file, or undefined where there is none. Default: none. */
  createAudio?(url: string): HTMLAudioElement | undefined
  /** Calls `listener` at each gesture of the person; returns what ends that. */
  onGesture(listener: () => void): () => void
}

/** What a tone tells while it plays. */
export interface PlayToneOptions {
  /** The browser holds the sound back until the person has pressed something on the page (true), or does so no more. Told on change. */
  onBlockedChange?: ((isBlocked: boolean) => void) | undefined
}

/** A context that may sound is running this soon, ms. */
const STARTS_MS = 300

const gestures = ['pointerdown', 'keydown', 'touchend'] as const

/** The browser's own sound. Touches nothing until a tone plays. */
export const browserSound: SoundPort = {
  createContext: () => (typeof AudioContext === 'undefined' ? undefined : new AudioContext()),
  createAudio: (url) => (typeof Audio === 'undefined' ? undefined : new Audio(url)),
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
export function playTone(tone: Tone, port: SoundPort = browserSound, options: PlayToneOptions = {}): () => void {
  let context: AudioContext | undefined
  try {
    context = port.createContext()
    if (!context) return () => {}
    return start(tone, port, context, options)
  } catch {
    // No output device, or too many contexts on this page: the call is silent, and on screen all the same.
    if (context) close(context)
    return () => {}
  }
}

function start(tone: Tone, port: SoundPort, context: AudioContext, options: PlayToneOptions): () => void {
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
  const blocked = createBlocked(options)
  const look = (): void => blocked.set(context.state === 'suspended')
  context.onstatechange = look
  const timer = setTimeout(look, STARTS_MS)
  resume()
  const endGestures = port.onGesture(resume)
  let isPlaying = true
  return () => {
    if (!isPlaying) return
    isPlaying = false
    clearTimeout(timer)
    context.onstatechange = null
    blocked.set(false)
    endGestures()
    source.stop()
    source.disconnect()
    close(context)
  }
}

function createBlocked({ onBlockedChange }: PlayToneOptions): { set(isBlocked: boolean): void } {
  let was = false
  return {
    set(isBlocked) {
      if (isBlocked === was) return
      was = isBlocked
      onBlockedChange?.(isBlocked)
    },
  }
}

/** What a sound file tells while it plays. */
export interface PlayFileOptions extends PlayToneOptions {
  /** The file cannot be had or is no sound: told once, and nothing plays. */
  onFailed?: (() => void) | undefined
}

/**
 * Plays a sound file over and over, as `playTone` does a tone; returns what stops it at once. Where the browser allows no
 * sound before a gesture it begins with the first one.
 */
export function playFile(url: string, port: SoundPort = browserSound, options: PlayFileOptions = {}): () => void {
  const audio = port.createAudio?.(url)
  if (!audio) {
    options.onFailed?.()
    return () => {}
  }
  const blocked = createBlocked(options)
  let isPlaying = true
  let isBlocked = false
  function play(): void {
    audio?.play().then(
      () => {
        isBlocked = false
        if (isPlaying) blocked.set(false)
      },
      (error: unknown) => {
        if (!isPlaying) return
        isBlocked = error instanceof DOMException && error.name === 'NotAllowedError'
        if (isBlocked) blocked.set(true)
        else fail()
      },
    )
  }
  const endGestures = port.onGesture(() => {
    if (isBlocked) play()
  })
  function stop(): void {
    if (!isPlaying) return
    isPlaying = false
    endGestures()
    blocked.set(false)
    audio?.pause()
  }
  function fail(): void {
    stop()
    options.onFailed?.()
  }
  audio.loop = true
  play()
  return stop
}

function close(context: AudioContext): void {
  // Closed already, by the browser when the page goes: nothing is left to release.
  context.close().catch(() => {})
}
