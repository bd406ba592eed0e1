'use client'
import { useEffect, useInsertionEffect, useRef, useState } from 'react'
import { browserSound, playFile, playTone } from '../sounds/playTone.ts'
import type { SoundPort } from '../sounds/playTone.ts'
import { ringback, ringbacks, ringtone, ringtones } from '../sounds/tones.ts'
import type { RingbackName, RingtoneName, Tone } from '../sounds/tones.ts'
import { inOneTab } from './inOneTab.ts'
import type { Ring } from './inOneTab.ts'
import { useCall } from './useCall.ts'

/** A tone by its name, one of one's own, the address of a sound file, or nothing: `false` or `null`. */
export type RingSound<Name extends string> = Name | Tone | URL | (string & {}) | false | null

/** What is heard while it rings. */
export interface RingSounds {
  /** What the called hears: `chime`, `classic`, `marimba`, `soft`, or something of one's own. Default: `chime`. */
  ringtone?: RingSound<RingtoneName> | undefined
  /** What the caller hears while it rings: `classic`, `european`, `british`, `soft`, … Default: `classic`. */
  ringback?: RingSound<RingbackName> | undefined
  /** The browser holds the ring back until the person has pressed something on the page (true), or does so no more. */
  onBlockedChange?: ((isBlocked: boolean) => void) | undefined
  /** Default: the browser's AudioContext. */
  port?: SoundPort | undefined
}

/** What becomes of the ring, by `useRingSounds`. */
export interface RingSoundsState {
  /** It rings, and the browser lets nobody hear it before the next press or key. */
  isBlocked: boolean
}

/**
 * Rings: a ringtone while I am being called, a ringback while I am calling, silence the moment that is over, whatever the
 * outcome, and when the component goes. Of several open tabs of one person one sounds. `CallKit` does it; use this hook without it.
 * The named tones need no sound files; a file that cannot be played is replaced by the default tone, so that a phone always rings.
 *
 * @example
 * useRingSounds({ ringtone: 'marimba', ringback: '/sounds/waiting.mp3' })
 */
export function useRingSounds({
  ringtone: called = ringtone,
  ringback: caller = ringback,
  onBlockedChange,
  port = browserSound,
}: RingSounds = {}): RingSoundsState {
  const status = useCall((state) => state.status)
  const [isBlocked, setBlocked] = useState(false)
  const latest = useRef(onBlockedChange)
  useInsertionEffect(() => {
    latest.current = onBlockedChange
  })
  const sound = status === 'ringing' ? toneOf(called, ringtones) : status === 'calling' && toneOf(caller, ringbacks)
  const instead = status === 'ringing' ? ringtone : ringback
  const ringID = useCall(({ self, call }) => call && `ringkit-ring ${self?.userID} ${call.callID}`)
  // Who calls does it in one tab anyway.
  const shared = status === 'ringing' ? ringID : undefined
  useEffect(
    function ring() {
      if (!sound) return undefined
      const begin: Ring = (tell) => {
        const onBlockedChange = (is: boolean): void => {
          setBlocked(is)
          latest.current?.(is)
          tell(is)
        }
        return play(sound, { instead, port, onBlockedChange })
      }
      return shared === undefined ? begin(() => {}) : inOneTab(shared, begin)
    },
    [sound, instead, port, shared],
  )
  return { isBlocked }
}

/** A tone, the address of a file as text, or nothing: the same value for the same wish. */
function toneOf(wish: RingSound<string>, named: Readonly<Record<string, Tone>>): Tone | string | null {
  if (wish === false || wish === null || wish === '') return null
  if (wish instanceof URL) return wish.href
  return typeof wish === 'string' && Object.hasOwn(named, wish) ? (named[wish] ?? null) : wish
}

interface Playing {
  /** For a file that cannot be played. */
  instead: Tone
  port: SoundPort
  onBlockedChange: (isBlocked: boolean) => void
}

function play(sound: Tone | string, { instead, port, onBlockedChange }: Playing): () => void {
  if (typeof sound !== 'string') return playTone(sound, port, { onBlockedChange })
  let stopInstead = (): void => {}
  const stop = playFile(sound, port, {
    onBlockedChange,
    onFailed() {
      stopInstead = playTone(instead, port, { onBlockedChange })
    },
  })
  return () => {
    stop()
    stopInstead()
  }
}
