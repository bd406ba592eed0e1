import { isOver, type Call, type CallService, type CallStore } from '@ringkit/core/protocol'
import type { Logger } from 'pino'
import { createTurns } from '../turns.ts'
import { isStranger, reconcile, type Correction, type RoomView } from './reconcile.ts'
import { roomName } from './roomName.ts'
import type { Rooms } from './rooms.ts'

export interface ReconcilerOptions {
  rooms: Pick<Rooms, 'participants' | 'evict' | 'permit' | 'remove'>
  service: Pick<CallService, 'apply'>
  store: Pick<CallStore, 'read'>
  log: Logger
}

/**
 * Looks at the room of a call and brings both together again (`reconcile`). Whoever asks for a look, a webhook or the watch,
 * on this node or another: each look goes by what LiveKit and the store say at that moment, and may be repeated.
 */
export function createReconciler({ rooms, service, store, log }: ReconcilerOptions) {
  const inTurn = createTurns()
  /** Looks that have not begun yet, by call, with those who are said to have left: one look serves all who wait for it. */
  const waiting = new Map<string, { leaving: Set<string>; done: Promise<void> }>()

  async function perform(call: Call, correction: Correction): Promise<void> {
    const { callID } = call
    switch (correction.kind) {
      case 'deleteRoom':
        return rooms.remove(call)
      case 'evict':
        log.info({ callID, identity: correction.identity }, 'removed from the room: no member of the call')
        return rooms.evict(call, correction.identity)
      case 'permit':
        return rooms.permit(call, correction.identity, correction.permission)
      case 'loseMedia':
        log.info({ callID, userID: correction.userID }, 'media has gone')
        await service.apply(callID, correction)
        return
      case 'resumeMedia':
        await service.apply(callID, correction)
    }
  }

  /** By what the store says now; a room of the same call by another name is not ours. */
  async function correct(callID: string, name: string, view: RoomView, leaving?: ReadonlySet<string>): Promise<void> {
    const call = await store.read(callID)
    if (!call || roomName(call) !== name) return
    await Promise.all(reconcile(call, view, leaving).map((each) => perform(call, each)))
  }

  /** At once, not behind other looks: each moment it is in it can see the others. Late news puts out nobody who belongs there. */
  async function turnAway(callID: string, name: string, identity: string): Promise<void> {
    const call = await store.read(callID)
    if (!call || roomName(call) !== name || isOver(call) || !isStranger(call, identity)) return
    await perform(call, { kind: 'evict', identity })
  }

  /** The next look that has not begun; it serves everybody who asks for one meanwhile. */
  function nextLook(callID: string, name: string, leaving?: string): Promise<void> {
    const next = waiting.get(callID)
    if (next) {
      if (leaving !== undefined) next.leaving.add(leaving)
      return next.done
    }
    const left = new Set(leaving === undefined ? [] : [leaving])
    const done = inTurn(callID, async () => {
      waiting.delete(callID)
      const view = await rooms.participants(name)
      await correct(callID, name, view, left)
    })
    waiting.set(callID, { leaving: left, done })
    return done
  }

  return {
    /**
     * Looks now, after looks at the same call that are under way. `told`: who came or went, as LiveKit says. Rejects when
     * LiveKit or the store cannot be reached.
     */
    async look(callID: string, name: string, told: { joined?: string; left?: string } = {}): Promise<void> {
      const { joined, left } = told
      await Promise.all([joined !== undefined && turnAway(callID, name, joined), nextLook(callID, name, left)])
    },

    /** Nobody can say who is in the room: no time counts against its members. */
    pause: (call: Call): Promise<void> => inTurn(call.callID, () => correct(call.callID, roomName(call), 'unknown')),
  }
}

export type Reconciler = ReturnType<typeof createReconciler>
