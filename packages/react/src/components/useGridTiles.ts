'use client'
import { useMemo, useState } from 'react'
import { useCall } from '../hooks/index.ts'
import type { CallState } from '../hooks/index.ts'
import { isSeated, tileOrder } from '../layout/tileOrder.ts'
import type { Seat, TileOf } from '../layout/tileOrder.ts'
import { stagePinned, tileKey } from '../layout/tilePages.ts'
import { useSpeakerOrder } from './useSpeakerOrder.ts'
import { useStageOrder } from './useStageOrder.ts'

/**
 * Every tile of the call: the pinned one or, where `showsSpeaker` and nothing else is large, who speaks on stage; in a grid who
 * speaks is among those of the first page. And how many a page has.
 */
export function useGridTiles(
  pinned: string | undefined,
  showsSpeaker: boolean,
  sizeOf: (isStaged: boolean) => number,
): { all: readonly TileOf[]; perPage: number } {
  const self = useCall((state) => state.self?.userID)
  const seats = useSeats()
  const tiles = useMemo(() => stagePinned(tileOrder(seats, self), pinned), [seats, self, pinned])
  const people = useSame(tiles.filter(isOther).map(({ userID }) => userID))
  const hasStage = tiles.some(({ role }) => role === 'stage')
  const isSpeakerLarge = showsSpeaker && !hasStage && people.length > 0
  const perPage = sizeOf(hasStage || isSpeakerLarge)
  // Before them stand small screens, and oneself has a place there.
  const taken = tiles.filter((tile) => tile.role !== 'stage' && !isOther(tile)).length
  const paged = useSpeakerOrder(people, isSpeakerLarge ? people.length : Math.max(0, perPage - taken))
  const order = useStageOrder(paged, isSpeakerLarge)
  const all = useMemo(() => {
    const others = new Map(tiles.filter(isOther).map((tile) => [tile.userID, tile]))
    const placed = order.flatMap((userID) => others.get(userID) ?? [])
    const inOrder = [
      ...tiles.filter((tile) => tile.role !== 'own' && !isOther(tile)),
      ...placed,
      ...tiles.filter(isOwn),
    ]
    const [large] = placed
    return isSpeakerLarge && large ? stagePinned(inOrder, tileKey(large)) : inOrder
  }, [tiles, order, isSpeakerLarge])
  return { all, perPage }
}

/** Who has a tile. Who accepts has one already, and a microphone moves nobody: none of it renders the grid. */
function useSeats(): readonly Seat[] {
  const [seatsOf] = useState(createSeats)
  return useCall(seatsOf)
}

/** A selector that gives the list it gave before while it says the same: of hundreds of people one look has to be enough. */
function createSeats(): (state: Pick<CallState, 'members' | 'memberIDs'>) => readonly Seat[] {
  let seats: readonly Seat[] = []
  return ({ members, memberIDs }) => {
    const next = memberIDs.flatMap((userID): Seat[] => {
      const member = members[userID]
      return member && isSeated(member) ? [seatOf(member)] : []
    })
    const isSame = next.length === seats.length && next.every((seat, index) => isSameSeat(seat, seats[index]))
    if (!isSame) seats = next
    return seats
  }
}

/** Who rings has a tile as who talks has one. */
function seatOf({ userID, screenAvailable }: Seat): Seat {
  return { userID, status: 'connected', screenAvailable }
}

function isSameSeat(a: Seat, b: Seat | undefined): boolean {
  return a.userID === b?.userID && a.screenAvailable === b.screenAvailable
}

/** The same list while it has the same people: who listens to them need not listen anew. */
function useSame(list: readonly string[]): readonly string[] {
  const [kept, keep] = useState(list)
  const isSame = kept.length === list.length && kept.every((each, index) => each === list[index])
  if (!isSame) keep(list)
  return isSame ? kept : list
}

function isOther({ role, source }: TileOf): boolean {
  return role === 'person' && source === 'camera'
}

function isOwn({ role }: TileOf): boolean {
  return role === 'own'
}
