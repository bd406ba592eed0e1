import { CallError } from '@ringkit/core'
import type { Chance } from '../../packages/core/src/simulator/chance.ts'
import type { ConnectionHandlers, SignallingFactory } from '../../packages/core/src/ports/signalling.ts'
import { socketioSignalling } from '../../packages/core/src/socketio/socketioSignalling.ts'

export interface Unruly {
  /** A message of the server comes up to so much later than it could, each by itself: they overtake each other. ms */
  delayMs: number
  /** It comes so many times at most. */
  times: number
  /** This share of the requests is sent twice, under the same id. */
  repeats: number
  /** True for a snapshot that never arrives. */
  drops?: (version: number) => boolean
}

const after = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** The real way to the call server, with messages that come late, several times, out of order, or not at all. */
export function unrulySignalling(chance: Chance, { delayMs, times, repeats, drops }: Unruly): SignallingFactory {
  return (options) => {
    const real = socketioSignalling(options)
    return {
      async connect(hello, handlers, timeoutMs, signInMs) {
        let isOver = false
        const unruly: ConnectionHandlers = {
          onSnapshot(snapshot) {
            if (drops?.(snapshot.version)) return
            const count = 1 + Math.floor(chance() * times)
            for (let copy = 0; copy < count; copy += 1)
              setTimeout(() => isOver || handlers.onSnapshot(structuredClone(snapshot)), chance() * delayMs)
          },
          onKicked(reason) {
            isOver = true
            handlers.onKicked(reason)
          },
          onLost() {
            isOver = true
            handlers.onLost()
          },
        }
        const connection = await real.connect(hello, unruly, timeoutMs, signInMs)
        return {
          welcome: connection.welcome,
          async request(message, patienceMs) {
            // The answer to the repeat is nobody's; that it fails with the link is told by the first.
            if (chance() < repeats) connection.request(message, patienceMs).catch(() => undefined)
            const reply = await connection.request(message, patienceMs)
            await after(chance() * delayMs)
            // What has not arrived when a link closes never does.
            if (isOver) throw new CallError('SIGNALLING_FAILED')
            return reply
          },
          close() {
            isOver = true
            connection.close()
          },
        }
      },
    }
  }
}
