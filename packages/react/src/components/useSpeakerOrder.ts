'use client'
import { useEffect, useInsertionEffect, useMemo, useRef, useState } from 'react'
import { useCallEngine } from '../hooks/index.ts'
import { admitSpeakers, keepOrder } from '../layout/speakerOrder.ts'

/** Loudness that counts as speaking, of 100. */
const SPEAKING = 12
/** For how long a pause between words does not end it, ms. */
const PAUSE_MS = 450
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
  const heard = useMemo(() => (userIDs.length > places ? userIDs : []), [userIDs, places])
  useEffect(
    function listen() {
      const known = voices.current
      const stops = heard.map((userID) =>
        engine.onVolume(userID, (level) => {
          const now = performance.now()
          if (level < SPEAKING) return
          const voice = known.get(userID)
          const since = voice && now - voice.spokeAt < PAUSE_MS ? voice.since : now
          known.set(userID, { since, spokeAt: now })
          const current = latest.current
          if (now - since < SPEECH_MS || current.kept.indexOf(userID) < current.places) return
          setOrder(admitSpeakers(current.kept, speakingAt(now, known), current.places, lastSpoken(known)))
        }),
      )
      return () => stops.forEach((stop) => stop())
    },
    [engine, heard],
  )
  return kept
}

interface Voice {
  /** Since when somebody has spoken without a pause, and when the last time. */
  since: number
  spokeAt: number
}

function speakingAt(now: number, voices: ReadonlyMap<string, Voice>): string[] {
  return [...voices].flatMap(([userID, { since, spokeAt }]) =>
    now - spokeAt < PAUSE_MS && spokeAt - since >= SPEECH_MS ? [userID] : [],
  )
}

function lastSpoken(voices: ReadonlyMap<string, Voice>): Map<string, number> {
  return new Map([...voices].map(([userID, { spokeAt }]) => [userID, spokeAt]))
}
