'use client'
import { useEffect } from 'react'
import { browserSound, playTone } from '../sounds/playTone.ts'
import type { SoundPort } from '../sounds/playTone.ts'
import { ringback, ringtone } from '../sounds/tones.ts'
import type { Tone } from '../sounds/tones.ts'
import { useCall } from './useCall.ts'

export interface RingSounds {
  /** What the called hears; `null`: nothing. Default: three rising notes. */
  ringtone?: Tone | null
  /** What the caller hears while it rings; `null`: nothing. */
  ringback?: Tone | null
  /** Default: the browser's AudioContext. */
  port?: SoundPort
}

/**
 * Rings: a ringtone while I am being called, a ringback while I am calling, silence the moment that is over, whatever the
 * outcome, and when the component goes. `CallKit` does it; use this hook without it. No sound files.
 */
export function useRingSounds({
  ringtone: called = ringtone,
  ringback: caller = ringback,
  port = browserSound,
}: RingSounds = {}): void {
  const status = useCall((state) => state.status)
  const tone = status === 'ringing' ? called : status === 'calling' ? caller : null
  useEffect(
    function ring() {
      return tone ? playTone(tone, port) : undefined
    },
    [tone, port],
  )
}
