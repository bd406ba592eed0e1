import type { RoomCheck } from '../ports/media.ts'
import type { NetworkQuality } from '../protocol/events.ts'
import type { Person } from './syntheticPerson.ts'

/** What a network of that quality has; `lost` has no way at all. */
const roundTripsMs: Readonly<Record<NetworkQuality, number | undefined>> = {
  excellent: 40,
  good: 220,
  poor: 600,
  lost: undefined,
  unknown: 0,
}

/** What this person finds when they look into a room. */
export function syntheticRoomCheck({ isCut, quality }: Person): RoomCheck {
  const roundTripMs = isCut ? undefined : roundTripsMs[quality]
  return roundTripMs === undefined ? { canConnect: false } : { canConnect: true, roundTripMs }
}
