import { createHash } from 'node:crypto'
import { isOver, type Call, type CallMember } from '@ringkit/core/protocol'

/**
 * A device of a member in the call's room: `<device tag>:<userID>`. Unique per device, because a second join under one
 * identity throws the first out; new in each call, so that a deviceID is not told to others. The tag has no colon.
 */
export function identityOf(callID: string, userID: string, deviceID: string): string {
  const tag = createHash('sha256').update(`${callID} ${deviceID}`).digest('hex').slice(0, 12)
  return `${tag}:${userID}`
}

/** A member that holds the call on a device, so that its media may be in the room: in the call, or calling. */
export interface Holder {
  member: CallMember
  identity: string
}

/** Those whose media may be in the room at this moment. */
export function holders(call: Call): Holder[] {
  if (isOver(call)) return []
  return call.members.flatMap((member) => {
    const { userID, deviceID, status } = member
    const isHolding = status === 'calling' || status === 'connected'
    return isHolding && deviceID !== undefined ? [{ member, identity: identityOf(call.callID, userID, deviceID) }] : []
  })
}
