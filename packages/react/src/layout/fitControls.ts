/** One of a row of controls. */
export interface FittingControl {
  id: string
  /** Pixels. */
  width: number
  /** 0 stays always; of the others the highest goes first. */
  rank: number
  /** Stands at the one before it without a gap; its rank is higher than that one's. */
  isJoined?: boolean | undefined
}

export interface FittingRow {
  /** Pixels there are, between two controls, and of the button that opens the rest. */
  available: number
  gap: number
  more: number
}

/**
 * Pure: the ids that do not fit into a row and go into a "More" menu, which takes room itself. As few as can be, the highest
 * ranks first; nothing when all fit without that menu.
 */
export function fitControls(controls: readonly FittingControl[], { available, gap, more }: FittingRow): string[] {
  if (widthOf(controls, gap) <= available) return []
  const out = controls.filter(({ rank }) => rank > 0).toSorted((a, b) => b.rank - a.rank)
  let shown = controls
  const gone: string[] = []
  for (const { id } of out) {
    if (gone.length > 0 && widthOf(shown, gap) + gap + more <= available) break
    shown = shown.filter((control) => control.id !== id)
    gone.push(id)
  }
  return gone
}

function widthOf(controls: readonly FittingControl[], gap: number): number {
  const gaps = controls.filter(({ isJoined }) => !isJoined).length - 1
  return controls.reduce((sum, { width }) => sum + width, 0) + Math.max(0, gaps) * gap
}
