import { setTimeout as wait } from 'node:timers/promises'
import {
  isOver,
  memberOf,
  type Author,
  type Call,
  type CallService,
  type CallStore,
  type KickReason,
  type Known,
} from '@ringkit/core/protocol'
import type { Link } from './link.ts'
import { newID } from './newID.ts'
import type { Released, Roster, Seat } from './roster.ts'
import { createTurns } from './turns.ts'

/** Between two tries to note what became of a session while the store does not answer, ms. */
const RETRY_MS = 500

/**
 * A signed-in device.
 *
 *   live ──connection gone──► lost      (its place in a call is held for the grace)
 *     ├──its next connection─► replaced  (no grace: the device is there)
 *     ├──logout──────────────► signedOut (its call has been hung up)
 *     └──another login, kick─► kicked    (removed from its call)
 */
export type SessionState = 'live' | 'lost' | 'replaced' | 'signedOut' | 'kicked'

export interface Session extends Author {
  link: Link
  isLogin: boolean
  known?: Known
  state: SessionState
  /** Its place in the roster, from the moment it was asked for until all is done that follows from its end. */
  seat?: Seat
  /** Which of two connections of a device is the newer one. */
  order?: number
}

export interface SessionsOptions {
  policy: 'multiple' | 'single'
  service: CallService
  store: CallStore
  roster: Roster
  graceMs: number
  /** Told to each login. */
  maxMembers: number
  /** Told at the first session of a user, and when the last one's connection has gone. */
  onPresence: (userID: string, isOnline: boolean) => void
  /** Told which call there is for a device that is being greeted. */
  onGreeted: (call: Call) => void
}

/** In the call, or calling, on this very device. */
function holds(call: Call | undefined, { userID, deviceID }: Pick<Author, 'userID' | 'deviceID'>): boolean {
  const member = call && !isOver(call) ? memberOf(call, userID) : undefined
  return (member?.status === 'calling' || member?.status === 'connected') && member.deviceID === deviceID
}

/** Who is connected here, and what becomes of a call when a connection comes, goes or is displaced. */
export function createSessions(options: SessionsOptions) {
  const { policy, service, store, roster, graceMs, maxMembers, onPresence, onGreeted } = options
  const users = new Map<string, Map<string, Session>>()
  // Coming and going of one user's devices is judged one at a time: a resume never overtakes the loss before it.
  const inTurn = createTurns()
  let isStopped = false
  const callOf = async (userID: string) => (await store.callsOf([userID])).get(userID)
  const of = (userID: string) => [...(users.get(userID)?.values() ?? [])]
  const all = () => [...users.values()].flatMap((devices) => [...devices.values()])

  function replace(session: Session): void {
    session.state = 'replaced'
    session.link.close()
  }

  function put(session: Session): void {
    const devices = users.get(session.userID) ?? new Map<string, Session>()
    const old = devices.get(session.deviceID)
    devices.set(session.deviceID, session)
    users.set(session.userID, devices)
    if (old) replace(old)
  }

  function drop(session: Session): void {
    const devices = users.get(session.userID)
    if (devices?.get(session.deviceID) !== session) return
    devices.delete(session.deviceID)
    if (devices.size === 0) users.delete(session.userID)
  }

  function kickOut(session: Session, reason: KickReason): void {
    session.state = 'kicked'
    drop(session)
    session.link.kick(reason)
  }

  /** Nobody but this device can be where it was: its grace begins, or ends if it has come back elsewhere meanwhile. */
  async function lose(userID: string, deviceID: string, at: number): Promise<void> {
    const call = await callOf(userID)
    if (!call || !holds(call, { userID, deviceID })) return
    await service.apply(call.callID, { kind: 'lose', userID, deviceID, at, graceMs })
    if (await roster.has(userID, deviceID)) await service.apply(call.callID, { kind: 'resume', userID, deviceID })
  }

  /** What the device's call suffers by the way in which the session ended. */
  async function leaveCall(session: Session): Promise<void> {
    const { userID, deviceID, state } = session
    if (state !== 'kicked' && state !== 'signedOut') return lose(userID, deviceID, session.link.lastSeen())
    const call = await callOf(userID)
    if (!call || !holds(call, session)) return
    const { callID } = call
    if (state === 'kicked') await service.apply(callID, { kind: 'remove', userID })
    else await service.execute(session, newID(), { kind: 'hangup', callID }, () => true)
  }

  function noteRelease(userID: string, { isLast }: Released): void {
    if (isLast) onPresence(userID, false)
  }

  /** All that follows from the end of a session, once. */
  async function settle(session: Session): Promise<void> {
    const { seat, userID } = session
    if (!seat) return
    if (session.state === 'lost' || session.state === 'signedOut') {
      // A hang-up comes before the place is given up, so that nobody takes the device for one that may come back.
      if (session.state === 'signedOut') await leaveCall(session)
      const released = await roster.release(seat)
      noteRelease(userID, released)
      if (session.state === 'lost' && !released.isReplaced) await leaveCall(session)
    }
    // Its accept may have been under way when another node displaced it, and looked for its call in vain.
    if (session.state === 'kicked' && !(await roster.has(userID, session.deviceID))) await leaveCall(session)
    await roster.settle(seat)
    delete session.seat
  }

  /** Again and again, until the store has it: somebody whose loss is forgotten would be in a call for ever. */
  async function settleAtLast(session: Session): Promise<void> {
    while (!isStopped) {
      try {
        return await settle(session)
      } catch {
        await wait(RETRY_MS)
      }
    }
  }

  /** Policy `single`: every other device is out, and so is the call one of them held, in its grace or not (faults D1). */
  async function displaceOthers(session: Session): Promise<void> {
    const { userID, deviceID } = session
    for (const other of of(userID)) if (other.deviceID !== deviceID) kickOut(other, 'repeatLogin')
    const call = await callOf(userID)
    const status = call && memberOf(call, userID)?.status
    if (call && status !== 'ringing' && !holds(call, session))
      await service.apply(call.callID, { kind: 'remove', userID })
  }

  async function greet(session: Session): Promise<void> {
    const { userID, deviceID, known, profile, link } = session
    const call = await callOf(userID)
    if (call) onGreeted(call)
    if (call && holds(call, session)) await service.apply(call.callID, { kind: 'resume', userID, deviceID })
    link.welcome({ self: { userID, ...profile }, maxMembers, ...(await service.sync(userID, deviceID, known)) })
  }

  return {
    of,
    all,
    users: () => [...users.keys()],
    count: () => [...users.values()].reduce((sum, devices) => sum + devices.size, 0),

    /** Takes a new connection in and greets it; false when it was turned away or has gone meanwhile. */
    open(session: Session): Promise<boolean> {
      const { userID, deviceID, link } = session
      return inTurn(userID, async () => {
        if (!link.isOpen()) return false
        session.seat = { userID, deviceID, connectionID: newID() }
        const claimed = await roster.claim(session.seat, session.isLogin)
        if ('refused' in claimed) {
          delete session.seat
          session.state = 'kicked'
          // Too many at one moment at several nodes: the next attempt is told so before it comes this far.
          if (claimed.refused === 'full') link.close()
          else link.kick(claimed.refused)
          return false
        }
        session.order = claimed.order
        put(session)
        if (session.isLogin && policy === 'single') await displaceOthers(session)
        if (claimed.isFirst) onPresence(userID, true)
        await greet(session)
        return true
      })
    },

    /** The connection is gone. A device that is not there again has a grace, counted from its last sign of life. */
    lost(session: Session): Promise<void> {
      if (session.state === 'live') session.state = 'lost'
      return inTurn(session.userID, async () => {
        drop(session)
        await settleAtLast(session)
      })
    },

    /** Hangs up or cancels; a device that only rings does not decline (faults D3). */
    signOut(session: Session): Promise<void> {
      session.state = 'signedOut'
      return inTurn(session.userID, async () => {
        await settle(session)
        drop(session)
      })
    },

    /** After a command of a session that ended while it was carried out: no call is left to a device that is gone. */
    async leaveBehind(session: Session): Promise<void> {
      if (session.state === 'live') return
      await inTurn(session.userID, async () => {
        if (!(await roster.has(session.userID, session.deviceID))) await leaveCall(session)
      })
    },

    /** Ends every session of a user, on every node, and the user's part in any call. */
    async removeAll(userID: string): Promise<void> {
      const wasOnline = await roster.removeAll(userID)
      return inTurn(userID, async () => {
        for (const session of of(userID)) kickOut(session, 'removed')
        if (wasOnline) onPresence(userID, false)
        const call = await callOf(userID)
        if (call) await service.apply(call.callID, { kind: 'remove', userID })
      })
    },

    /** Another node took the places of all devices but one, as they were before. */
    displaced(userID: string, but: string, order: number, reason: KickReason): Promise<void> {
      return inTurn(userID, async () => {
        for (const session of of(userID))
          if (session.deviceID !== but && (session.order ?? Infinity) < order) kickOut(session, reason)
      })
    },

    /** The device has a newer connection on another node: nothing more is taken from the old one (faults C10). */
    moved(userID: string, deviceID: string, order: number): Promise<void> {
      return inTurn(userID, async () => {
        const session = users.get(userID)?.get(deviceID)
        if (!session || (session.order ?? Infinity) >= order) return
        drop(session)
        replace(session)
      })
    },

    /** A device whose node died. `release` gives up what that node held. */
    async orphaned(userID: string, deviceID: string, at: number, release: () => Promise<Released>): Promise<void> {
      const released = await release()
      noteRelease(userID, released)
      if (!released.isReplaced) await lose(userID, deviceID, at)
    },

    /** Sends every client elsewhere; each has its grace. */
    closeAll(): void {
      for (const { link } of all()) link.close()
    },

    /** Notes the loss of every session; what the store does not take is left to other nodes. */
    async leaveAll(): Promise<void> {
      await Promise.allSettled(all().map((session) => this.lost(session)))
    },

    stop(): void {
      isStopped = true
    },
  }
}

export type Sessions = ReturnType<typeof createSessions>
