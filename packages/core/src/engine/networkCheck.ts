import type { Clock } from '../ports/clock.ts'
import type { Media, RoomCheck } from '../ports/media.ts'
import { CallError } from '../protocol/errors.ts'
import type { NetworkQuality } from '../protocol/events.ts'
import type { NetworkCheck } from './callEngine.ts'
import { unwrapped } from './send.ts'
import type { Session } from './session.ts'
import type { EngineState } from './state.ts'

/** So many questions to the call server; the median leaves out the one that met a hiccup. */
const PINGS = 5
/** A way there and back of this long, ms, is not noticed in a conversation. */
const EXCELLENT_MS = 150
/** Beyond this, ms, people begin to talk at the same time: 150 ms each way, as ITU-T G.114 has it. */
const GOOD_MS = 300

export interface NetworkCheckParts {
  clock: Clock
  state: EngineState
  session: Session
  media: Media
}

/** The middle one; of an even number the upper of the two in the middle. 0 for none. Pure. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

/** What calls will be like, by the slower of the two ways. Pure. */
export function expectedQuality(signallingMs: number, { canConnect, roundTripMs = 0 }: RoomCheck): NetworkQuality {
  const slower = Math.max(signallingMs, roundTripMs)
  if (!canConnect) return 'lost'
  return slower <= EXCELLENT_MS ? 'excellent' : slower <= GOOD_MS ? 'good' : 'poor'
}

/** Says that there is no way, not that the question was wrong. */
const isUnreachable = (cause: unknown) =>
  cause instanceof CallError && ['SIGNALLING_FAILED', 'TIMEOUT', 'MEDIA_FAILED'].includes(cause.code)

/** The network before a call: the way to the call server, then that of picture and sound. */
export function createNetworkCheck({ clock, state, session, media }: NetworkCheckParts) {
  let isChecking = false

  function whyNot(): CallError | undefined {
    if (state.inputs.login !== 'ready') return new CallError('NOT_LOGGED_IN')
    if (!state.inputs.snapshot) return undefined
    return new CallError('WRONG_STATE', 'The network is not measured during a call.')
  }

  /** How long an answer takes, ms; with `isReached: false`, how long none came. */
  async function signalling(): Promise<{ isReached: boolean; roundTripMs: number }> {
    const times: number[] = []
    while (times.length < PINGS) {
      const since = clock.elapsed()
      try {
        // A refusal is an answer, too.
        await session.request<'ping'>({ kind: 'ping' })
      } catch (cause) {
        if (!isUnreachable(cause)) throw cause
        return { isReached: false, roundTripMs: Math.round(clock.elapsed() - since) }
      }
      times.push(clock.elapsed() - since)
    }
    return { isReached: true, roundTripMs: Math.round(median(times)) }
  }

  async function room(signal: AbortSignal): Promise<RoomCheck> {
    try {
      const access = media.hasRoom
        ? unwrapped(await session.request<'checkRoom'>({ kind: 'checkRoom' }))
        : { url: '', token: '' }
      return await media.checkRoom(access, signal)
    } catch (cause) {
      if (!isUnreachable(cause)) throw cause
      return { canConnect: false }
    }
  }

  async function measured(signal: AbortSignal): Promise<NetworkCheck> {
    const { isReached, roundTripMs } = await signalling()
    const found = isReached && !signal.aborted ? await room(signal) : { canConnect: false }
    return { signalling: { roundTripMs }, media: found, quality: expectedQuality(roundTripMs, found) }
  }

  return async function checkNetwork(): Promise<NetworkCheck> {
    const refusal = whyNot()
    if (refusal) throw refusal
    if (isChecking) throw new CallError('WRONG_STATE', 'The network is being measured already.')
    isChecking = true
    const over = new AbortController()
    let stop = () => {}
    const interrupted = new Promise<never>((_resolve, reject) => {
      stop = state.store.subscribe(() => {
        const reason = whyNot()
        if (!reason) return
        over.abort()
        reject(reason)
      })
    })
    try {
      return await Promise.race([measured(over.signal), interrupted])
    } finally {
      isChecking = false
      stop()
      over.abort()
    }
  }
}
