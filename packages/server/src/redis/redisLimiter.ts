import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import type { SharedParts } from '../redisStore.ts'

/** A Redis that does not answer in this time lets the node's own count decide, ms. */
const PATIENCE_MS = 1000

/**
 * Counts one kind of request for all nodes. Each node counts for itself as well, and first: who floods one node is refused
 * there, and while Redis does not answer that count alone holds.
 */
export function redisLimiter({ connection, keys }: SharedParts, name: string, points: number, duration: number) {
  const here = new RateLimiterMemory({ points, duration })
  const make = (storeClient: ReturnType<typeof connection.client>) =>
    new RateLimiterRedis({
      storeClient,
      useRedisPackage: true,
      rejectIfRedisNotReady: true,
      keyPrefix: keys.limit(name),
      points,
      duration,
    })
  let client = connection.client()
  let everywhere = make(client)

  return {
    async consume(key: string): Promise<unknown> {
      await here.consume(key)
      if (client !== connection.client()) {
        client = connection.client()
        everywhere = make(client)
      }
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, PATIENCE_MS).unref()))
      try {
        return await Promise.race([everywhere.consume(key), late])
      } catch (error) {
        // It says no by rejecting with a count, and that it does not know with an Error.
        if (error instanceof RateLimiterRes) throw error
        return undefined
      } finally {
        clearTimeout(timer)
      }
    },
  }
}
