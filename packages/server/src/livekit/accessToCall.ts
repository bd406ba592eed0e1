import { isOver, isRinging, memberOf, notFound, refusal, type Call, type Refusal } from '@ringkit/core/protocol'
import { holders, identityOf, type Holder } from './identity.ts'
import type { Rooms } from './rooms.ts'

/**
 * Lets the device that holds the call into its room: in the call, or calling and waiting there; and one that rings, with the
 * rights of somebody who waits. The room is made again if
 * LiveKit has lost it.
 */
export async function accessToCall(
  call: Call | undefined,
  { userID, deviceID }: { userID: string; deviceID: string },
  rooms: Rooms,
): Promise<{ url: string; token: string } | Refusal> {
  const member = call && memberOf(call, userID)
  if (!call || !member || (member.status === 'busy' && !member.past)) return notFound
  const ringing: Holder | undefined =
    !isOver(call) && isRinging(member) ? { member, identity: identityOf(call.callID, userID, deviceID) } : undefined
  const holder = ringing ?? holders(call).find((each) => each.member === member && member.deviceID === deviceID)
  if (!holder) {
    const where = isOver(call)
      ? 'the call is over'
      : `you are "${member.status}" in this call, on this or another device`
    return refusal('WRONG_STATE', `Entering the room is not possible: ${where}.`)
  }
  return (await rooms.enter(call, holder)) ?? refusal('MEDIA_FAILED', 'The media server cannot be reached.')
}
