import type { Media, MediaAccess } from '../ports/media.ts'
import { CallError } from '../protocol/errors.ts'
import type { Snapshot } from '../protocol/snapshot.ts'
import type { Asked } from './asked.ts'
import type { Wanted } from './callState.ts'

/** Camera and microphone; a screen is shared in a call only. */
export type CapturedSource = keyof Wanted

export interface WarmUpOptions {
  media: Pick<Media, 'warm' | 'open' | 'setCamera' | 'setMicrophone'>
  /** See `MediaSessionOptions`. */
  isWarm: boolean
  isEarly: boolean
  access: (callID: string) => Promise<MediaAccess>
  enter: (callID: string) => Promise<void>
  self: () => string
  wanted: () => Wanted
  ask: (change: Asked) => void
  onError(error: CallError): void
}

/** One try at the room of one ring. It stays when it failed: there is no second. */
interface Try {
  readonly leg: string
  readonly over: AbortController
  /** Am I calling? Then my camera and microphone get ready too. */
  readonly isCaller: boolean
  /** Settles when the room has been entered, or could not be. */
  entered: Promise<void>
  /** My tracks have somewhere to go. */
  isUnderWay: boolean
  isReady: boolean
  /** The call has begun. */
  isTaken: boolean
}

const ofDevice: readonly string[] = ['PERMISSION_DENIED', 'NO_DEVICE', 'DEVICE_IN_USE']
/** Of what fails while it rings, only a device is anybody's concern: the accept finds its own way into the room. */
const isOfDevice = (error: CallError) => ofDevice.includes(error.code)

/**
 * The room while it rings (contract §6): entered once per ring, opened by the accept, left by whatever else ends the ring.
 *
 *     cold ── ring ──▶ entering ──▶ ready ── take() ──▶ the room of the call
 *      ▲                  │ failed    │ lost
 *      └────── cool() ────┴───────────┴──▶ the accept goes in by the usual way
 *
 * An accept that finds the caller still entering waits for that. Who is rung has no right to send yet, and the accept raises it
 * for those in the room alone: not in it by then, it comes anew, with a token of the call.
 *
 * No failure of it is told, but that of a device: who calls is told now, and the call goes on.
 */
export function createWarmUp(options: WarmUpOptions) {
  const { media } = options
  let current: Try | undefined

  const switchTo: Record<CapturedSource, (isOn: boolean) => Promise<void>> = {
    camera: (isOn) => media.setCamera(isOn),
    microphone: (isOn) => media.setMicrophone(isOn),
  }

  function leave(mine: Try): void {
    mine.isUnderWay = false
    mine.isReady = false
    mine.over.abort()
  }

  /** Switches what gets ready. Rejects with what is wrong with the device, when that is news. */
  async function send(source: CapturedSource, isOn: boolean, mine: Try): Promise<void> {
    if (!mine.isCaller || !mine.isUnderWay) return
    try {
      await switchTo[source](isOn)
    } catch (cause) {
      const error = CallError.from(cause)
      // Whoever withdrew the wish meanwhile, a refused preview perhaps, has told why.
      if (current !== mine || !mine.isUnderWay || !isOfDevice(error) || !options.wanted()[source]) return
      options.ask({ [source]: false })
      throw error
    }
  }

  function start(source: CapturedSource, mine: Try): void {
    if (options.wanted()[source]) {
      send(source, true, mine).catch((cause: unknown) => options.onError(CallError.from(cause)))
    }
  }

  async function enter({ callID, type }: Snapshot, mine: Try): Promise<void> {
    const access = await options.access(callID)
    if (mine.over.signal.aborted) return
    const { isEarly } = options
    const { isCaller } = mine
    const entered = media.warm(access, { self: options.self(), type, isCaller, isEarly }, mine.over.signal)
    mine.isUnderWay = true
    start('microphone', mine)
    start('camera', mine)
    await entered
    mine.isReady = !mine.over.signal.aborted
  }

  /** The call counts me as in once it is connected (USER_ENTER), and need not ask again. */
  async function tell(callID: string, mine: Try): Promise<void> {
    if (mine.isCaller && mine.isReady && !mine.isTaken) await options.enter(callID).catch(() => undefined)
  }

  return {
    /** Does it capture for a call I am placing, or is it about to? */
    get isCapturing(): boolean {
      return current?.isCaller === true && !current.over.signal.aborted
    },
    /** Follows the ring of that leg, if it is one; there is one at a time. */
    follow(leg: string, next: Snapshot): void {
      if (!options.isWarm || current?.leg === leg) return
      this.cool()
      const isCaller = next.me.status === 'calling'
      const mine: Try = {
        leg,
        over: new AbortController(),
        isCaller,
        entered: Promise.resolve(),
        isUnderWay: false,
        isReady: false,
        isTaken: false,
      }
      current = mine
      mine.entered = enter(next, mine)
      mine.entered.then(
        () => tell(next.callID, mine),
        () => leave(mine),
      )
    },
    /** Out of the room; captures are off when this returns. */
    cool(): void {
      const mine = current
      current = undefined
      if (mine) leave(mine)
    },
    /** Out of the room, and not in again for this ring. */
    darken(): void {
      if (current) leave(current)
    },
    /** Switches what gets ready while I am calling; otherwise the wish alone counts. Rejects with what is wrong with the device. */
    async send(source: CapturedSource, isOn: boolean): Promise<void> {
      if (current) await send(source, isOn, current)
    },
    /** The call has begun: is its room open? If not, nothing of it is left. */
    async take(leg: string): Promise<boolean> {
      // What the accept itself tells comes before what the room has to tell (contract, Order).
      await Promise.resolve()
      const mine = current
      if (!mine) return false
      mine.isTaken = true
      try {
        // Meanwhile whatever ends the call still leaves it.
        if (mine.isCaller && mine.leg === leg) await mine.entered
        if (mine.leg !== leg || !mine.isReady) throw new CallError('WRONG_STATE')
        await media.open()
        return true
      } catch {
        leave(mine)
        return false
      } finally {
        if (current === mine) current = undefined
      }
    },
  }
}

export type WarmUp = ReturnType<typeof createWarmUp>
