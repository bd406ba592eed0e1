import type { Clock } from '../ports/clock.ts'
import type { CallEventOf } from '../protocol/events.ts'
import { diff, isStale, placed } from '../protocol/diff.ts'
import type { Known, Sync } from '../protocol/messages.ts'
import type { Snapshot } from '../protocol/snapshot.ts'
import type { Asked } from './asked.ts'
import { outsideRoom } from './mediaFacts.ts'
import type { EngineState } from './state.ts'

/** How many ended legs are remembered, so that a late snapshot does not bring a call back. */
const REMEMBERED = 32

const legOf = ({ callID, epoch, me }: Snapshot) => `${callID} ${epoch} ${me.leg}`
const isOver = ({ me }: Snapshot) => me.status === 'over'

/**
 * Snapshots in: diff → store → events. Nothing else changes the call this device holds.
 *
 * @param onUnclear A snapshot of another call came while this one seems to go on: ask the server for both.
 * @param onUnwanted The server has this device in a call that ended here: the hang-up never arrived, or the store has lost it.
 * @param keptFor What this device sent in that call before its page was reloaded.
 */
export function createReceiver(
  state: EngineState,
  clock: Pick<Clock, 'now'>,
  onUnclear: () => void,
  onUnwanted: (callID: string) => void,
  keptFor: (callID: string) => Asked | undefined,
) {
  const endedLegs = new Set<string>()
  /** While `call()` waits for its reply, what other calls tell is kept: the reply says which of them is its own. */
  let placing: Snapshot[] | undefined

  function remember(snapshot: Snapshot): void {
    endedLegs.add(legOf(snapshot))
    const [oldest] = endedLegs
    if (endedLegs.size > REMEMBERED && oldest !== undefined) endedLegs.delete(oldest)
  }

  /** What remains of the inputs when this device holds no call. A room that was being looked for is looked for no more. */
  function withoutCall() {
    const { media, reconnecting } = state.inputs
    return { snapshot: undefined, media: outsideRoom(media), reconnecting: { ...reconnecting, media: false } }
  }

  /** Nothing was asked for in this page, and yet it holds a call: it was reloaded in it, and goes on as it was. */
  function resumed({ callID, me }: Snapshot): { asked?: Asked } {
    const isAsked = Object.keys(state.inputs.asked).length > 0
    const kept = isAsked || state.inputs.snapshot || me.status === 'ringing' ? undefined : keptFor(callID)
    return kept ? { asked: kept } : {}
  }

  function take(previous: Snapshot | undefined, next: Snapshot): void {
    const { self, snapshot: held } = state.inputs
    if (!self) return
    const events = diff(previous, next, self.userID)
    if (isOver(next)) {
      remember(next)
      state.apply(withoutCall(), events)
    } else {
      const clockOffset = held?.callID === next.callID ? state.inputs.clockOffset : next.now - clock.now()
      state.apply({ ...resumed(next), snapshot: next, clockOffset }, events)
    }
  }

  /** I was in it, and it was over before the answer came: its end is all that is told. */
  function endUnseen(reply: Snapshot): void {
    if (!endedLegs.has(legOf(reply))) take({ ...reply, version: 0, me: { ...reply.me, status: 'connected' } }, reply)
  }

  function receive(next: Snapshot): void {
    const held = state.inputs.snapshot
    if (held?.callID === next.callID) {
      if (!isStale(held, next)) take(held, next)
    } else if (isOver(next) || endedLegs.has(legOf(next))) {
      // An old story: this device never held that leg, or has told its end already.
    } else if (placing) {
      placing.push(next)
    } else if (held) {
      onUnclear()
    } else {
      take(undefined, next)
    }
  }

  /**
   * Ends the call here without the server: nobody else decides it any more, or nobody can be asked. Without events it is let
   * go only, and comes back if the server says that it goes on: a ring, after the next login.
   */
  function endHere(events: readonly CallEventOf[]): void {
    const { snapshot } = state.inputs
    if (!snapshot) return
    if (events.length > 0) remember(snapshot)
    state.apply(withoutCall(), events)
  }

  /** The server has no such call any more: this copy ends with `error` (contract §1). */
  function endWithError(): void {
    const { snapshot, clockOffset } = state.inputs
    if (snapshot) endHere([localEnd(snapshot, clock.now() + clockOffset, 'error', '')])
  }

  return {
    receive,
    endHere,
    endWithError,
    /** What the server says to all this device holds. `asked` is the call it was asked about. */
    receiveSync({ current, known }: Sync, asked: Known | undefined): void {
      if (known) receive(known)
      else if (known === null && state.inputs.snapshot?.callID === asked?.callID) endWithError()
      if (current) receive(current)
      const isUnwanted = current && !state.inputs.snapshot && !placing && current.me.status !== 'ringing'
      if (isUnwanted && endedLegs.has(legOf(current))) onUnwanted(current.callID)
    },
    beginPlacing(): void {
      placing = []
    },
    /** The reply to `call()`, or undefined when it was refused. */
    endPlacing(reply: Snapshot | undefined): void {
      const waiting = placing ?? []
      placing = undefined
      if (reply && reply.me.role === 'inviter') take(placed(reply), reply)
      else if (reply && isOver(reply)) endUnseen(reply)
      else if (reply) receive(reply)
      for (const snapshot of waiting) receive(snapshot)
    },
  }
}

export type Receiver = ReturnType<typeof createReceiver>

/** The terminal event of a call that ends on this device alone. `now` is the server's clock, epoch ms. */
export function localEnd(
  { callID, type, me }: Snapshot,
  now: number,
  reason: 'hangup' | 'error',
  userID: string,
): CallEventOf {
  if (me.connectedAt === undefined) {
    const why = reason === 'error' ? 'error' : 'cancelled'
    return { event: 'CALL_NOT_CONNECTED', payload: { callID, reason: why, ...(userID !== '' && { userID }) } }
  }
  const totalTime = Math.max(0, Math.floor((now - me.connectedAt) / 1000))
  return { event: 'CALLING_END', payload: { callID, userID, totalTime, type, reason } }
}
