import type { Clock } from '../ports/clock.ts'
import type { Media, MediaAccess, MediaFact } from '../ports/media.ts'
import { CallError } from '../protocol/errors.ts'
import type { Snapshot } from '../protocol/snapshot.ts'
import { keepTracks, keptTracks } from './tabStorage.ts'

/** Media that does not come back within this time is told as an error; it is tried on while the call lasts. ms. */
const GIVE_WORD_MS = 10_000
/** Between two attempts to enter the room, ms. */
const RETRY_MS = 1_000

/** What shall be sent once the room is entered. */
export interface Wanted {
  camera: boolean
  microphone: boolean
}

export interface MediaSessionOptions {
  clock: Clock
  media: Media
  access: (callID: string) => Promise<MediaAccess>
  /** The room is entered: the others may hear of it. */
  enter: (callID: string) => Promise<void>
  self: () => string
  onReconnecting(isReconnecting: boolean): void
  onError(error: CallError): void
  /** The call server says this device has no place in the call: what it holds is old. */
  onOutdated(): void
}

/** What is sent when nobody says otherwise (contract, Rules: `join`). */
const usual: Wanted = { camera: false, microphone: true }

const legOf = ({ callID, me }: Snapshot) => `${callID} ${me.leg}`
const isOutdated = ({ code }: CallError) => code === 'NOT_FOUND' || code === 'WRONG_STATE'

/**
 * When media joins, sends and goes dark: it follows the call this device holds.
 *
 * The camera and microphone are asked for when the call is connected for this device, never before; they go off before the
 * state says that the call is over.
 */
export function createMediaSession(options: MediaSessionOptions) {
  const { clock, media } = options
  let leg: string | undefined
  let held: Snapshot | undefined
  let wanted: Partial<Wanted> = {}
  let isDark = false
  /** Counts stays in a room: what an earlier one still has under way is void. */
  let era = 0
  let isReconnecting = false

  function reconnecting(is: boolean): void {
    if (is === isReconnecting) return
    isReconnecting = is
    options.onReconnecting(is)
  }

  function leave(): void {
    era += 1
    isReconnecting = false
    void media.disconnect().catch((cause: unknown) => options.onError(CallError.from(cause, 'MEDIA_FAILED')))
  }

  /** A track that cannot be had never stops a call: ERROR says why (contract, Rules). */
  async function start(source: 'camera' | 'microphone', mine: number): Promise<void> {
    try {
      await (source === 'camera' ? media.setCamera(true) : media.setMicrophone(true))
    } catch (cause) {
      if (mine !== era) return
      want({ [source]: false })
      options.onError(CallError.from(cause, 'MEDIA_FAILED'))
    }
  }

  function want(change: Partial<Wanted>): void {
    wanted = { ...wanted, ...change }
    if (held?.me.status === 'connected') keepTracks({ callID: held.callID, ...usual, ...wanted })
  }

  async function join({ callID, type }: Snapshot, mine: number): Promise<void> {
    const access = media.hasRoom ? await options.access(callID) : { url: '', token: '' }
    if (mine !== era) return
    const joined = media.connect(access, { self: options.self(), type })
    if (wanted.microphone) void start('microphone', mine)
    if (wanted.camera && type === 'video') void start('camera', mine)
    await joined
  }

  async function stay(mine: number): Promise<void> {
    const since = clock.elapsed()
    let isTold = false
    let isJoined = false
    while (mine === era && held) {
      try {
        if (!isJoined) await join(held, mine)
        isJoined = true
        if (mine !== era) return
        reconnecting(false)
        await options.enter(held.callID)
        return
      } catch (cause) {
        if (mine !== era) return
        const error = CallError.from(cause, 'MEDIA_FAILED')
        if (isOutdated(error)) options.onOutdated()
        if (!isJoined) reconnecting(true)
        if (!isJoined && !isTold && clock.elapsed() - since > GIVE_WORD_MS) {
          isTold = true
          options.onError(new CallError('MEDIA_FAILED', undefined, { cause }))
        }
      }
      await new Promise<void>((resolve) => clock.setTimeout(resolve, RETRY_MS))
    }
  }

  function begin(snapshot: Snapshot): void {
    // Nothing was asked for in this page: it was reloaded in the call, and goes on as it was.
    if (Object.keys(wanted).length === 0) wanted = keptTracks(snapshot.callID) ?? {}
    want({ ...usual, ...wanted, ...(snapshot.type === 'audio' && { camera: false }) })
    era += 1
    void stay(era)
  }

  function followType(previous: Snapshot, next: Snapshot): void {
    if (previous.type === next.type || next.type === 'video') return
    want({ camera: false })
    void media.setCamera(false).catch((cause: unknown) => options.onError(CallError.from(cause, 'MEDIA_FAILED')))
  }

  return {
    /** The call this device holds has changed, or there is none. */
    follow(next: Snapshot | undefined): void {
      const nextLeg = next?.me.status === 'connected' ? legOf(next) : undefined
      const previous = held
      held = next
      if (nextLeg === leg) {
        if (previous && next && leg !== undefined && !isDark) followType(previous, next)
        return
      }
      if (leg !== undefined && !isDark) leave()
      isDark = false
      leg = nextLeg
      if (next && nextLeg !== undefined) begin(next)
      if (!next) wanted = {}
    },
    get wanted(): Partial<Wanted> {
      return wanted
    },
    /** What to send when the call is connected, or from now on. */
    want,
    /** Is this device in the room, or on its way? What is told of others while it leaves, or later, is no news. */
    get isInRoom(): boolean {
      return leg !== undefined && !isDark
    },
    /** Everything off now, whatever the server will say. */
    darken(): void {
      if (leg === undefined || isDark) return
      isDark = true
      leave()
    },
    onConnection(fact: Extract<MediaFact, { kind: 'connection' }>): void {
      if (leg === undefined || isDark) return
      if (fact.state === 'connected') return reconnecting(false)
      // The room or one's place in it is gone: mostly the call is over, and the server is about to say so. If it is not, the
      // next attempt to enter tells.
      if (fact.state !== 'lost' || fact.cause?.code !== 'NOT_FOUND') reconnecting(true)
      if (fact.state !== 'lost') return
      era += 1
      void stay(era)
    },
  }
}

export type MediaSession = ReturnType<typeof createMediaSession>
