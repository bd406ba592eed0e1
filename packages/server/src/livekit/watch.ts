import type { Call } from '@ringkit/core/protocol'
import type { Logger } from 'pino'
import { holders } from './identity.ts'
import type { Reconciler } from './reconciler.ts'
import { roomName } from './roomName.ts'
import type { Rooms } from './rooms.ts'

/** How often the rooms of the calls are looked at, ms. */
const LOOK_MS = 2000
/** How often while one is missing, ms: clients soon give up a LiveKit that has come back without their room. */
const MISSING_MS = 250
/** A connected call without its room ends after this, ms (faults N10). */
const WITHOUT_ROOM_MS = 30_000
/** How often it is compared who is in a room and who should be, ms. */
const COMPARE_MS = 4000
/** Rooms compared at one look, at most; the next look goes on from there. */
const COMPARED_AT_ONCE = 100
/** Rooms compared at the same time. */
const AT_ONCE = 8

export interface WatchOptions {
  rooms: Pick<Rooms, 'present' | 'restore'>
  reconciler: Reconciler
  /** The calls going on. */
  going: () => readonly Call[]
  /** The call has been without its room for 30 s: end it with `error`. */
  onLost: (callID: string) => Promise<unknown>
  /** Epoch ms. */
  now: () => number
  log: Logger
}

/** Since when people have been connected who need a room; undefined when nobody is. */
function connectedSince(call: Call): number | undefined {
  const times = holders(call).flatMap(({ member }) =>
    member.status === 'connected' && member.hasRoom ? (member.connectedAt ?? []) : [],
  )
  return times.length > 0 ? Math.min(...times) : undefined
}

const isMarked = (call: Call) => call.members.some(({ mediaGraceUntil }) => mediaGraceUntil !== undefined)

/** Runs over a list, so many at a time. */
async function each<T>(list: readonly T[], run: (item: T) => Promise<unknown>): Promise<void> {
  const next = list.values()
  const workers = Array.from({ length: Math.min(AT_ONCE, list.length) }, async () => {
    for (const item of next) await run(item)
  })
  await Promise.all(workers)
}

/**
 * Looks after the rooms of calls with media: a LiveKit that was restarted gets them back, before the clients give up; one
 * that stays away ends the calls; and who is in a room is compared with who should be, for webhooks get lost.
 */
export function createWatch({ rooms, reconciler, going, onLost, now, log }: WatchOptions) {
  const missingSince = new Map<string, number>()
  /** When each call was last compared. The one that waits longest comes first. */
  const compared = new Map<string, number>()
  /** Said once when it begins, not at every look. */
  let isAway = false

  function noteAnswer(error?: unknown): void {
    if (error !== undefined && !isAway) log.warn({ err: error }, 'LiveKit cannot be reached')
    if (error === undefined && isAway) log.info('LiveKit can be reached again')
    isAway = error !== undefined
  }

  /** The calls whose room is not there and could not be made; `whole` gets those whose room was there all the time. */
  async function withoutRoom(calls: readonly Call[], whole: Call[]): Promise<readonly Call[]> {
    try {
      const present = await rooms.present(calls)
      noteAnswer()
      whole.push(...calls.filter(({ callID }) => present.has(callID)))
      const missing = calls.filter(({ callID }) => !present.has(callID))
      const restored = await Promise.allSettled(missing.map((call) => rooms.restore(call)))
      return missing.filter((_call, index) => restored[index]?.status === 'rejected')
    } catch (error) {
      noteAnswer(error)
      return calls
    }
  }

  const attempt = async (call: Call, what: Promise<void>) => {
    await what.catch((error: unknown) => log.warn({ err: error, callID: call.callID }, 'a room could not be compared'))
  }

  async function compare(whole: readonly Call[]): Promise<void> {
    const ids = new Set(whole.map(({ callID }) => callID))
    for (const callID of compared.keys()) if (!ids.has(callID)) compared.delete(callID)
    const dueTime = now() - COMPARE_MS
    const last = (call: Call) => compared.get(call.callID) ?? -Infinity
    const due = whole.filter((call) => last(call) <= dueTime).toSorted((a, b) => last(a) - last(b))
    await each(due.slice(0, COMPARED_AT_ONCE), (call) => {
      compared.set(call.callID, now())
      return attempt(call, reconciler.look(call.callID, roomName(call)))
    })
  }

  /** True when every call has its room. */
  async function look(): Promise<boolean> {
    const calls = going().filter((call) => holders(call).some(({ member }) => member.hasRoom))
    const whole: Call[] = []
    const missing = calls.length > 0 ? await withoutRoom(calls, whole) : []
    const ids = new Set(missing.map(({ callID }) => callID))
    for (const callID of missingSince.keys()) if (!ids.has(callID)) missingSince.delete(callID)
    for (const callID of ids) if (!missingSince.has(callID)) missingSince.set(callID, now())
    const lost = missing.filter((call) => {
      const since = connectedSince(call)
      return since !== undefined && now() - Math.max(since, missingSince.get(call.callID) ?? now()) >= WITHOUT_ROOM_MS
    })
    await Promise.all(lost.map(({ callID }) => onLost(callID)))
    const unseen = calls.filter((call) => !whole.includes(call) && isMarked(call))
    await each(unseen, (call) => attempt(call, reconciler.pause(call)))
    await compare(whole)
    return missing.length === 0
  }

  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  function lookIn(ms: number): void {
    if (isStopped) return
    timer = setTimeout(() => {
      look()
        .catch((error: unknown) => log.error({ err: error }, 'the rooms could not be watched'))
        .then((isWhole) => lookIn(isWhole === false ? MISSING_MS : LOOK_MS))
    }, ms).unref()
  }
  lookIn(LOOK_MS)
  return {
    look,
    stop(): void {
      isStopped = true
      clearTimeout(timer)
    },
  }
}
