import type { Clock } from '../ports/clock.ts'
import type { DeviceState, Media, Preview, PreviewOptions, TrackSource } from '../ports/media.ts'
import type { Command } from '../protocol/commands.ts'
import { CallError } from '../protocol/errors.ts'
import type { CallType } from '../protocol/events.ts'
import type { Snapshot } from '../protocol/snapshot.ts'
import type { CallEngine, CallOptions } from './callEngine.ts'
import type { Asked } from './asked.ts'
import type { CallStatus, Wanted } from './callState.ts'
import { callerPreview } from './callerPreview.ts'
import { checkedBackground } from './checkedBackground.ts'
import type { Emitter } from './emitter.ts'
import type { MediaSession } from './mediaSession.ts'
import type { createNetworkCheck } from './networkCheck.ts'
import { localEnd, type Receiver } from './receive.ts'
import { sendCommand, unwrapped } from './send.ts'
import type { Session } from './session.ts'
import type { EngineState } from './state.ts'
import { toCall } from './toCallState.ts'
import { sameDevices } from './withFact.ts'

/** A hang-up that the server has not answered by then has happened here all the same, ms. */
const HANGUP_MS = 1_000

export interface Parts {
  clock: Clock
  state: EngineState
  emitter: Emitter
  session: Session
  receiver: Receiver
  media: Media
  mediaSession: MediaSession
}

/** What needs the half of the engine that is about calls. The rest of `CallEngine` works without. */
export type Commands = Omit<CallEngine, WithoutCall>
type WithoutCall =
  | 'store'
  | 'on'
  | 'once'
  | 'off'
  | 'login'
  | 'logout'
  | 'attach'
  | 'onVolume'
  | 'onMutedVolume'
  | 'startAudio'
  | 'now'
  | 'destroy'

/** The commands of the engine: each looks at the state, asks the server, and takes in what it answers. */
export function createCommands(parts: Parts): Commands & { endHere(): void } {
  const { clock, state, emitter, session, receiver, media, mediaSession } = parts
  const { store } = state
  let networkCheck: ReturnType<typeof createNetworkCheck> | undefined
  let isPlacing = false

  const ask = (change: Asked) => state.apply({ asked: { ...state.inputs.asked, ...change } })
  const succeeded = () => state.inputs.error && state.apply({ error: undefined })

  function loggedIn(): void {
    if (state.inputs.login !== 'ready') throw new CallError('NOT_LOGGED_IN')
  }

  /** The call this device holds, if it is in one of these states. */
  function inState(what: string, ...statuses: CallStatus[]): Snapshot {
    loggedIn()
    const { status } = store.getState()
    const { snapshot } = state.inputs
    if (snapshot && statuses.includes(status)) return snapshot
    throw new CallError('WRONG_STATE', `${what} is not possible while the state is "${status}".`)
  }

  async function command(raw: Exclude<Command, { kind: 'call' | 'join' | 'enter' }>): Promise<void> {
    receiver.receive(await sendCommand(parts, raw))
    succeeded()
  }

  /** `call` and `join`: one at a time, and not while in or ringing for a call. */
  async function placing(wanted: Wanted, send: () => Promise<Snapshot>): Promise<Snapshot> {
    loggedIn()
    if (isPlacing || state.inputs.snapshot) throw new CallError('REPEATED_CALL')
    isPlacing = true
    receiver.beginPlacing()
    let reply: Snapshot | undefined
    try {
      reply = await send()
      ask(wanted)
      emitter.holdForThisTask()
      return reply
    } finally {
      isPlacing = false
      receiver.endPlacing(reply)
      if (reply) succeeded()
    }
  }

  async function setTrack(source: TrackSource, isOn: boolean): Promise<void> {
    const statuses: CallStatus[] = source === 'screen' ? ['connected'] : ['ringing', 'calling', 'connected']
    const { type } = inState(`Switching the ${source}`, ...statuses)
    if (source === 'camera' && isOn && type === 'audio') {
      throw new CallError('WRONG_STATE', 'There is no camera in an audio call; switch it to video first.')
    }
    if (source !== 'screen') ask({ [source]: isOn })
    if (store.getState().status !== 'ringing') await mediaSession.send(source, isOn)
    succeeded()
  }

  /**
   * What one cannot have for one's own eyes, the others will not get either. As in a call, it is not wanted any more, and to
   * switch it on asks anew. Where both were asked for, nobody knows which of them failed.
   */
  async function preview(options: PreviewOptions): Promise<Preview> {
    const isCaptured = mediaSession.isCapturingEarly && store.getState().wanted.camera
    if (isCaptured && options.camera && !options.microphone) {
      return callerPreview(media, state.inputs.self?.userID ?? '')
    }
    try {
      return await media.preview(options)
    } catch (cause) {
      const error = CallError.from(cause, 'MEDIA_FAILED')
      const { status } = store.getState()
      const isBefore = status === 'ringing' || status === 'calling'
      if (isBefore && options.camera !== options.microphone && error.code !== 'WRONG_STATE') {
        ask(options.camera ? { camera: false } : { microphone: false })
      }
      throw error
    }
  }

  /** Over here and now: the camera is off, the terminal event told; the server hears when it can. */
  function endHere(): void {
    const { snapshot, self, clockOffset } = state.inputs
    mediaSession.darken()
    if (!snapshot) return
    const isRinging = snapshot.me.status === 'ringing'
    // The ring goes on for the user's other devices and the next login, so nothing has ended that could be told.
    receiver.endHere(isRinging ? [] : [localEnd(snapshot, clock.now() + clockOffset, 'hangup', self?.userID ?? '')])
  }

  async function hangup(): Promise<void> {
    const { callID } = inState('Hanging up', 'calling', 'connected')
    mediaSession.darken()
    const sent = command({ kind: 'hangup', callID })
    if (session.state === 'reconnecting') endHere()
    const late = clock.setTimeout(() => state.inputs.snapshot?.callID === callID && endHere(), HANGUP_MS)
    try {
      await Promise.race([sent, over(callID)])
    } catch (cause) {
      if (state.inputs.snapshot?.callID === callID) endHere()
      else if (!(cause instanceof CallError)) throw cause
    } finally {
      clock.clearTimeout(late)
      // It goes on being sent after the call has ended here; when that fails, the server's grace ends the call there.
      sent.catch(() => undefined)
    }
  }

  /** Resolves when this device holds that call no more. */
  const over = (callID: string) =>
    new Promise<void>((resolve) => {
      const isOver = () => state.inputs.snapshot?.callID !== callID
      if (isOver()) return resolve()
      const stop = store.subscribe(() => {
        if (!isOver()) return
        stop()
        resolve()
      })
    })

  async function call(options: CallOptions) {
    const { camera, microphone, ...rest } = options
    const wanted = { camera: camera ?? rest.type === 'video', microphone: microphone ?? true }
    const reply = await placing(wanted, () => sendCommand(parts, { kind: 'call', ...rest }))
    return toCall(reply, reply.now - clock.now())
  }

  /** Few pages ask for it: fetched when one does. */
  async function checkNetwork() {
    const { createNetworkCheck } = await import('./networkCheck.ts').catch((cause: unknown) => {
      throw new CallError('INTERNAL', 'The network check could not be loaded.', { cause })
    })
    networkCheck ??= createNetworkCheck(parts)
    return networkCheck()
  }

  return {
    endHere,
    call,
    async accept({ camera, microphone } = {}) {
      const { callID } = inState('Accepting', 'ringing')
      const { asked } = state.inputs
      const { wanted } = store.getState()
      ask({ camera: camera ?? wanted.camera, microphone: microphone ?? wanted.microphone })
      try {
        await command({ kind: 'accept', callID })
      } catch (cause) {
        if (state.inputs.snapshot?.me.status === 'ringing') state.apply({ asked })
        throw cause
      }
    },
    async reject({ message } = {}) {
      const { callID } = inState('Declining', 'ringing')
      await command({ kind: 'reject', callID, ...(message !== undefined && { message }) })
    },
    hangup,
    async invite(userIDList, { timeout } = {}) {
      const { callID } = inState('Inviting', 'calling', 'connected')
      await command({ kind: 'invite', callID, userIDList, ...(timeout !== undefined && { timeout }) })
    },
    async join({ callID, camera = false, microphone = true }) {
      await placing({ camera, microphone }, () => sendCommand(parts, { kind: 'join', callID }))
    },
    async switchCallType(type: CallType) {
      const { callID } = inState('Switching the type', 'calling', 'connected')
      await command({ kind: 'switchCallType', callID, type })
    },
    async getCalls({ groupID } = {}) {
      loggedIn()
      const request = { kind: 'getCalls', ...(groupID !== undefined && { groupID }) } as const
      return unwrapped(await session.request<'getCalls'>(request)).calls
    },
    setCamera: (isOn) => setTrack('camera', isOn),
    setMicrophone: (isOn) => setTrack('microphone', isOn),
    setScreenShare: (isOn) => setTrack('screen', isOn),
    switchDevice: (kind, deviceID) => media.switchDevice(kind, deviceID),
    async getDevices(): Promise<DeviceState> {
      const before = state.inputs.media.devices
      const devices = await media.getDevices()
      // A choice or a plug told meanwhile is newer than this list.
      if (state.inputs.media.devices !== before) return state.inputs.media.devices
      if (!sameDevices(devices, state.inputs.media.devices)) {
        state.apply({ media: { ...state.inputs.media, devices } })
      }
      return devices
    },
    preview,
    async setNoiseSuppression(isOn) {
      await media.setNoiseSuppression(isOn)
      state.apply({ effects: { ...state.inputs.effects, noiseSuppression: isOn } })
    },
    async setBackground(background) {
      const wellFormed = checkedBackground(background)
      await media.setBackground(wellFormed)
      state.apply({ effects: { ...state.inputs.effects, background: wellFormed } })
    },
    checkNetwork,
  }
}
