'use client'
import { useEffect } from 'react'

/**
 * Keeps the screen from going dark while `isOn` and the page is seen: who watches a call touches nothing. Nothing where the
 * browser has no such lock or refuses it, as with an empty battery. `CallView` does it in a video call.
 *
 * @example
 * useWakeLock(useCall((state) => state.status === 'connected'))
 */
export function useWakeLock(isOn: boolean): void {
  useEffect(
    function hold() {
      if (!isOn || !('wakeLock' in navigator)) return undefined
      const { wakeLock } = navigator
      let isOver = false
      let lock: Promise<WakeLockSentinel | undefined> | undefined
      // The browser takes it back whenever the page is hidden.
      const ask = async (): Promise<void> => {
        const held = await lock
        if (isOver || document.hidden || (held && !held.released)) return
        // A refusal changes nothing for the call.
        lock = wakeLock.request('screen').catch(() => undefined)
      }
      void ask()
      const seen = (): void => void ask()
      document.addEventListener('visibilitychange', seen)
      return () => {
        isOver = true
        document.removeEventListener('visibilitychange', seen)
        void lock?.then((held) => held?.release())
      }
    },
    [isOn],
  )
}
