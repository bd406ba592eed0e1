import { setTimeout as wait } from 'node:timers/promises'
import type { Logger } from 'pino'
import { newID } from '../newID.ts'
import { GOING_MS, type SharedParts } from '../redisStore.ts'
import { followLog, type Change } from './changeLog.ts'
import { beatScript, joinScript } from './rosterScripts.ts'

/** How often a node shows that it lives, ms. */
const BEAT_MS = 500
/** How often those who wait for the beginning look, ms. */
const JOINING_MS = 20
/** How long they wait, ms. */
const JOIN_MS = 2000
/** A node that has not for so long is taken for dead by the others, ms. */
const LEASE_MS = 3000
/** A node that has not reached the store for so long is not ready, ms. */
const READY_MS = 1500
/** A node that has not reached the store for so long lets its clients go elsewhere, ms: soon enough for their graces. */
const SILENT_MS = 6000
/** How long a change stays in the log, ms: longer than any node may be silent. */
const LOG_MS = 60_000
/** Devices of a dead node that are seen to at a time. */
const DEVICES_AT_ONCE = 50

export interface RedisNodeOptions {
  shared: SharedParts
  /** Something changed, here or on another node. */
  onChange: (change: Change) => void
  /** This node counts as dead, or must: all its connections are to be closed. */
  onLost: () => void
  /** A node has died; `lastSeen`: its last sign of life, epoch ms. Called again if it, or what follows, rejects. */
  onDeath: (lastSeen: number) => Promise<void>
  /** A device of a node that died: what its connection held is to be given up. Called again if it rejects. */
  onOrphan: (userID: string, deviceID: string, nodeID: string, lastSeen: number) => Promise<void>
  log: Logger
}

/** This process among the nodes. */
export interface RedisNode {
  /** Its id, once it takes part. Rejects when that takes longer than 2 s: who waits is better off at another node. */
  joined(): Promise<string>
  /** Does the store answer, so that calls can be made here? */
  isReady(): boolean
  /** Goes without being missed: what is left of its devices is seen to by the others at once. */
  leave(): Promise<void>
}

/**
 * Takes part as a node: shows that it lives, reads what the others do, and sees to the devices of nodes that died. A node that
 * was taken for dead begins anew under another id, with no client.
 */
export function createRedisNode({ shared, onChange, onLost, onDeath, onOrphan, log }: RedisNodeOptions): RedisNode {
  const { connection, keys, clock } = shared
  const reader = connection.duplicate()
  const changes = followLog(reader, keys.log, onChange, log)
  let id = newID()
  let isJoined = false
  let isLeft = false
  let heard = -Infinity
  /** Since when the store is silent, or since the last reset for it. */
  let silentSince = performance.now()
  const mourned = new Set<string>()

  function begin(): void {
    if (isJoined) onLost()
    isJoined = false
    id = newID()
  }

  async function join(): Promise<void> {
    const asked = performance.now()
    const names = [keys.nodes, keys.pulse, keys.log]
    // The script's answer, by its last line.
    const [now, newest] = (await connection.run(joinScript, names, [id, LEASE_MS], READY_MS)) as [string, string]
    clock.note(Number(now), asked)
    changes.start(newest)
    isJoined = true
  }

  async function beat(): Promise<void> {
    if (!isJoined) await join()
    const asked = performance.now()
    const names = [keys.nodes, keys.pulse, keys.log, keys.held(id)]
    // As above.
    const answer = (await connection.run(beatScript, names, [id, LEASE_MS, LOG_MS, GOING_MS], READY_MS)) as string[]
    const [now, isKnown, ...dead] = answer
    clock.note(Number(now), asked)
    heard = performance.now()
    silentSince = heard
    if (isKnown !== '1') {
      log.warn('this node was taken for dead: it begins anew')
      begin()
      return
    }
    for (let index = 0; index + 1 < dead.length; index += 2) {
      const nodeID = dead[index]
      const lastSeen = Number(dead[index + 1])
      if (nodeID !== undefined && nodeID !== id) void mourn(nodeID, lastSeen)
    }
  }

  /** Gives up what a dead node's clients held. Other nodes may do so as well: no harm in twice. */
  async function mourn(nodeID: string, lastSeen: number): Promise<void> {
    if (mourned.has(nodeID)) return
    mourned.add(nodeID)
    try {
      log.warn({ nodeID }, 'a node has died')
      await onDeath(lastSeen)
      const held = keys.held(nodeID)
      for (;;) {
        const entries = await connection.ask((client) => client.sRandMemberCount(held, DEVICES_AT_ONCE))
        if (entries.length === 0) break
        await Promise.all(
          entries.map(async (entry) => {
            // Written by the claim alone.
            const [userID, deviceID] = JSON.parse(entry) as [string, string]
            await onOrphan(userID, deviceID, nodeID, lastSeen)
            await connection.ask((client) => client.sRem(held, entry))
          }),
        )
      }
      await connection.ask((client) => client.zRem(keys.nodes, nodeID))
    } catch (error) {
      log.warn({ err: error, nodeID }, 'the devices of a dead node could not be seen to yet')
    } finally {
      mourned.delete(nodeID)
    }
  }

  let isBeating = false
  function tick(): void {
    const now = performance.now()
    if (now - silentSince > SILENT_MS) {
      log.error('the store does not answer: clients are sent elsewhere')
      silentSince = now
      begin()
      // A connection that is dead without a word would stay so for minutes.
      connection.reset()
      reader.reset()
    }
    if (isBeating) return
    isBeating = true
    beat()
      .catch((error: unknown) => log.debug({ err: error }, 'the store did not answer'))
      .finally(() => (isBeating = false))
  }

  const timer = setInterval(tick, BEAT_MS)
  tick()

  return {
    async joined() {
      const until = performance.now() + JOIN_MS
      while (!isJoined) {
        if (isLeft || performance.now() > until) throw new Error('The store does not answer')
        await wait(JOINING_MS)
      }
      return id
    },
    isReady: () => isJoined && performance.now() - heard < READY_MS,
    async leave() {
      if (isLeft) return
      isLeft = true
      clearInterval(timer)
      changes.stop()
      if (!isJoined) return
      const remaining = await connection.ask((client) => client.sCard(keys.held(id)), READY_MS).catch(() => 1)
      const gone = (await clock.now().catch(() => 0)) - LEASE_MS - 1
      // Nothing left to see to; or else the others see to it at their next beat.
      await connection
        .ask(
          (client) =>
            remaining === 0 ? client.zRem(keys.nodes, id) : client.zAdd(keys.nodes, { score: gone, value: id }),
          READY_MS,
        )
        .catch(() => undefined)
    },
  }
}
