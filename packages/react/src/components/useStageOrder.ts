'use client'
import { useEffect, useInsertionEffect, useMemo, useRef, useState } from 'react'
import { useCallEngine } from '../hooks/index.ts'
import { mainSpeaker } from '../layout/mainSpeaker.ts'
import { comeFirst, keepOrder } from '../layout/speakerOrder.ts'
import { SPEAKING, heard } from '../layout/voice.ts'
import type { Voice } from '../layout/voice.ts'

/**
 * The same people with the one first who is to be large, by the rule of `mainSpeaker`: it changes when somebody else speaks for
 * a second and the large one is silent, and not more often than every 2.5 seconds. The two change places, and nobody else
 * moves. Renders only then. `isOn`: false gives the people as they are and listens to nobody. `VideoGrid` does it.
 *
 * @example
 * const [large, ...others] = useStageOrder(userIDs)
 */
export function useStageOrder(userIDs: readonly string[], isOn = true): readonly string[] {
  const engine = useCallEngine()
  const [order, setOrder] = useState<readonly string[]>(userIDs)
  const kept = useMemo(() => keepOrder(order, userIDs), [order, userIDs])
  const latest = useRef(kept)
  useInsertionEffect(() => {
    latest.current = kept
  })
  const voices = useRef(new Map<string, Voice>())
  const largeSince = useRef(-Infinity)
  useEffect(
    function listen() {
      if (!isOn) return undefined
      const known = voices.current
      const stops = userIDs.map((userID) =>
        engine.onVolume(userID, (level) => {
          if (level < SPEAKING) return
          const now = performance.now()
          known.set(userID, heard(known.get(userID), now))
          const [large] = latest.current
          const current = large === undefined ? undefined : { userID: large, since: largeSince.current }
          const next = mainSpeaker(current, latest.current, known, now)
          if (!next || next.userID === large) return
          largeSince.current = next.since
          setOrder(comeFirst(latest.current, next.userID))
        }),
      )
      return () => stops.forEach((stop) => stop())
    },
    [engine, userIDs, isOn],
  )
  return isOn ? kept : userIDs
}
