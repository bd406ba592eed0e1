import { every, type Clock } from '../ports/clock.ts'
import type { Connection, Signalling } from '../ports/signalling.ts'
import { CallError } from '../protocol/errors.ts'
import {
  PROTOCOL_VERSION,
  type KickReason,
  type Known,
  type Reply,
  type Request,
  type Welcome,
} from '../protocol/messages.ts'
import type { Snapshot } from '../protocol/snapshot.ts'

/** How long `login()` looks for a server (contract §3), ms. */
const LOGIN_MS = 10_000
/** Attempts that are refused at once follow each other at this pace, ms; one that hangs is given `attemptMs`. */
const RETRY_MS = 500
/** The first attempts give up soon, so that a dead one does not cost the grace; later ones leave a slow network its time. */
const attemptMs = (attempt: number) => Math.min(5_000, 1_000 * 1.4 ** attempt)
/**
 * A server that was reached has so long to sign the device in, ms: where many come at once, as when a node has died, attempts
 * that are given up and begun anew only hold each other up. Less than the grace leaves after a dead link was noticed.
 */
const SIGN_IN_MS = 3_000
/** How often the client compares what it holds with the server, ms: a snapshot that never came is noticed by then. */
const SYNC_MS = 5_000
const REQUEST_MS = 5_000

/** Refusals after which trying again is no use. */
const isFinal = ({ code }: CallError) => code === 'NOT_ALLOWED' || code === 'BAD_PARAMETER'

export interface SessionOptions {
  clock: Clock
  signalling: Signalling
  token: () => Promise<string>
  deviceID: () => Promise<string>
  hasRoom: boolean
  /** The call this device holds, to be compared with the server's. */
  known: () => Known | undefined
  /** `asked`: the call that `known` named in this hello. */
  onWelcome(welcome: Welcome, isLogin: boolean, asked: Known | undefined): void
  onSnapshot(snapshot: Snapshot): void
  onSync(reply: Reply<'sync'>, asked: Known | undefined): void
  onReconnecting(): void
  onKicked(reason: KickReason): void
  /** The server refuses this login from now on. */
  onRefused(error: CallError): void
  /** An attempt to reconnect failed in a way worth telling. */
  onError(error: CallError): void
}

/**
 * The login of one device: connects, connects again, and says when it is over.
 *
 *   off ──login()──► connecting ──welcome──► on ──lost──► reconnecting ──welcome──► on
 *    ▲                  │refused, 10 s                        │refused
 *    └──────────────────┴───── logout(), kicked ──────────────┘
 */
export function createSession(options: SessionOptions) {
  const { clock } = options
  let state: 'off' | 'connecting' | 'on' | 'reconnecting' = 'off'
  let connection: Connection | undefined
  /** Counts logins: what an earlier one still has under way is void. */
  let era = 0
  let loggingIn: Promise<void> | undefined
  let stopSyncing = () => {}
  const waiting = new Set<() => void>()

  function wake(): void {
    for (const resolve of [...waiting]) resolve()
    waiting.clear()
  }

  function end(): void {
    era += 1
    state = 'off'
    stopSyncing()
    connection?.close()
    connection = undefined
    loggingIn = undefined
    wake()
  }

  async function attempt(isLogin: boolean, tries: number, mine: number, left = Infinity): Promise<void> {
    const token = await options.token()
    const known = options.known()
    const hello = {
      protocol: PROTOCOL_VERSION as typeof PROTOCOL_VERSION,
      token,
      deviceID: await options.deviceID(),
      hasRoom: options.hasRoom,
      isLogin,
      ...(known && { known }),
    }
    const isMine = () => mine === era
    const timeoutMs = attemptMs(tries)
    const made = await options.signalling.connect(
      hello,
      {
        onSnapshot: (snapshot) => isMine() && options.onSnapshot(snapshot),
        onKicked(reason) {
          if (!isMine()) return
          end()
          options.onKicked(reason)
        },
        onLost: () => isMine() && lost(),
      },
      Math.min(left, timeoutMs),
      Math.min(left, Math.max(timeoutMs, SIGN_IN_MS)),
    )
    if (!isMine()) {
      made.close()
      throw new CallError('NOT_LOGGED_IN')
    }
    connection = made
    state = 'on'
    stopSyncing = every(clock, SYNC_MS, () => void sync())
    options.onWelcome(made.welcome, isLogin, known)
    wake()
  }

  async function sync(): Promise<void> {
    const known = options.known()
    try {
      const reply = await connection?.request<'sync'>({ kind: 'sync', ...(known && { known }) }, REQUEST_MS)
      if (reply) options.onSync(reply, known)
    } catch {
      // A lost link is told by onLost; a slow answer is asked for again in five seconds.
    }
  }

  function lost(): void {
    connection = undefined
    stopSyncing()
    state = 'reconnecting'
    options.onReconnecting()
    void reconnect(era)
  }

  const pause = (since: number) =>
    new Promise<void>((resolve) => clock.setTimeout(resolve, Math.max(0, since + RETRY_MS - clock.elapsed())))

  async function reconnect(mine: number): Promise<void> {
    for (let tries = 0; mine === era && state === 'reconnecting'; tries += 1) {
      const since = clock.elapsed()
      try {
        return await attempt(false, tries, mine)
      } catch (cause) {
        if (mine !== era) return
        const error = CallError.from(cause, 'SIGNALLING_FAILED')
        if (isFinal(error)) {
          end()
          return options.onRefused(error)
        }
        if (!(cause instanceof CallError)) options.onError(error)
      }
      await pause(since)
    }
  }

  async function connect(mine: number): Promise<void> {
    const until = clock.elapsed() + LOGIN_MS
    for (let tries = 0; ; tries += 1) {
      const since = clock.elapsed()
      try {
        const left = Math.max(1, until - since)
        return await attempt(true, tries, mine, left)
      } catch (cause) {
        if (mine !== era) throw new CallError('NOT_LOGGED_IN', 'The login was ended before it was complete.', { cause })
        const error = CallError.from(cause, 'SIGNALLING_FAILED')
        const isLate = clock.elapsed() + RETRY_MS >= until
        if (isFinal(error) || isLate) {
          end()
          throw error
        }
      }
      await pause(since)
    }
  }

  /** Resolves when there is a connection; rejects at `until` (`clock.elapsed()`), or when the login has ended. */
  async function ready(until: number): Promise<Connection> {
    while (!connection) {
      if (state === 'off') throw new CallError('NOT_LOGGED_IN')
      const left = until - clock.elapsed()
      if (left <= 0) throw new CallError('SIGNALLING_FAILED')
      await new Promise<void>((resolve) => {
        const timer = clock.setTimeout(done, left)
        function done(): void {
          clock.clearTimeout(timer)
          waiting.delete(done)
          resolve()
        }
        waiting.add(done)
      })
    }
    return connection
  }

  return {
    get state() {
      return state
    },
    /** Another number once the login has ended: answers of before are void. */
    get era() {
      return era
    },
    /** One login at a time: a second call gets the first one's promise. */
    login(): Promise<void> {
      if (loggingIn) return loggingIn
      state = 'connecting'
      loggingIn = connect(era)
      return loggingIn
    },
    ready,
    /** Compares at once instead of in up to five seconds. */
    sync,
    /** Asks a question once, waiting for a connection no longer than for its answer. */
    async request<K extends Request['kind']>(request: Extract<Request, { kind: K }>): Promise<Reply<K>> {
      return (await ready(clock.elapsed() + REQUEST_MS)).request<K>(request, REQUEST_MS)
    },
    /** Signs out; the server is told if it can be reached within a second. */
    async logout(): Promise<void> {
      const open = connection
      const asked = open?.request<'logout'>({ kind: 'logout' }, 1_000).catch(() => {
        // The link died meanwhile: the server notices by itself.
      })
      connection = undefined
      end()
      await asked
      open?.close()
    },
    end,
  }
}

export type Session = ReturnType<typeof createSession>
