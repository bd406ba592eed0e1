'use client'
import { useEffect, useState } from 'react'
import { hearTalk, silence, TALK_HOLD_MS } from './mutedTalk.ts'
import { useCall } from './useCall.ts'
import { useCallEngine } from './useCallEngine.ts'

/**
 * Do I talk in a call while my microphone is muted? True after half a second of speech, until two seconds of silence, or until
 * the microphone is on. Nothing that is heard for it leaves the machine, and a microphone that is not captured hears nothing:
 * then it stays false. `MutedTalkingHint` shows it.
 *
 * @example
 * const isTalking = useTalkingWhileMuted()
 * return isTalking && <p>Nobody hears you.</p>
 */
export function useTalkingWhileMuted(): boolean {
  const engine = useCallEngine()
  const [isTalking, setTalking] = useState(false)
  const isMuted = useCall(
    ({ status, members, self }) => status === 'connected' && members[self?.userID ?? '']?.audioAvailable === false,
  )
  useEffect(
    function listen() {
      if (!isMuted) return undefined
      let talk = silence
      let end: ReturnType<typeof setTimeout> | undefined
      const unlisten = engine.onMutedVolume((volume) => {
        talk = hearTalk(talk, volume, engine.now())
        setTalking(talk.isTalking)
        clearTimeout(end)
        // For when no further sample comes: the microphone may be let go at any moment.
        if (talk.isTalking) end = setTimeout(() => setTalking(false), TALK_HOLD_MS)
      })
      return () => {
        unlisten()
        clearTimeout(end)
        setTalking(false)
      }
    },
    [engine, isMuted],
  )
  return isTalking
}
