import { setTimeout as wait } from 'node:timers/promises'
import type { KickReason } from '@ringkit/core/protocol'
import type { Logger } from 'pino'
import type { SharedParts } from '../redisStore.ts'
import type { RedisConnection } from './redisConnection.ts'

/** How long one read waits for news, ms. */
const BLOCK_MS = 1000
/** Entries read at a time. */
const AT_ONCE = 500
/** After a read that failed, ms. */
const RETRY_MS = 200

/** A change that some node made, this one included: a hint to look, in the order in which Redis made them. */
export type Change =
  | { kind: 'call'; callID: string; version: number; userIDs: readonly string[] }
  /** The device has a newer connection. */
  | { kind: 'moved'; userID: string; deviceID: string; order: number }
  /** All devices of a user but one, as far as they claimed their place before. */
  | { kind: 'kick'; userID: string; but: string; reason: KickReason; order: number }

function changeOf(fields: { [name: string]: string }): Change | undefined {
  const { call, version, users, kick, but = '', reason, moved, device, order } = fields
  // Written by our scripts alone.
  if (call !== undefined && users !== undefined)
    return { kind: 'call', callID: call, version: Number(version), userIDs: JSON.parse(users) as string[] }
  if (kick !== undefined) return { kind: 'kick', userID: kick, but, reason: reason as KickReason, order: Number(order) }
  if (moved !== undefined && device !== undefined)
    return { kind: 'moved', userID: moved, deviceID: device, order: Number(order) }
  return undefined
}

/** The calls that changed since then (epoch ms), as far as the log goes back; each once. */
export async function callsSince(
  { connection, keys }: Pick<SharedParts, 'connection' | 'keys'>,
  since: number,
): Promise<string[]> {
  const entries = await connection.ask((client) => client.xRange(keys.log, String(Math.max(0, Math.floor(since))), '+'))
  const changes = (entries ?? []).map(({ message }) => changeOf(message))
  return [...new Set(changes.flatMap((change) => (change?.kind === 'call' ? [change.callID] : [])))]
}

/** Reads the log of changes, on a connection of its own: a read that waits would hold up everything else. */
export function followLog(
  connection: RedisConnection,
  key: string,
  onChange: (change: Change) => void,
  log: Logger,
): { start(id: string): void; stop(): void } {
  let last = '0-0'
  let isStopped = false
  let isReading = false

  async function readOn(): Promise<void> {
    const answer = await connection.client().xRead({ key, id: last }, { BLOCK: BLOCK_MS, COUNT: AT_ONCE })
    for (const stream of answer ?? []) {
      for (const { id, message } of stream.messages) {
        last = id
        const change = changeOf(message)
        if (change) onChange(change)
      }
    }
  }

  async function follow(): Promise<void> {
    isReading = true
    while (!isStopped) {
      try {
        await readOn()
      } catch (error) {
        if (isStopped) return
        log.debug({ err: error }, 'the log of changes could not be read')
        await wait(RETRY_MS)
      }
    }
  }

  return {
    /** From the entry after this one. */
    start(id) {
      last = id
      if (!isReading) void follow()
    },
    stop() {
      isStopped = true
      connection.close()
    },
  }
}
