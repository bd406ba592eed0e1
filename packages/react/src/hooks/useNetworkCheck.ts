'use client'
import { useCallback, useEffect, useState } from 'react'
import { CallError } from '@ringkit/core'
import type { CallEngine, NetworkCheck } from '@ringkit/core'
import { useCallEngine } from './useCallEngine.ts'

/** `blocked`: the call server is reached, picture and sound are not. `failed`: the check itself could not be made. */
export type NetworkCheckStatus = 'checking' | 'ok' | 'poor' | 'blocked' | 'failed'

/** How the check of the network stands, by `useNetworkCheck`. */
export interface NetworkChecked {
  status: NetworkCheckStatus
  /** What was measured, unless it failed. */
  check?: NetworkCheck
  /** Why it failed. */
  error?: CallError
  /** Checks once more. */
  retry(): void
}

type Outcome = Omit<NetworkChecked, 'retry'>

/**
 * Is the network good enough for a call? Checked when mounted; nothing is captured for it.
 *
 * @example
 * const { status, check } = useNetworkCheck()
 */
export function useNetworkCheck(): NetworkChecked {
  const engine = useCallEngine()
  const [round, setRound] = useState(0)
  const [outcome, setOutcome] = useState<Outcome>({ status: 'checking' })
  useEffect(
    function measure() {
      let isOver = false
      const tell = (next: Outcome): void => {
        if (!isOver) setOutcome(next)
      }
      checkOnce(engine).then(
        (check) => tell({ status: statusOf(check), check }),
        (cause: unknown) => tell({ status: 'failed', error: CallError.from(cause) }),
      )
      return () => {
        isOver = true
        setOutcome({ status: 'checking' })
      }
    },
    [engine, round],
  )
  return { ...outcome, retry: useCallback(() => setRound((before) => before + 1), []) }
}

const running = new WeakMap<CallEngine, Promise<NetworkCheck>>()

/** An engine makes one check at a time: who asks meanwhile, as Strict Mode's second mount does, gets the same. */
function checkOnce(engine: CallEngine): Promise<NetworkCheck> {
  const check = running.get(engine) ?? engine.checkNetwork().finally(() => running.delete(engine))
  running.set(engine, check)
  return check
}

function statusOf({ media, quality }: NetworkCheck): NetworkCheckStatus {
  if (!media.canConnect) return 'blocked'
  return quality === 'poor' || quality === 'lost' ? 'poor' : 'ok'
}
