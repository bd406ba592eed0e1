/** Who may be in the playground, in the order in which they come. */
export const cast = [
  { userID: 'ann', name: 'Ann' },
  { userID: 'bob', name: 'Bob' },
  { userID: 'carol', name: 'Carol' },
  { userID: 'dave', name: 'Dave' },
  { userID: 'erin', name: 'Erin' },
  { userID: 'farid', name: 'Farid' },
] as const

/** How many screens there can be: a call needs two. */
export const fewest = 2
export const most = cast.length

/** The name of a person of the cast. */
export function nameOf(userID: string): string {
  return cast.find((person) => person.userID === userID)?.name ?? userID
}

/** The group that group calls belong to, so that who declined can still join. */
export const groupID = 'team'
