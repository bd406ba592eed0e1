'use client'
import { useEffect, useInsertionEffect, useRef } from 'react'
import type { RefObject } from 'react'
import { eachSecond, secondsSince } from './eachSecond.ts'
import { useCall } from './useCall.ts'
import { useCallEngine } from './useCallEngine.ts'

/**
 * `useCallDuration` without rendering anything: tells whole seconds since the call became connected for me, at once and with each
 * new second, 0 before; change the DOM in `onSeconds`. The newest `onSeconds` is called. Returns them as they are while it
 * renders. `element`: what shows them; the timers of the window it is in are used, such as a picture-in-picture window's.
 *
 * @example
 * const time = useRef<HTMLTimeElement>(null)
 * useCallSeconds((seconds) => time.current?.replaceChildren(`${seconds} s`), time)
 */
export function useCallSeconds(onSeconds: (seconds: number) => void, element?: RefObject<Element | null>): number {
  const engine = useCallEngine()
  const connectedAt = useCall((state) => state.call?.connectedAt)
  const latest = useRef(onSeconds)
  useInsertionEffect(() => {
    latest.current = onSeconds
  })
  useEffect(
    function listen() {
      let told: number | undefined
      const tell = (): void => {
        const seconds = secondsSince(connectedAt, engine)
        if (seconds !== told) latest.current(seconds)
        told = seconds
      }
      tell()
      const document = element?.current?.ownerDocument
      // The page's own are the global ones: who sets those for a test means these.
      const view = document === globalThis.document ? undefined : document?.defaultView
      return eachSecond(engine, connectedAt, tell, view ?? undefined)
    },
    [engine, connectedAt, element],
  )
  return secondsSince(connectedAt, engine)
}
