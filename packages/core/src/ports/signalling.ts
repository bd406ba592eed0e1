import type { Hello, KickReason, Reply, Request, Welcome } from '../protocol/messages.ts'
import type { Snapshot } from '../protocol/snapshot.ts'

/** What a connection tells without being asked. */
export interface ConnectionHandlers {
  onSnapshot(snapshot: Snapshot): void
  /** The session is over; the connection closes. */
  onKicked(reason: KickReason): void
  /** The link is gone, by whichever side but `close()`. Told once. */
  onLost(): void
}

/** One living connection to the call server. After `close()` or `onLost` no handler runs and every request rejects. */
export interface Connection {
  readonly welcome: Welcome
  /**
   * Sends and waits for the answer. Rejects with SIGNALLING_FAILED when the link goes, TIMEOUT after `timeoutMs`: whether
   * the server acted is then unknown, and a command is to be repeated under the same id.
   */
  request<K extends Request['kind']>(request: Extract<Request, { kind: K }>, timeoutMs: number): Promise<Reply<K>>
  close(): void
}

/**
 * The way to the call server. One call is one attempt: it resolves with a signed-in connection, or rejects with
 * SIGNALLING_FAILED (not reached within `timeoutMs`, or reached and not signed in `signInMs` after the beginning), or with the
 * code the server refused the login by. It never retries by itself: the engine's session does.
 */
export interface Signalling {
  connect(hello: Hello, handlers: ConnectionHandlers, timeoutMs: number, signInMs: number): Promise<Connection>
}

/** Makes the way to the call server at `url`. */
export type SignallingFactory = (options: { url: string }) => Signalling
