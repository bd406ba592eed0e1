import type { TileRole } from './arrangeTiles.ts'

/** What the order needs to know of a member. */
export interface Seat {
  userID: string
  status: string
  screenAvailable: boolean
}

/** Whose tile it is, what it shows, and whether it is a person or a shared screen. */
export interface TileOf {
  userID: string
  source: 'camera' | 'screen'
  role: TileRole
}

/** Who has a tile: those in the call, those it rings for, and the one who places it. */
const seated = new Set(['calling', 'ringing', 'connected'])

/** Whether a member has a tile, be it that of somebody it rings for. */
export function isSeated({ status }: Pick<Seat, 'status'>): boolean {
  return seated.has(status)
}

/** The tiles of a call in reading order: shared screens, the others as they were invited, oneself last. */
export function tileOrder(members: readonly Seat[], self: string | undefined): TileOf[] {
  const present = members.filter(isSeated)
  const others = present.filter((member) => member.userID !== self)
  const own = present.filter((member) => member.userID === self)
  return [
    ...present
      .filter((member) => member.screenAvailable)
      .map(({ userID }): TileOf => ({ userID, source: 'screen', role: 'stage' })),
    ...others.map(({ userID }): TileOf => ({ userID, source: 'camera', role: 'person' })),
    ...own.map(({ userID }): TileOf => ({ userID, source: 'camera', role: 'own' })),
  ]
}
