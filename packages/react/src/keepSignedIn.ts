import { CallError } from '@ringkit/core'
import type { CallEngine } from '@ringkit/core'

/** Waiting times between attempts to reach a call server, ms; the last one repeats. */
const WAITS_MS = [1000, 2000, 5000, 10_000] as const

/**
 * Logs the engine in, again and again while no server is reached: a page that loads before its server must not stay deaf.
 * A refusal is final. Each failure is reported. After the first success the engine reconnects by itself. Returns what ends
 * the attempts.
 */
export function keepSignedIn(engine: CallEngine, report: (error: unknown) => void): () => void {
  let isOver = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const attempt = async (count: number): Promise<void> => {
    try {
      await engine.login()
    } catch (error) {
      if (isOver) return
      report(error)
      const wait = WAITS_MS[Math.min(count, WAITS_MS.length - 1)]
      if (isUnreached(error)) timer = setTimeout(() => void attempt(count + 1), wait)
    }
  }
  void attempt(0)
  return () => {
    isOver = true
    clearTimeout(timer)
  }
}

function isUnreached(error: unknown): boolean {
  return error instanceof CallError && (error.code === 'SIGNALLING_FAILED' || error.code === 'TIMEOUT')
}
