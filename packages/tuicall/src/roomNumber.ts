/** Their room numbers go up to here. */
const MOST = 2_147_483_647

/**
 * The number that stands for a call where they have a room number: 1 to 2 147 483 647, the same for the same callID on every
 * machine. Two calls can have the same number, at odds of one in two thousand million.
 */
export function roomNumber(callID: string): number {
  // FNV-1a, 32 bits.
  let hash = 0x811c9dc5
  for (const character of callID) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  return ((hash >>> 0) % MOST) + 1
}
