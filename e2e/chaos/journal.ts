import type { CallEngine } from '@ringkit/core'
import { CallEvent, type CallEventOf } from '@ringkit/core/protocol'

/** What one device has told and done, in order. */
export type Entry = { atMs: number } & (
  | { kind: 'told'; event: CallEventOf }
  /** The store holds this call from now on. */
  | { kind: 'holds'; callID: string }
  /** `call()` or `join()` has resolved. */
  | { kind: 'placed'; callID: string }
  /** From now on what this device ends, it may end by itself. */
  | { kind: 'leaves'; callID: string | undefined }
  | { kind: 'out' }
  /** Another page of the same device. */
  | { kind: 'reloaded' }
)
type Noted = Entry extends infer E ? (E extends Entry ? Omit<E, 'atMs'> : never) : never

export function createJournal(since: number) {
  const entries: Entry[] = []
  const note = (entry: Noted) => {
    // The omission above took the time alone away.
    entries.push({ ...entry, atMs: Math.round(performance.now() - since) } as Entry)
  }
  return {
    entries,
    note,
    /** Writes down what this engine tells and holds, until it is told to stop. */
    follow(engine: CallEngine): () => void {
      const offs = [
        engine.store.subscribe(({ call }, before) => {
          if (call && call.callID !== before.call?.callID) note({ kind: 'holds', callID: call.callID })
        }),
      ]
      for (const name of Object.values(CallEvent)) {
        if (name === 'USER_VOICE_VOLUME') continue
        // Each handler gets its own event's payload; the union cannot say so.
        offs.push(engine.on(name, (payload) => note({ kind: 'told', event: { event: name, payload } as CallEventOf })))
      }
      return () => offs.forEach((off) => off())
    },
  }
}

export type Journal = ReturnType<typeof createJournal>

export const described = ({ entries }: Journal) =>
  entries.map(({ atMs, kind, ...rest }) => {
    if (!('event' in rest)) return `  ${atMs} ms ${kind} ${Object.values(rest).join(' ')}`
    return `  ${atMs} ms ${rest.event.event} ${JSON.stringify(rest.event.payload)}`
  })

const aside = new Set<CallEvent>(['ERROR', 'RECONNECTING', 'RECONNECTED', 'DEVICED_UPDATED', 'SDK_READY'])

/** The call that a device holds, as its events tell of it. */
interface Leg {
  callID: string
  isInvited: boolean
  hasBegun: boolean
  entered: Set<string>
}

/**
 * What is wrong with the order of a device's events, by the contract: nothing of a call before it rings here or is one's own,
 * one terminal event, nothing after it. A device that logs out while it rings, and one that is kicked out, gets none.
 */
export function faultsIn({ entries }: Pick<Journal, 'entries'>): string[] {
  const faults: string[] = []
  let leg: Leg | undefined
  /** What the store holds; its first event may be yet to come, after those of another call. */
  let held: string | undefined
  /** Its `call()` has resolved, but the end was told first: then nothing follows. */
  let ended = new Set<string>()
  const begin = (callID: string): Leg => ({ callID, isInvited: false, hasBegun: false, entered: new Set() })

  function told({ event, payload }: CallEventOf): string | undefined {
    if (aside.has(event)) return
    if (event === 'KICKED_OUT') {
      leg = held = undefined
      return
    }
    if (event === 'INVITED') {
      if (leg && (leg.callID !== payload.callID || leg.isInvited || leg.hasBegun)) return `while ${leg.callID} goes on`
      leg = { ...begin(payload.callID), isInvited: true }
      return
    }
    if (!leg && held !== undefined) leg = begin(held)
    if (!leg) return 'without a call'
    if (event === 'CALL_BEGIN') {
      if (leg.hasBegun) return 'a second time'
      leg.hasBegun = true
    }
    if (event === 'USER_ENTER') {
      if (!leg.hasBegun) return 'before CALL_BEGIN'
      if (leg.entered.has(payload.userID)) return 'a second time'
      leg.entered.add(payload.userID)
    }
    if (event === 'USER_LEAVE') leg.entered.delete(payload.userID)
    if (event === 'CALLING_END' || event === 'CALL_NOT_CONNECTED') {
      if (payload.callID !== leg.callID) return `while ${leg.callID} goes on`
      if (event === 'CALL_NOT_CONNECTED' && leg.hasBegun) return 'after CALL_BEGIN'
      ended.add(payload.callID)
      if (held === payload.callID) held = undefined
      leg = undefined
    }
    return
  }

  for (const entry of entries) {
    if (entry.kind === 'told') {
      const wrong = told(entry.event)
      if (wrong) faults.push(`${entry.event.event} ${wrong}, at ${entry.atMs} ms`)
    } else if (entry.kind === 'holds') {
      held = entry.callID
    } else if (entry.kind === 'placed') {
      if (!leg && !ended.has(entry.callID)) leg = begin(entry.callID)
    } else if (entry.kind === 'out' || entry.kind === 'reloaded') {
      if (entry.kind === 'out' && leg && !(leg.isInvited && !leg.hasBegun))
        faults.push(`no end of ${leg.callID} at the logout, at ${entry.atMs} ms`)
      leg = held = undefined
      ended = new Set()
    }
  }
  if (leg || held !== undefined) faults.push(`no end of ${leg?.callID ?? held}`)
  return faults
}
