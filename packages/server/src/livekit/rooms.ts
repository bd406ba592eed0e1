import { setTimeout as wait } from 'node:timers/promises'
import { isOver, isRinging, type Call } from '@ringkit/core/protocol'
import type { Logger } from 'pino'
import type { LiveKitAccess } from '../options.ts'
import { createTurns } from '../turns.ts'
import type { Permission } from './grants.ts'
import { userIDOf, type Holder } from './identity.ts'
import type { Installation } from './installation.ts'
import type { RoomView } from './reconcile.ts'
import { roomName } from './roomName.ts'
import { isNotFound, roomService, type OnLiveKitAnswer } from './roomService.ts'
import { roomWork, type RoomWork } from './roomWork.ts'
import { mintToken } from './tokens.ts'

/** Pauses between the tries of one piece of work, ms. What still fails is left to the watch, or to LiveKit's own timers. */
const PAUSES_MS = [100, 300, 1000, 2000]
/** An empty room must outlast the longest ring (600 s) and an accept at its end. Seconds. */
const EMPTY_SECONDS = 720
/** A room that was left outlasts every grace. Seconds. */
const DEPARTURE_SECONDS = 60

export interface RoomsOptions {
  livekit: LiveKitAccess
  installation: Pick<Installation, 'metadata'>
  /** Does this process alone let devices into the rooms of its calls? Then it knows whether anybody waits in one. */
  isAlone: boolean
  /** Hears what came of each request to LiveKit. */
  onAnswer?: OnLiveKitAnswer
  log: Logger
}

/** Keeps LiveKit's rooms in step with the calls. Nothing here holds up a ring: what fails is tried again and logged. */
export function createRooms({ livekit, installation, isAlone, onAnswer, log }: RoomsOptions) {
  const client = roomService(livekit, onAnswer)
  const inTurn = createTurns()
  /** Work under way or waiting. */
  const pending = new Set<Promise<void>>()
  /** Calls that ended a short while ago: no late piece of work may bring their rooms back. */
  const over = new Set<string>()
  /** Calls whose rooms a ringing device was let into, to wait there. */
  const waitedIn = new Set<string>()

  const create = async (name: string) => {
    const metadata = await installation.metadata()
    return client.createRoom({ name, emptyTimeout: EMPTY_SECONDS, departureTimeout: DEPARTURE_SECONDS, metadata })
  }

  const does: { [K in RoomWork['kind']]: (name: string, work: Extract<RoomWork, { kind: K }>) => Promise<unknown> } = {
    createRoom: (name) => create(name),
    removeParticipant: (name, { identity }) => client.removeParticipant(name, identity),
    updatePermission: (name, { identity, permission }) => client.updateParticipant(name, identity, { permission }),
    async removeWaiting(name, { userID, keep }) {
      const present = (await client.listParticipants(name)).map(({ identity }) => identity)
      const gone = present.filter((identity) => userIDOf(identity) === userID && identity !== keep)
      await Promise.all(gone.map((identity) => client.removeParticipant(name, identity)))
    },
    deleteRoom: (name) => client.deleteRoom(name),
  }

  /** Tries until it is done, or has no point any more: a room that is gone, a call that is over. */
  async function perform(call: Call, work: RoomWork): Promise<void> {
    // The table is indexed by the work's own kind, so both belong together; TypeScript cannot follow that.
    const attempt = does[work.kind] as (name: string, work: RoomWork) => Promise<unknown>
    for (const pause of [...PAUSES_MS, undefined]) {
      if (over.has(call.callID) && work.kind !== 'deleteRoom') return
      try {
        await attempt(roomName(call), work)
        return
      } catch (error) {
        if (isNotFound(error)) return
        if (pause === undefined) {
          log.warn({ err: error, callID: call.callID, work: work.kind }, 'LiveKit did not do its part')
          return
        }
        await wait(pause, undefined, { ref: false })
      }
    }
  }

  function inOrder(call: Call, work: RoomWork): Promise<void> {
    const done = inTurn(call.callID, () => perform(call, work))
    pending.add(done)
    void done.finally(() => pending.delete(done))
    return done
  }

  return {
    /** Resolves when what follows for the room has been done, or given up. */
    async onChange(previous: Call | undefined, next: Call): Promise<void> {
      const mayWait = !isAlone || waitedIn.has(next.callID)
      const work = roomWork(previous, next, mayWait)
      if (isOver(next)) {
        waitedIn.delete(next.callID)
        over.add(next.callID)
        setTimeout(() => over.delete(next.callID), 60_000).unref()
      }
      await Promise.all(work.map((each) => inOrder(next, each)))
    },

    /**
     * Makes sure that there is a room, and mints the right to enter it; undefined when LiveKit cannot be reached. A LiveKit
     * that was restarted has forgotten the room: asking for a room that is there changes nothing.
     */
    async enter(call: Call, holder: Holder): Promise<{ url: string; token: string } | undefined> {
      if (isRinging(holder.member) && !over.has(call.callID)) waitedIn.add(call.callID)
      try {
        await create(roomName(call))
      } catch (error) {
        log.warn({ err: error, callID: call.callID }, 'the room cannot be made')
        return undefined
      }
      // It ended while its room was being made.
      if (over.has(call.callID)) void inOrder(call, { kind: 'deleteRoom' })
      return { url: livekit.url, token: await mintToken(livekit, call, holder) }
    },

    /** Out of the room, now: not behind other work. */
    evict: (call: Call, identity: string) => perform(call, { kind: 'removeParticipant', identity }),

    /** The device's rights in the room are these. */
    permit: (call: Call, identity: string, permission: Permission) =>
      inOrder(call, { kind: 'updatePermission', identity, permission }),

    /** For a room that outlived its call. */
    remove: (call: Call) => inOrder(call, { kind: 'deleteRoom' }),

    /** Who is in a room; `unknown` when it is not there. Rejects when LiveKit cannot be reached. */
    async participants(name: string): Promise<RoomView> {
      const list = await client.listParticipants(name)
      // Of a room that is not there LiveKit says that nobody is in it.
      return list.length > 0 || (await client.listRooms([name])).length > 0 ? list : 'unknown'
    },

    /** Every room LiveKit has, those of other programs too. Rejects when it cannot be reached. */
    all: (): Promise<readonly { name: string; metadata: string }[]> => client.listRooms(),

    /** For a room of ours that no call is known of. Rejects when LiveKit cannot be reached. */
    async removeNamed(name: string): Promise<void> {
      await client.deleteRoom(name).catch((error: unknown) => {
        if (!isNotFound(error)) throw error
      })
    },

    /** Which of these calls have a room. Rejects when LiveKit cannot be reached. */
    async present(calls: readonly Call[]): Promise<ReadonlySet<string>> {
      const names = new Set((await client.listRooms(calls.map(roomName))).map(({ name }) => name))
      return new Set(calls.filter((call) => names.has(roomName(call))).map(({ callID }) => callID))
    },

    /** Makes the room of a call that lost it. Rejects when LiveKit cannot be reached. */
    async restore(call: Call): Promise<void> {
      await create(roomName(call))
      if (over.has(call.callID)) await inOrder(call, { kind: 'deleteRoom' })
    },

    /** Waits until all work is done, at most so long, ms. */
    async settle(atMostMs: number): Promise<void> {
      await Promise.race([Promise.allSettled(pending), wait(atMostMs, undefined, { ref: false })])
    },
  }
}

export type Rooms = ReturnType<typeof createRooms>
