'use client'
import { useCallback, useEffect, useRef, useState } from 'react'
import { playTone, speakerSound } from '../sounds/playTone.ts'
import type { SoundPort } from '../sounds/playTone.ts'
import { testTone } from '../sounds/tones.ts'
import { useCall } from './useCall.ts'

/** A sound to test the speaker with, by `useTestSound`. */
export interface TestSound {
  isPlaying: boolean
  /** Plays it once, or stops it. */
  toggle(): void
}

/**
 * A short sound to test the speaker with, on the chosen one where the browser lets a page choose. Stops with the component.
 *
 * @param port where it sounds. Default: the chosen speaker.
 */
export function useTestSound(port?: SoundPort): TestSound {
  const speakerID = useCall((state) => state.devices.currentSpeakerID)
  const [isPlaying, setPlaying] = useState(false)
  const end = useRef<(() => void) | undefined>(undefined)
  const stop = useCallback(() => {
    end.current?.()
    end.current = undefined
    setPlaying(false)
  }, [])
  const toggle = useCallback(() => {
    if (end.current) return stop()
    const silence = playTone(testTone, port ?? speakerSound(speakerID))
    const timer = setTimeout(stop, testTone.period * 1000)
    end.current = () => {
      clearTimeout(timer)
      silence()
    }
    setPlaying(true)
  }, [port, speakerID, stop])
  useEffect(() => stop, [stop])
  return { isPlaying, toggle }
}
