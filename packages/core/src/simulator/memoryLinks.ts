import type { ConnectionHandlers } from '../ports/signalling.ts'
import type { Author } from '../protocol/commands.ts'
import type { KickReason } from '../protocol/messages.ts'

/** One signed-in device and its way to the call service. */
export interface Link {
  readonly author: Author
  readonly handlers: ConnectionHandlers
  isOpen: boolean
}

/** Who is signed in, who is cut off, and who may not come back without a new login. */
export class MemoryLinks {
  readonly #links = new Set<Link>()
  readonly #cut = new Set<string>()
  /** The devices that may reconnect by themselves after a displacing login or a kick; nobody is barred without an entry. */
  readonly #admitted = new Map<string, { deviceIDs: Set<string>; reason: KickReason }>()

  all(): readonly Link[] {
    return [...this.#links]
  }

  of(userID: string): readonly Link[] {
    return this.all().filter((link) => link.author.userID === userID)
  }

  /** Takes a link in, in place of an earlier one of the same device. */
  add(link: Link): void {
    const { userID, deviceID } = link.author
    for (const old of this.of(userID)) if (old.author.deviceID === deviceID) this.close(old)
    this.#links.add(link)
  }

  /** False when it was closed already. Nothing reaches the device any more. */
  close(link: Link): boolean {
    if (!link.isOpen) return false
    link.isOpen = false
    this.#links.delete(link)
    return true
  }

  kick(link: Link, reason: KickReason): void {
    if (this.close(link)) link.handlers.onKicked(reason)
  }

  /** Cuts a user's one device off, or all of them; those that are open are returned, closed. */
  cut(userID: string, deviceID?: string): readonly Link[] {
    this.#cut.add(key(userID, deviceID))
    return this.of(userID).filter((link) => this.isCut(link.author) && this.close(link))
  }

  restore(userID: string, deviceID?: string): void {
    this.#cut.delete(key(userID, deviceID))
  }

  isCut({ userID, deviceID }: Pick<Author, 'userID' | 'deviceID'>): boolean {
    return this.#cut.has(key(userID)) || this.#cut.has(key(userID, deviceID))
  }

  /** A login of this device; with `isOnly` every other one is out from now on. */
  admit({ userID, deviceID }: Pick<Author, 'userID' | 'deviceID'>, isOnly: boolean): void {
    if (isOnly) this.#admitted.set(userID, { deviceIDs: new Set([deviceID]), reason: 'repeatLogin' })
    else this.#admitted.get(userID)?.deviceIDs.add(deviceID)
  }

  /** All devices of a user are out until their next login. */
  bar(userID: string): void {
    this.#admitted.set(userID, { deviceIDs: new Set(), reason: 'removed' })
  }

  /** Why a device that reconnects by itself is turned away; undefined: it is welcome. */
  whyNot({ userID, deviceID }: Pick<Author, 'userID' | 'deviceID'>): KickReason | undefined {
    const admitted = this.#admitted.get(userID)
    return admitted && !admitted.deviceIDs.has(deviceID) ? admitted.reason : undefined
  }
}

const key = (userID: string, deviceID = '') => JSON.stringify([userID, deviceID])
