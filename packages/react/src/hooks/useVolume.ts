'use client'
import { useEffect, useInsertionEffect, useRef } from 'react'
import { useCallEngine } from './useCallEngine.ts'

/**
 * Tells a member's loudness, 0..100, up to 30 times a second, without rendering anything: change the DOM in `onLevel`
 * (contract §5). The newest `onLevel` is called; `undefined` as userID listens to nobody.
 *
 * @example
 * const bar = useRef<HTMLDivElement>(null)
 * useVolume('bob', (level) => bar.current?.style.setProperty('--level', `${level}%`))
 */
export function useVolume(userID: string | undefined, onLevel: (level: number) => void): void {
  const engine = useCallEngine()
  const latest = useRef(onLevel)
  useInsertionEffect(() => {
    latest.current = onLevel
  })
  useEffect(
    function listen() {
      return userID === undefined ? undefined : engine.onVolume(userID, (level) => latest.current(level))
    },
    [engine, userID],
  )
}
