import { isOver, type Call } from '@ringkit/core/protocol'
import type { Logger } from 'pino'
import type { Installation } from './installation.ts'
import { callIDOfRoom, isCheckRoom, roomName } from './roomName.ts'
import type { Rooms } from './rooms.ts'

/** How often the rooms are gone through, ms: often enough for faults N12, also when the node that did so has just died. */
const TIDY_MS = 5000
/** A room for a check lives for 20 s; one that is seen for so long has lost the server that would have deleted it, ms. */
const CHECK_MS = 15_000

export interface LeftoversOptions {
  installation: Pick<Installation, 'isOurs' | 'mayTidy'>
  rooms: Pick<Rooms, 'all' | 'removeNamed'>
  /** A call going on that this node serves. */
  find: (callID: string) => Call | undefined
  /** Any call, ended ones too. */
  read: (callID: string) => Promise<Call | undefined>
  /** Milliseconds that only ever grow. */
  elapsed: () => number
  log: Logger
}

/**
 * Deletes rooms of ours that belong to no call: a request to delete was lost, or the store has lost the call. Rooms of other
 * programs, and of other installations, are left alone.
 */
export function createLeftovers({ installation, rooms, find, read, elapsed, log }: LeftoversOptions) {
  /** Rooms for checks by name: since when they are seen here. */
  let checks = new Map<string, number>()

  const isOf = (call: Call | undefined, name: string) => call !== undefined && !isOver(call) && roomName(call) === name

  async function isLeftOver(name: string): Promise<boolean> {
    if (isCheckRoom(name)) return elapsed() - (checks.get(name) ?? elapsed()) >= CHECK_MS
    const callID = callIDOfRoom(name)
    if (callID === undefined || isOf(find(callID), name)) return false
    return !isOf(await read(callID), name)
  }

  async function tidy(): Promise<void> {
    // A node that dies in the midst of it is replaced at the next turn.
    if (!(await installation.mayTidy(TIDY_MS * 0.9))) return
    const ours = (await rooms.all()).filter(({ metadata }) => installation.isOurs(metadata)).map(({ name }) => name)
    checks = new Map(ours.filter(isCheckRoom).map((name) => [name, checks.get(name) ?? elapsed()]))
    for (const name of ours) {
      if (!(await isLeftOver(name))) continue
      log.warn({ room: name }, 'a room without a call is deleted')
      await rooms.removeNamed(name)
    }
  }

  let isTidying = false
  const timer = setInterval(() => {
    if (isTidying) return
    isTidying = true
    tidy()
      .catch((error: unknown) => log.warn({ err: error }, 'the rooms could not be gone through'))
      .finally(() => (isTidying = false))
  }, TIDY_MS).unref()
  return { tidy, stop: () => clearInterval(timer) }
}
