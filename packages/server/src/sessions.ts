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
import { createAdmissions } from './admissions.ts'
import type { Link } from './link.ts'
import { newID } from './newID.ts'
import { createTurns } from './turns.ts'

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
}

export interface SessionsOptions {
  policy: 'multiple' | 'single'
  service: CallService
  store: CallStore
  graceMs: number
  /** Told at the first session of a user, and when the last one's connection has gone. */
  onPresence: (userID: string, isOnline: boolean) => void
}

/** In the call, or calling, on this very device. */
function holds(call: Call | undefined, { userID, deviceID }: Pick<Author, 'userID' | 'deviceID'>): boolean {
  const member = call && !isOver(call) ? memberOf(call, userID) : undefined
  return (member?.status === 'calling' || member?.status === 'connected') && member.deviceID === deviceID
}

/** Who is connected, and what becomes of a call when a connection comes, goes or is displaced. */
export function createSessions({ policy, service, store, graceMs, onPresence }: SessionsOptions) {
  const users = new Map<string, Map<string, Session>>()
  const online = new Set<string>()
  const admissions = createAdmissions(policy)
  // Coming and going of one user's devices is judged one at a time: a resume never overtakes the loss before it.
  const inTurn = createTurns()
  const callOf = async (userID: string) => (await store.callsOf([userID])).get(userID)
  const of = (userID: string) => [...(users.get(userID)?.values() ?? [])]

  function tellPresence(userID: string): void {
    const isOnline = users.has(userID)
    if (isOnline === online.has(userID)) return
    if (isOnline) online.add(userID)
    else online.delete(userID)
    onPresence(userID, isOnline)
  }

  function put(session: Session): void {
    const devices = users.get(session.userID) ?? new Map<string, Session>()
    const old = devices.get(session.deviceID)
    devices.set(session.deviceID, session)
    users.set(session.userID, devices)
    if (old) {
      old.state = 'replaced'
      old.link.close()
    }
  }

  /** False when another connection of the device is in its place. */
  function drop(session: Session): boolean {
    const devices = users.get(session.userID)
    if (devices?.get(session.deviceID) !== session) return false
    devices.delete(session.deviceID)
    if (devices.size === 0) users.delete(session.userID)
    return true
  }

  function kickOut(session: Session, reason: KickReason): void {
    session.state = 'kicked'
    drop(session)
    session.link.kick(reason)
  }

  /** What the device's call suffers by the way in which the session ended. */
  async function leaveCall(session: Session): Promise<void> {
    const { userID, deviceID, state } = session
    const call = await callOf(userID)
    if (!call || !holds(call, session)) return
    const { callID } = call
    if (state === 'kicked') await service.apply(callID, { kind: 'remove', userID })
    else if (state === 'signedOut') await service.execute(session, newID(), { kind: 'hangup', callID }, () => true)
    else await service.apply(callID, { kind: 'lose', userID, deviceID, at: session.link.lastSeen(), graceMs })
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
    if (call && holds(call, session)) await service.apply(call.callID, { kind: 'resume', userID, deviceID })
    link.welcome({ self: { userID, ...profile }, ...(await service.sync(userID, deviceID, known)) })
  }

  return {
    of,
    isOnline: (userID: string) => users.has(userID),
    count: () => [...users.values()].reduce((sum, devices) => sum + devices.size, 0),
    all: () => [...users.values()].flatMap((devices) => [...devices.values()]),

    /** Takes a new connection in and greets it; false when it was turned away or has gone meanwhile. */
    open(session: Session): Promise<boolean> {
      const { userID, deviceID, link } = session
      return inTurn(userID, async () => {
        if (!link.isOpen()) return false
        if (session.isLogin) admissions.login(userID, deviceID)
        const reason = admissions.whyNot(userID, deviceID)
        if (reason) {
          session.state = 'kicked'
          link.kick(reason)
          return false
        }
        put(session)
        if (session.isLogin && policy === 'single') await displaceOthers(session)
        tellPresence(userID)
        await greet(session)
        return true
      })
    },

    /** The connection is gone. A device that is not there again has a grace, counted from its last sign of life. */
    lost(session: Session): Promise<void> {
      if (session.state === 'live') session.state = 'lost'
      return inTurn(session.userID, async () => {
        if (!drop(session)) return
        tellPresence(session.userID)
        await leaveCall(session)
      })
    },

    /** Hangs up or cancels; a device that only rings does not decline (faults D3). */
    signOut(session: Session): Promise<void> {
      session.state = 'signedOut'
      return inTurn(session.userID, async () => {
        await leaveCall(session)
        if (drop(session)) tellPresence(session.userID)
      })
    },

    /** After a command of a session that ended while it was carried out: no call is left to a device that is gone. */
    async leaveBehind(session: Session): Promise<void> {
      if (session.state === 'live') return
      await inTurn(session.userID, async () => {
        const current = users.get(session.userID)?.get(session.deviceID)
        if (!current) await leaveCall(session)
      })
    },

    /** Ends every session of a user, and the user's part in any call. */
    removeAll(userID: string): Promise<void> {
      admissions.removeAll(userID)
      return inTurn(userID, async () => {
        for (const session of of(userID)) kickOut(session, 'removed')
        tellPresence(userID)
        const call = await callOf(userID)
        if (call) await service.apply(call.callID, { kind: 'remove', userID })
      })
    },
  }
}

export type Sessions = ReturnType<typeof createSessions>
