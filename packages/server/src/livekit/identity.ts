import { createHash } from 'node:crypto'
import { isOver, isRinging, memberOf, type Call, type CallMember } from '@ringkit/core/protocol'

/**
 * A device of a member in the call's room: `<device tag>:<userID>`. Unique per device, because a second join under one
 * identity throws the first out; new in each call, so that a deviceID is not told to others. The tag has no colon.
 */
export function identityOf(callID: string, userID: string, deviceID: string): string {
  const tag = createHash('sha256').update(`${callID} ${deviceID}`).digest('hex').slice(0, 12)
  return `${tag}:${userID}`
}

/** A member on a device whose media may be in the room: it holds the call, being in it or calling, or it rings there. */
export interface Holder {
  member: CallMember
  /** Reckoned when it is asked for: most often nobody asks. */
  readonly identity: string
}

/**
 * Is it a device of somebody the call rings? It may wait in the room, with the rights of `waitingPermission` and no more. Which of
 * the user's devices ring the call does not know; each has got its token from us.
 */
export function isWaiting(call: Call, identity: string): boolean {
  return !isOver(call) && isRinging(memberOf(call, userIDOf(identity)))
}

/** The user a device belongs to. */
export const userIDOf = (identity: string): string => identity.slice(identity.indexOf(':') + 1)

/** Those whose media may be in the room at this moment, ringing devices apart. */
export function holders(call: Call): Holder[] {
  if (isOver(call)) return []
  return call.members.flatMap((member) => {
    const { userID, deviceID, status } = member
    if (deviceID === undefined || (status !== 'calling' && status !== 'connected')) return []
    const holder: Holder = {
      member,
      get identity() {
        return identityOf(call.callID, userID, deviceID)
      },
    }
    return [holder]
  })
}
