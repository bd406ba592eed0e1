import {
  activeUserIDs,
  CallError,
  ENDED_CALL_MS,
  isActive,
  isOver,
  memberOf,
  nextDue,
  type Call,
  type CallStore,
  type Commit,
  type CommandResult,
} from '@ringkit/core/protocol'
import { newID } from './newID.ts'
import { commitScript, forgetScript, keepScript, vacateScript } from './redis/callScripts.ts'
import { connectRedis, PATIENCE_MS, type RedisConnection } from './redis/redisConnection.ts'
import { redisKeys, type RedisKeys } from './redis/redisKeys.ts'
import { createStoreClock, type StoreClock } from './redis/storeClock.ts'

/** How long the answer to a command is kept for a repeat, ms. */
const RESULT_MS = 120_000
/**
 * A call going on is forgotten when no node has touched it for so long, ms. Nodes touch the calls they serve every few minutes;
 * no ring and no grace lasts as long.
 */
export const GOING_MS = 2 * 3_600_000
/** Changes kept for nodes that read late. */
export const LOG_LENGTH = 10_000
/** Calls that one look at the deadlines brings, at most. */
const DUE_AT_ONCE = 500

/** Where the Redis is, and what of it belongs to this deployment. */
export interface RedisStoreOptions {
  /** `redis://user:password@host:6379/0`, or `rediss://` for TLS. */
  url: string
  /** Begins every key, as `{prefix}:…`. One for each deployment that shares a Redis. Default `ringkit`. */
  prefix?: string
  /** Is it a Redis Cluster? `url` is that of any of its nodes. Default false. */
  cluster?: boolean
}

/** A store that several nodes share. */
export interface RedisStore extends CallStore {
  /** What the nodes' own bookkeeping goes by. */
  readonly shared: SharedParts
}

export interface SharedParts {
  connection: RedisConnection
  keys: RedisKeys
  clock: StoreClock
  /** The stored versions, as they stand; undefined for calls that are not there. */
  versions(callIDs: readonly string[]): Promise<(number | undefined)[]>
  /** The calls these users are active in by now, by their ids; undefined for who is in none. */
  places(userIDs: readonly string[]): Promise<(string | undefined)[]>
  /** Puts off the time at which a call going on is forgotten. */
  keep(call: Call): Promise<void>
  /** The same for where these users' devices are. */
  keepDevices(userIDs: readonly string[]): Promise<void>
  /** The app and LiveKit know of the end of this call. */
  finish(callID: string): Promise<void>
  /** Calls that ended at least so long ago, ms, and whose node has not told of it: it may have died meanwhile. */
  unfinished(ms: number): Promise<string[]>
}

/** What nodes on this store share; undefined for a store of one node. */
export function sharedPartsOf(store: CallStore): SharedParts | undefined {
  // Only `redisStore` has them.
  return 'shared' in store ? (store as RedisStore).shared : undefined
}

/** What becomes of each user's standing: t takes the place, f frees it, m and o add and drop the membership. */
function userSteps(previous: Call | undefined, next: Call): Map<string, string> {
  const steps = new Map<string, string>()
  const wasMember = (userID: string) => previous !== undefined && memberOf(previous, userID) !== undefined
  for (const member of next.members) {
    const { userID } = member
    const before = previous && memberOf(previous, userID)
    let step = ''
    if (isActive(member) && !isActive(before)) step += 't'
    if (!isActive(member) && isActive(before)) step += 'f'
    if (isOver(next)) step += wasMember(userID) ? 'o' : ''
    else if (!wasMember(userID)) step += 'm'
    if (step !== '') steps.set(userID, step)
  }
  return steps
}

/** Who may have something to hear of it. */
const concerned = ({ previous, next }: Commit) => [
  ...new Set([...(previous ? activeUserIDs(previous) : []), ...activeUserIDs(next)]),
]

function groupStep({ previous, next }: Commit): 'add' | 'remove' | '' {
  if (next.groupID === undefined) return ''
  if (isOver(next)) return previous ? 'remove' : ''
  return previous?.groupID === next.groupID ? '' : 'add'
}

/** The keys and parameters of `commitScript`, in its order. */
function commitRequest(keys: RedisKeys, change: Commit, expires: number): { keys: string[]; parameters: string[] } {
  const { previous, next, result } = change
  const isChanged = next !== previous
  const steps = isChanged ? userSteps(previous, next) : new Map<string, string>()
  const { callID } = next
  const group = groupStep(change)
  return {
    keys: [
      keys.call(callID),
      keys.due,
      keys.log,
      result ? keys.result(result.userID, result.commandID) : keys.none,
      group !== '' && next.groupID !== undefined ? keys.group(next.groupID) : keys.none,
      keys.ended,
      ...[...steps.keys()].map(keys.user),
    ],
    parameters: [
      callID,
      newID().slice(0, NONCE_LENGTH),
      String(expires),
      String(previous?.version ?? ''),
      String(next.version),
      isChanged ? JSON.stringify(next) : '',
      String(nextDue(next) ?? ''),
      result ? JSON.stringify(result) : '',
      String(RESULT_MS),
      String(isOver(next) ? ENDED_CALL_MS : GOING_MS),
      String(GOING_MS),
      group,
      JSON.stringify(concerned(change)),
      String(LOG_LENGTH),
      isOver(next) && !(previous && isOver(previous)) ? '1' : '',
      ...steps.values(),
    ],
  }
}

// Only this store writes there.
const parsed = (document: string | null | undefined) =>
  typeof document === 'string' ? (JSON.parse(document) as Call) : undefined

/** How long the nonce is that stands before a stored answer. */
const NONCE_LENGTH = 12

/**
 * Keeps calls in Redis (7 or newer): several nodes share them, and they outlive every node. Each step is one script, so Redis
 * decides every race. Works in Redis Cluster, all in one slot. Redis must not evict: `maxmemory-policy noeviction`.
 *
 * @example
 * const server = createCallServer({ store: redisStore({ url: 'redis://localhost:6379' }), … })
 *
 * @throws CallError BAD_PARAMETER for an address that is none, or a prefix with braces
 */
export function redisStore({ url, prefix = 'ringkit', cluster = false }: RedisStoreOptions): RedisStore {
  if (typeof url !== 'string' || !/^rediss?:\/\/\S+$/.test(url) || !URL.canParse(url))
    throw new CallError('BAD_PARAMETER', 'redisStore: `url` must be a redis:// or rediss:// address')
  if (!/^[\w.:-]{1,64}$/.test(prefix))
    throw new CallError('BAD_PARAMETER', 'redisStore: `prefix` may hold letters, digits and _ . : - only')
  const keys = redisKeys(prefix)
  const connection = connectRedis(url, cluster)
  const clock = createStoreClock(connection, keys.none)
  const { ask, run } = connection

  const read = async (callID: string) => parsed(await ask((client) => client.hGet(keys.call(callID), 'd')))

  /** Calls by their ids; those that are no more are left out. */
  async function readAll(callIDs: Iterable<string>): Promise<Call[]> {
    const calls = await Promise.all([...new Set(callIDs)].map(read))
    return calls.filter((call) => call !== undefined)
  }

  const places = (userIDs: readonly string[]) =>
    Promise.all(
      userIDs.map(async (userID) => (await ask((client) => client.hGet(keys.user(userID), 'in'))) ?? undefined),
    )

  async function callsOf(userIDs: readonly string[]): Promise<ReadonlyMap<string, Call>> {
    const ids = await places(userIDs)
    const known = new Map((await readAll(ids.filter((id) => id !== undefined))).map((call) => [call.callID, call]))
    const calls = new Map<string, Call>()
    for (const [index, userID] of userIDs.entries()) {
      const callID = ids[index]
      if (callID === undefined) continue
      const call = known.get(callID)
      // Redis may have lost the call and kept the place.
      if (!call) await run(vacateScript, [keys.user(userID), keys.call(callID)], [callID])
      else if (isActive(memberOf(call, userID))) calls.set(userID, call)
    }
    return calls
  }

  async function commit(change: Commit): Promise<boolean> {
    const { keys: names, parameters } = commitRequest(keys, change, (await clock.now()) + PATIENCE_MS)
    const answer = await run(commitScript, names, parameters)
    if (answer === 'late') throw new Error('Redis answered too late')
    return answer === 'done'
  }

  async function due(now: number): Promise<string[]> {
    const callIDs = await ask((client) =>
      client.zRangeByScore(keys.due, '-inf', now, { LIMIT: { offset: 0, count: DUE_AT_ONCE } }),
    )
    const versions = await shared.versions(callIDs)
    const gone = callIDs.filter((_callID, index) => versions[index] === undefined)
    await Promise.all(gone.map((callID) => run(forgetScript, [keys.due, keys.call(callID)], [callID])))
    return callIDs.filter((_callID, index) => versions[index] !== undefined)
  }

  const shared: SharedParts = {
    connection,
    keys,
    clock,
    places,
    versions: (callIDs) =>
      Promise.all(
        callIDs.map(async (callID) => {
          const version = await ask((client) => client.hGet(keys.call(callID), 'v'))
          return typeof version === 'string' ? Number(version) : undefined
        }),
      ),
    async keep(call) {
      const group = call.groupID === undefined ? [] : [keys.group(call.groupID)]
      const users = call.members.map(({ userID }) => keys.user(userID))
      await run(keepScript, [keys.call(call.callID), ...users, ...group], [call.version, GOING_MS])
    },
    async finish(callID) {
      await ask((client) => client.zRem(keys.ended, callID))
    },
    async unfinished(ms) {
      const before = (await clock.now()) - ms
      const LIMIT = { offset: 0, count: DUE_AT_ONCE }
      return ask((client) => client.zRangeByScore(keys.ended, '-inf', before, { LIMIT }))
    },
    async keepDevices(userIDs) {
      await Promise.all(userIDs.map((userID) => ask((client) => client.pExpire(keys.devices(userID), GOING_MS))))
    },
  }

  return {
    shared,
    now: clock.now,
    read,
    callsOf,
    commit,
    due,
    async callsOfGroup(groupID) {
      const calls = await readAll(await ask((client) => client.sMembers(keys.group(groupID))))
      return calls.filter((call) => !isOver(call))
    },
    async callsWith(userID) {
      const fields = await ask((client) => client.hKeys(keys.user(userID)))
      const callIDs = fields.filter((field) => field.startsWith('m:')).map((field) => field.slice(2))
      return (await readAll(callIDs)).filter((call) => !isOver(call))
    },
    async result(userID, commandID) {
      const stored = await ask((client) => client.get(keys.result(userID, commandID)))
      // Only `commit` writes there.
      return typeof stored === 'string' ? (JSON.parse(stored.slice(NONCE_LENGTH)) as CommandResult) : undefined
    },
    async nextDue() {
      const [first] = await ask((client) => client.zRangeWithScores(keys.due, 0, 0))
      return first?.score
    },
    close: async () => connection.close(),
  }
}
