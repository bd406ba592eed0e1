/** One or two letters that stand for a name: "Ann Lee" → "AL", "bob" → "B". */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  const ends = words.length > 1 ? [words[0], words.at(-1)] : [words[0]]
  return ends.map((word) => [...(word ?? '')][0]?.toLocaleUpperCase() ?? '').join('')
}

/** A colour angle that is the same for a person everywhere, 0..359. */
export function hueOf(userID: string): number {
  return [...userID].reduce((hash, letter) => (hash * 31 + (letter.codePointAt(0) ?? 0)) % 360, 7)
}
