import { newID } from '../newID.ts'
import type { SharedParts } from '../redisStore.ts'

/** Kept so long after the last look of any node, ms: rooms that nobody is in do not last as long. */
const KEPT_MS = 2 * 3_600_000

/**
 * Whose rooms are ours. Every room carries the name of the installation that made it as its metadata, so that several on one
 * LiveKit leave each other's alone. Participants can read it: it says nothing, and opens nothing.
 */
export interface Installation {
  /** What new rooms carry. */
  metadata(): Promise<string>
  /** Does this room's metadata say that it is ours? */
  isOurs(metadata: string): boolean
  /**
   * May this node see to what is left over, for so long, ms? Of several nodes on one store one does at a time. Keeps the name
   * from being forgotten.
   */
  mayTidy(ms: number): Promise<boolean>
}

const metadataOf = (name: string) => JSON.stringify({ ringkit: name })

/** One process alone: its name ends with it, as its calls do. */
export function ownInstallation(): Installation {
  const own = metadataOf(newID())
  return {
    metadata: () => Promise.resolve(own),
    isOurs: (metadata) => metadata === own,
    mayTidy: () => Promise.resolve(true),
  }
}

/** All nodes on one store have one name, kept there. A store that has lost everything gets it back from the first node that looks. */
export function sharedInstallation({ connection, keys }: SharedParts): Installation {
  const node = newID()
  let name: string | undefined
  /** A store that has lost everything may have got another name from a new node: the rooms of before stay ours. */
  const known = new Set<string>()

  async function agree(): Promise<string> {
    const proposed = name ?? newID()
    const expiration = { type: 'PX', value: KEPT_MS } as const
    const isNew = await connection.ask((client) =>
      client.set(keys.installation, proposed, { condition: 'NX', expiration }),
    )
    const agreed = isNew === null ? await connection.ask((client) => client.get(keys.installation)) : proposed
    // Gone between the two requests: the next one agrees.
    name = typeof agreed === 'string' ? agreed : proposed
    known.add(metadataOf(name))
    return name
  }

  return {
    metadata: async () => metadataOf(name ?? (await agree())),
    isOurs: (metadata) => known.has(metadata),
    async mayTidy(ms) {
      await agree()
      await connection.ask((client) => client.pExpire(keys.installation, KEPT_MS))
      const expiration = { type: 'PX', value: ms } as const
      const isMine = await connection.ask((client) => client.set(keys.tidying, node, { condition: 'NX', expiration }))
      return isMine !== null
    },
  }
}
