import { RoomServiceClient, ServerError, type VideoGrant } from 'livekit-server-sdk'
import type { LiveKitAccess } from '../options.ts'

/** A request to LiveKit is given up after this, seconds: a client waits 5 s for its answer. */
const REQUEST_SECONDS = 3

/** Told what came of each request: LiveKit did it, knows no such room or participant, or did not do it. */
export type OnLiveKitAnswer = (operation: string, result: 'done' | 'notFound' | 'failed') => void

/** Does LiveKit say that there is no such room or participant? */
export const isNotFound = (error: unknown): boolean => error instanceof ServerError && error.status === 404

/** How long what shows LiveKit who asks is used again, ms: half of its life, so that clocks may differ. Signing costs as much as a ring. */
const HEADER_MS = 300_000

/** Headers that are kept; the oldest goes first. What is asked about one room comes in a row: at an accept, at each look. */
const MOST_HEADERS = 1000

/** The same client, which signs once for all requests that need the same rights. */
class ThriftyClient extends RoomServiceClient {
  readonly #headers = new Map<string, { header: Promise<Record<string, string>>; until: number }>()

  override authHeader(grant: VideoGrant): Promise<Record<string, string>> {
    const rights = JSON.stringify(grant)
    const kept = this.#headers.get(rights)
    if (kept && performance.now() < kept.until) return kept.header
    const header = super.authHeader(grant)
    this.#headers.delete(rights)
    this.#headers.set(rights, { header, until: performance.now() + HEADER_MS })
    const [oldest] = this.#headers.keys()
    if (this.#headers.size > MOST_HEADERS && oldest !== undefined) this.#headers.delete(oldest)
    return header
  }
}

/** LiveKit's RoomService; `onAnswer` hears of every request. */
export function roomService({ url, apiKey, apiSecret }: LiveKitAccess, onAnswer?: OnLiveKitAnswer): RoomServiceClient {
  const client = new ThriftyClient(url, apiKey, apiSecret, { requestTimeout: REQUEST_SECONDS, failover: false })
  if (!onAnswer) return client
  return new Proxy(client, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target)
      if (typeof value !== 'function' || typeof name !== 'string') return value
      return async (...parameters: unknown[]): Promise<unknown> => {
        try {
          const answer: unknown = await value.apply(target, parameters)
          onAnswer(name, 'done')
          return answer
        } catch (error) {
          onAnswer(name, isNotFound(error) ? 'notFound' : 'failed')
          throw error
        }
      }
    },
  })
}
