'use client'
import { useEffect, useInsertionEffect, useMemo, useRef, useState } from 'react'
import { useCallEngine } from '../hooks/index.ts'
import { admitSpeakers, keepOrder } from '../layout/speakerOrder.ts'
import { PAUSE_MS, SPEAKING, heard } from '../layout/voice.ts'
import type { Voice } from '../layout/voice.ts'

/** For how long somebody has to speak before places change, ms: a cough is no speech. */
const SPEECH_MS = 500

/**
 * People in an order in which whoever speaks is among the first `places`: each newcomer there changes places with the one who
 * has been silent for longest, and nobody else moves. Renders only when somebody moves; where all of them have a place among
 * the first, it listens to nobody. `userIDs`: who is there; who is new comes last.
 *
 * @example
 * const order = useSpeakerOrder(userIDs, 9)
 */
export function useSpeakerOrder(userIDs: readonly string[], places: number): readonly string[] {
  const engine = useCallEngine()
  const [order, setOrder] = useState<readonly string[]>(userIDs)
  const kept = useMemo(() => keepOrder(order, userIDs), [order, userIDs])
  const latest = useRef({ kept, places })
  useInsertionEffect(() => {
    latest.current = { kept, places }
  })
  const voices = useRef(new Map<string, Voice>())
  const listened = useMemo(() => (userIDs.length > places ? userIDs : []), [userIDs, places])
  useEffect(
    function listen() {
      const known = voices.current
      const stops = listened.map((userID) =>
        engine.onVolume(userID, (level) => {
          const now = performance.now()
          if (level < SPEAKING) return
          const voice = heard(known.get(userID), now)
          known.set(userID, voice)
          const current = latest.current
          if (now - voice.since < SPEECH_MS || current.kept.indexOf(userID) < current.places) return
          setOrder(admitSpeakers(current.kept, speakingAt(now, known), current.places, lastSpoken(known)))
        }),
      )
      return () => stops.forEach((stop) => stop())
    },
    [engine, listened],
  )
  return kept
}

function speakingAt(now: number, voices: ReadonlyMap<string, Voice>): string[] {
  return [...voices].flatMap(([userID, { since, spokeAt }]) =>
    now - spokeAt < PAUSE_MS && spokeAt - since >= SPEECH_MS ? [userID] : [],
  )
}

function lastSpoken(voices: ReadonlyMap<string, Voice>): Map<string, number> {
  return new Map([...voices].map(([userID, { spokeAt }]) => [userID, spokeAt]))
}
