import type { Clock } from '../ports/clock.ts'
import type { Media, MediaAccess, MediaFact, TrackSource } from '../ports/media.ts'
import { CallError } from '../protocol/errors.ts'
import type { Snapshot } from '../protocol/snapshot.ts'
import type { Asked } from './asked.ts'
import type { Wanted } from './callState.ts'
import { createWarmUp } from './warmUp.ts'

/** Media that does not come back within this time is told as an error; it is tried on while the call lasts. ms. */
const GIVE_WORD_MS = 10_000
/** Between two attempts to enter the room, ms. */
const RETRY_MS = 1_000

export interface MediaSessionOptions {
  clock: Clock
  media: Media
  /** The room is entered while it rings. */
  isWarm: boolean
  /** What I send flows before the accept, and who calls me so can be seen and heard. */
  isEarly: boolean
  access: (callID: string) => Promise<MediaAccess>
  /** The room is entered: the others may hear of it. */
  enter: (callID: string) => Promise<void>
  self: () => string
  /** What shall be sent, as the state has it. */
  wanted: () => Wanted
  /** Changes that. */
  ask: (change: Asked) => void
  onReconnecting(isReconnecting: boolean): void
  onError(error: CallError): void
  /** The call server says this device has no place in the call: what it holds is old. */
  onOutdated(): void
}

const legOf = ({ callID, me }: Snapshot) => `${callID} ${me.leg}`
const isOutdated = ({ code }: CallError) => code === 'NOT_FOUND' || code === 'WRONG_STATE'

/**
 * When media joins, sends and goes dark: it follows the call this device holds.
 *
 * The camera and microphone are asked for when the call is connected for this device, or while it is calling (`warmUp`); who is
 * being rung is never captured before it accepts. They go off before the state says that the call is over.
 */
export function createMediaSession(options: MediaSessionOptions) {
  const { clock, media } = options
  const warmUp = createWarmUp(options)
  let leg: string | undefined
  let held: Snapshot | undefined
  let isDark = false
  /** Counts stays in a room: what an earlier one still has under way is void. */
  let era = 0
  let isReconnecting = false
  /** What goes off because the room is left was not taken away from anybody. */
  let isLeaving = false
  /** The newest switching of each source, while it is under way. */
  const switching = new Map<TrackSource, symbol>()
  /** From the accept until media is on its way into the room: what is switched on meanwhile waits for that. */
  let way: { isOpen: Promise<void>; open: () => void } | undefined

  function waitForWay(): void {
    let open = (): void => {}
    const isOpen = new Promise<void>((resolve) => (open = resolve))
    way = { isOpen, open }
  }

  function openWay(): void {
    way?.open()
    way = undefined
  }

  function reconnecting(is: boolean): void {
    if (is === isReconnecting) return
    isReconnecting = is
    options.onReconnecting(is)
  }

  function leave(): void {
    era += 1
    openWay()
    isReconnecting = false
    isLeaving = true
    const left = media.disconnect()
    isLeaving = false
    left.catch((cause: unknown) => options.onError(CallError.from(cause, 'MEDIA_FAILED')))
  }

  const switchTo: Record<TrackSource, (isOn: boolean) => Promise<void>> = {
    camera: (isOn) => media.setCamera(isOn),
    microphone: (isOn) => media.setMicrophone(isOn),
    screen: (isOn) => media.setScreenShare(isOn),
  }

  /** Switches a track of the room. What could not be had is not wanted any more, unless it was asked for anew meanwhile. */
  async function send(source: TrackSource, isOn: boolean): Promise<void> {
    const mine = Symbol(source)
    const stayed = era
    switching.set(source, mine)
    try {
      if (isOn && way) {
        await way.isOpen
        if (stayed !== era) throw new CallError('WRONG_STATE', 'The call was left meanwhile.')
        if (switching.get(source) !== mine) return
      }
      await switchTo[source](isOn)
    } catch (cause) {
      const isLatest = stayed === era && switching.get(source) === mine
      if (isLatest && source !== 'screen') options.ask({ [source]: false })
      throw CallError.from(cause, 'MEDIA_FAILED')
    } finally {
      if (switching.get(source) === mine) switching.delete(source)
    }
  }

  /** A track that cannot be had never stops a call: ERROR says why (contract, Rules). */
  async function start(source: 'camera' | 'microphone', mine: number): Promise<void> {
    try {
      await send(source, true)
    } catch (cause) {
      if (mine === era) options.onError(CallError.from(cause))
    }
  }

  function startWanted(mine: number): void {
    openWay()
    const { camera, microphone } = options.wanted()
    if (microphone) void start('microphone', mine)
    if (camera) void start('camera', mine)
  }

  async function join(snapshot: Snapshot, mine: number): Promise<void> {
    const { callID, type } = snapshot
    const isOpen = await warmUp.take(legOf(snapshot))
    if (mine !== era) return
    if (isOpen) return startWanted(mine)
    const access = media.hasRoom ? await options.access(callID) : { url: '', token: '' }
    if (mine !== era) return
    const joined = media.connect(access, { self: options.self(), type })
    startWanted(mine)
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

  function followType(previous: Snapshot, next: Snapshot): void {
    if (previous.type === next.type || next.type === 'video') return
    const off = leg === undefined ? warmUp.send('camera', false) : send('camera', false)
    off.catch((cause: unknown) => options.onError(CallError.from(cause)))
  }

  /** Follows what rings; who is in no ring is in no warm room. */
  function ring(next: Snapshot | undefined): void {
    if (next && next.me.status !== 'over') warmUp.follow(legOf(next), next)
    else warmUp.cool()
  }

  return {
    /** The call this device holds has changed, or there is none. */
    follow(next: Snapshot | undefined): void {
      const nextLeg = next?.me.status === 'connected' ? legOf(next) : undefined
      const previous = held
      held = next
      if (nextLeg === leg) {
        if (leg === undefined) ring(next)
        if (previous && next && !isDark && previous.callID === next.callID) followType(previous, next)
        return
      }
      if (leg !== undefined && !isDark) leave()
      isDark = false
      leg = nextLeg
      if (nextLeg === undefined) return ring(next)
      era += 1
      waitForWay()
      void stay(era)
    },
    /** Before the call is connected: what is captured already follows, and the wish counts for the rest. */
    send: (source: TrackSource, isOn: boolean): Promise<void> =>
      leg === undefined && source !== 'screen' ? warmUp.send(source, isOn) : send(source, isOn),
    /** The browser, a cable or the server has ended a track: it is not wanted any more. */
    onLocalTrack({ source, isOn }: Extract<MediaFact, { kind: 'localTrack' }>): void {
      const isOurs = leg !== undefined && !isDark && !isLeaving && !isOn && source !== 'screen'
      if (isOurs && !switching.has(source)) options.ask({ [source]: false })
    },
    /** Is my camera, when it is wanted, captured before the call is connected? */
    get isCapturingEarly(): boolean {
      return warmUp.isCapturing
    },
    /** Is this device in the room, or on its way? What is told of others while it leaves, or later, is no news. */
    get isInRoom(): boolean {
      return leg !== undefined && !isDark
    },
    /** Everything off now, whatever the server will say. */
    darken(): void {
      warmUp.darken()
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
