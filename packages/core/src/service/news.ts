import type { Call } from '../protocol/call.ts'
import { snapshot, type Snapshot } from '../protocol/snapshot.ts'

/**
 * What a change tells one device of a member; undefined when nothing. A device for which the call is over, or never was,
 * hears no more of it until it rings there again. Pure.
 */
export function newsFor(
  previous: Call | undefined,
  next: Call,
  { userID, deviceID }: { userID: string; deviceID: string },
  now: number,
): Snapshot | undefined {
  const cut = snapshot(next, userID, deviceID, now)
  if (cut?.me.status !== 'over') return cut
  const before = previous && snapshot(previous, userID, deviceID, now)
  const wasOver = !before || (before.me.status === 'over' && before.me.leg === cut.me.leg)
  return wasOver ? undefined : cut
}
