import { script, type RedisConnection } from './redisConnection.ts'

const timeScript = script(`return redis.call('TIME')`)

/** A reading of Redis's clock is trusted for so long, ms: this machine's own pace is steady, its time of day need not be right. */
const TRUSTED_MS = 5000
/** When the time of an answer was read that took longer, ms, nobody knows: at its end if Redis stood still, at its beginning if this node did. */
const SLOW_MS = 100

/** Redis's clock, mostly without asking: the last reading, and what has passed here since. */
export function createStoreClock(connection: RedisConnection, key: string) {
  let reading = { time: 0, at: -Infinity }

  /** Takes a time that Redis has told; `asked`: when the question went out, by `performance.now()`. */
  function note(time: number, asked: number): void {
    const at = performance.now()
    const isSlow = at - asked > SLOW_MS
    if (isSlow && at - reading.at < TRUSTED_MS) return
    // Rather behind than ahead: a ring must not end early.
    reading = { time: isSlow ? time : time + (at - asked) / 2, at }
  }

  return {
    note,
    /** Epoch ms. Rejects when Redis does not answer. */
    async now(): Promise<number> {
      const passed = performance.now() - reading.at
      if (passed < TRUSTED_MS) return Math.floor(reading.time + passed)
      let asked = performance.now()
      // The script's answer; the key says which node of a cluster is asked.
      const [seconds, microseconds] = (await connection.run(timeScript, [key], [], undefined, () => {
        asked = performance.now()
      })) as [string, string]
      const time = Number(seconds) * 1000 + Number(microseconds) / 1000
      note(time, asked)
      return Math.floor(reading.time)
    },
  }
}

export type StoreClock = ReturnType<typeof createStoreClock>
