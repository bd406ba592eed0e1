interface Named {
  userID: string
  name: string
}

const first = ['Ann', 'Bob', 'Carol', 'Dave', 'Erin', 'Farid', 'Greta', 'Hana', 'Ivo']
const last = ['Lindgren', 'Okafor', 'Jiménez', 'Park', 'O’Neill', 'Rahimi', 'Moreau', 'Sato', 'Horvat']

/** The first is Ann. Up to 81 people, each with a name of their own. */
export function crowd(size: number): Named[] {
  return Array.from({ length: size }, (_, index) => {
    const round = Math.floor(index / first.length)
    const given = first[index % first.length] ?? ''
    const family = last[(index + round) % last.length] ?? ''
    return { userID: index < first.length ? given.toLowerCase() : `guest-${index}`, name: `${given} ${family}` }
  })
}

/** The userIDs of all of them but Ann. */
export function others(size: number): string[] {
  return crowd(size)
    .slice(1)
    .map(({ userID }) => userID)
}

/** Names as they are, not as one wishes they were: long, of one word that no line can be broken in, and without any. */
export const longNames = [
  { userID: 'ann', name: 'Ann-Kristin Wilhelmina Lindgren-Söderström af Klercker' },
  { userID: 'bob', name: 'Bartholomew Chukwuemeka Oluwaseun Okafor-Featherstonehaugh III' },
  { userID: 'carol', name: 'Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaft' },
  { userID: 'dave', name: 'ديفيد عبد الرحمن بن محمد بن عبد الله الأنصاري المراكشي' },
  { userID: 'e.o.neill-external-contractor.department-of-something@subsidiary.example.com' },
]

/** People with a picture of their own; the last one's cannot be loaded, so that the initials show. */
export const withPictures = crowd(4).map((person, index) => ({
  ...person,
  avatarURL: index === 3 ? 'data:image/png;base64,broken' : portrait(index * 80),
}))

/** A head and shoulders in one colour. */
export function portrait(hue: number): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 80"><rect width="80" height="80" fill="hsl(${hue} 45% 78%)"/><g fill="hsl(${hue} 45% 32%)"><circle cx="40" cy="31" r="15"/><path d="M12 80a28 28 0 0 1 56 0z"/></g></svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}
