/** Those of `order` who are still there, then who is new, in the order of `present`. Pure. */
export function keepOrder(order: readonly string[], present: readonly string[]): readonly string[] {
  const [there, before] = [new Set(present), new Set(order)]
  return [...order.filter((userID) => there.has(userID)), ...present.filter((userID) => !before.has(userID))]
}

/**
 * The order with everybody who speaks among the first `places`: each one who is not there yet changes places with the one who
 * has been silent there for longest, on a tie with the last of them. Nobody else moves, and nobody who speaks gives way; where
 * all of the first ones speak, it stays as it is. `spokeAt` tells when somebody spoke last, as any growing number; who never
 * did is missing. Pure.
 */
export function admitSpeakers(
  order: readonly string[],
  speakers: readonly string[],
  places: number,
  spokeAt: ReadonlyMap<string, number> = new Map(),
): readonly string[] {
  const admitted = [...order]
  const silence = (userID: string): number => -(spokeAt.get(userID) ?? -Infinity)
  for (const speaker of speakers) {
    const from = admitted.indexOf(speaker)
    const quiet = admitted.slice(0, places).filter((userID) => !speakers.includes(userID))
    const quietest = quiet.toReversed().toSorted((a, b) => compare(silence(b), silence(a)))[0]
    if (from < places || quietest === undefined) continue
    admitted[admitted.indexOf(quietest)] = speaker
    admitted[from] = quietest
  }
  return admitted
}

/** The order with one person first, who changes places with the one that stood there: nobody else moves. Pure. */
export function comeFirst(order: readonly string[], userID: string): readonly string[] {
  const from = order.indexOf(userID)
  const first = order[0]
  if (from <= 0 || first === undefined) return order
  return order.map((each, index) => (index === 0 ? userID : index === from ? first : each))
}

/** For infinite numbers too, whose difference is none. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1
}
