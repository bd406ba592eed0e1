import type { Call, CallStore } from '@ringkit/core/protocol'
import type { Logger } from 'pino'
import type { Delivery } from '../delivery.ts'
import type { Rooms } from '../livekit/rooms.ts'
import type { SharedParts } from '../redisStore.ts'
import type { Roster } from '../roster.ts'
import type { Sessions } from '../sessions.ts'
import { createTurns } from '../turns.ts'
import { callsSince, type Change } from './changeLog.ts'
import { createRedisNode } from './redisNode.ts'
import { redisRoster, releaseOf } from './redisRoster.ts'

/** How often a node compares what it told with what the store holds, ms: whatever hint it missed, it has missed for so long. */
const LOOK_MS = 5000
/** Users and calls compared at one look, at most; the next look goes on from there. */
const AT_ONCE = 1000
/** A call going on is kept in the store for hours; this often that is renewed, ms. */
const KEEP_MS = 600_000
/** A node has told the app of a ring after so long, ms: of the rings from this long before its death it may have told nobody. */
const RINGS_MS = 5000
/** The node that ended a call has so long to tell the app and LiveKit of it, ms; then another one does. */
const TELL_MS = 30_000

export interface SharingOptions {
  store: CallStore
  shared: SharedParts
  policy: 'multiple' | 'single'
  /** Devices of one user, at all nodes together. */
  mostDevices: number
  delivery: Delivery
  sessions: () => Sessions
  rooms: Pick<Rooms, 'onChange' | 'remove'>
  /** Tells the app that a call is over. */
  onEnd: (call: Call) => Promise<void>
  /** Tells the app that somebody rings. */
  onRing: (call: Call, userID: string) => void
  /** Ends a call of which the store has lost what its members know. */
  giveUp: (known: Call) => Promise<unknown>
  log: Logger
}

/** This node's part among several on one store: it hears what the others did, and looks by itself as well. */
export function createSharing({
  store,
  shared,
  policy,
  mostDevices,
  delivery,
  sessions,
  rooms,
  onEnd,
  onRing,
  giveUp,
  log,
}: SharingOptions) {
  const inTurn = createTurns()
  /** When the calls told of here were last kept from being forgotten, by `performance.now()`. */
  const kept = new Map<string, number>()
  let position = 0

  const fail =
    (what: string, about: object = {}) =>
    (error: unknown) =>
      log.warn({ err: error, ...about }, what)

  /** Reads a call as it stands and tells what is new. */
  function refresh(callID: string): void {
    inTurn(callID, async () => {
      const call = await store.read(callID)
      if (call) {
        delivery.take(undefined, call)
        // No late piece of this node's work may bring the room of an ended call back.
        if (call.endedAt !== undefined) void rooms.onChange(call, call)
      } else vanished(callID)
    }).catch(fail('a call could not be read after a hint', { callID }))
  }

  /** The store has lost the call. Its members learn so when they next compare; its room is of no use. */
  function vanished(callID: string): void {
    const call = delivery.find(callID)
    if (!call) return
    delivery.forget(callID)
    void rooms.remove(call)
  }

  function onChange(change: Change): void {
    if (change.kind === 'call') {
      const known = delivery.find(change.callID)
      const isHere = known !== undefined || change.userIDs.some((userID) => sessions().of(userID).length > 0)
      if (isHere && !delivery.knows(change.callID, change.version)) refresh(change.callID)
      return
    }
    const { userID, order } = change
    const done =
      change.kind === 'moved'
        ? sessions().moved(userID, change.deviceID, order)
        : sessions().displaced(userID, change.but, order, change.reason)
    done.catch(fail('a session could not be ended', { userID }))
  }

  /**
   * Rings of which a node that died may not have told the app any more. Those of other nodes at that time are among them: they
   * are told once more.
   */
  async function tellRings(lastSeen: number): Promise<void> {
    const since = lastSeen - RINGS_MS
    for (const callID of await callsSince(shared, since)) {
      const call = await store.read(callID)
      for (const { userID, rungAt } of call?.members ?? [])
        if (call && rungAt !== undefined && rungAt >= since) onRing(call, userID)
    }
  }

  const node = createRedisNode({
    shared,
    onChange,
    onLost: () => sessions().closeAll(),
    onDeath: tellRings,
    onOrphan: (userID, deviceID, nodeID, lastSeen) =>
      sessions().orphaned(userID, deviceID, lastSeen, () => releaseOf(userID, deviceID, nodeID, shared)),
    log,
  })

  async function lookAtCalls(calls: readonly Call[]): Promise<void> {
    const versions = await shared.versions(calls.map(({ callID }) => callID))
    for (const [index, call] of calls.entries()) {
      const version = versions[index]
      if (version !== undefined && version < call.version) giveUpLost(call, version)
      else if (version !== call.version) refresh(call.callID)
    }
  }

  /**
   * The store went back to before what was told of this call, as after a failover. What was lost cannot be known, so the call
   * ends with `error`, in an epoch of its own: every member hears of it, whichever version it knew.
   */
  function giveUpLost(call: Call, stored: number): void {
    const { callID, version } = call
    log.error({ callID, version, stored }, 'the store has lost versions of a call: it is ended')
    inTurn(callID, () => giveUp(call)).catch(fail('a call could not be ended', { callID }))
  }

  /** Rings and calls of users connected here that nothing has been told of. */
  async function lookAtUsers(userIDs: readonly string[]): Promise<void> {
    for (const callID of new Set(await shared.places(userIDs)))
      if (callID !== undefined && !delivery.find(callID)) refresh(callID)
  }

  async function keep(calls: readonly Call[]): Promise<void> {
    const now = performance.now()
    for (const callID of kept.keys()) if (!delivery.find(callID)) kept.delete(callID)
    for (const { callID } of calls) if (!kept.has(callID)) kept.set(callID, now)
    const old = calls.filter(({ callID }) => now - (kept.get(callID) ?? now) > KEEP_MS)
    await Promise.all(old.map((call) => shared.keep(call)))
    for (const { callID } of old) kept.set(callID, now)
  }

  const finish = (callID: string) => shared.finish(callID).catch(fail('an end will be told again', { callID }))

  /** What a node that died had yet to tell of ended calls. */
  async function finishOthers(): Promise<void> {
    for (const callID of await shared.unfinished(TELL_MS)) {
      const call = await store.read(callID)
      if (call) await Promise.all([onEnd(call), rooms.remove(call)])
      await finish(callID)
    }
  }

  async function look(): Promise<void> {
    const users = sessions().users()
    if (position >= users.length) position = 0
    const some = users.slice(position, position + AT_ONCE)
    position += some.length
    const calls = delivery.going()
    for (const call of calls) if (!delivery.isHere(call)) delivery.forget(call.callID)
    const here = delivery.going()
    for (let from = 0; from < here.length; from += AT_ONCE) await lookAtCalls(here.slice(from, from + AT_ONCE))
    await lookAtUsers(some)
    await keep(here)
    await shared.keepDevices(some)
    await finishOthers()
  }

  let isLooking = false
  const timer = setInterval(() => {
    if (isLooking || !node.isReady()) return
    isLooking = true
    look()
      .catch(fail('what was told could not be compared'))
      .finally(() => (isLooking = false))
  }, LOOK_MS).unref()

  /** A Redis that throws keys away when it is full would throw calls away. */
  async function checkEviction(): Promise<void> {
    const memory = await shared.connection.ask((client) => client.info('memory'))
    if (!/maxmemory:0\b/.test(memory) && !memory.includes('maxmemory_policy:noeviction'))
      log.warn('Redis may evict calls: set maxmemory-policy to noeviction')
  }
  node
    .joined()
    .then(checkEviction)
    .catch((error: unknown) => log.debug({ err: error }, 'the eviction policy is not known'))

  const roster: Roster = redisRoster(shared, policy, mostDevices, node.joined)
  return {
    roster,
    isReady: node.isReady,
    /** Resolves when this node takes part; rejects when the store does not answer for long. */
    joined: node.joined,
    finish,
    async leave(): Promise<void> {
      clearInterval(timer)
      await node.leave()
    },
  }
}

export type Sharing = ReturnType<typeof createSharing>
