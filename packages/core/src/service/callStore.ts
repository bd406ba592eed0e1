import type { Call } from '../protocol/call.ts'

/** What a command led to, kept so that the same command sent again gets the same answer and acts once. */
export interface CommandResult {
  userID: string
  commandID: string
  /** The command's content: another command under the same id is refused. */
  fingerprint: string
  callID: string
}

/** One step from a call's version to the next, all or nothing. */
export interface Commit {
  /** The version decided upon; undefined for a new call. */
  previous: Call | undefined
  next: Call
  result?: CommandResult
}

/**
 * Where calls are kept. All nodes of one call service share one store. A user has one place: the store holds who is active in
 * which call, and a commit that would put somebody into two calls fails.
 */
export interface CallStore {
  /** The store's clock, epoch ms: the one clock by which rings and graces are judged. */
  now(): Promise<number>
  read(callID: string): Promise<Call | undefined>
  /** The call each of these users is active in. Users without one are not in the map. */
  callsOf(userIDs: readonly string[]): Promise<ReadonlyMap<string, Call>>
  /** Calls of a group that are not over. */
  callsOfGroup(groupID: string): Promise<Call[]>
  /** Calls that are not over and this user is or was a member of. */
  callsWith(userID: string): Promise<Call[]>
  /**
   * Writes `next`, its users' places and its next due time if the stored version is still `previous`'s and every place is
   * free or this call's, and the command has no result yet. False: nothing was written; read and decide again. Ended calls vanish after 10 minutes.
   */
  commit(change: Commit): Promise<boolean>
  result(userID: string, commandID: string): Promise<CommandResult | undefined>
  /** The calls with a deadline or grace at or before `now`. */
  due(now: number): Promise<string[]>
  /** When the next one is due, epoch ms. */
  nextDue(): Promise<number | undefined>
  close(): Promise<void>
}
