import { createEngineState } from './engine/state.ts'
import { preloadCheck } from './engine/checkedCommand.ts'
import { createCommands } from './engine/commands.ts'
import { createEmitter } from './engine/emitter.ts'
import { outsideRoom, withFact } from './engine/mediaFacts.ts'
import { createMediaSession } from './engine/mediaSession.ts'
import { createReceiver } from './engine/receive.ts'
import { sendCommand, unwrapped } from './engine/send.ts'
import { createSession } from './engine/session.ts'
import { keepTracks, keptTracks, tabDeviceID } from './engine/tabStorage.ts'
import type { CallEngine, CallEngineOptions } from './engine/callEngine.ts'
import { membersToMeet } from './engine/callState.ts'
import { livekitMedia } from './livekitMedia.ts'
import { systemClock, type Clock } from './ports/clock.ts'
import type { MediaFact } from './ports/media.ts'
import { CallError } from './protocol/errors.ts'
import type { KickReason } from './protocol/messages.ts'
import { socketioSignalling } from './socketio/socketioSignalling.ts'

const VOLUME_MS = { least: 20, most: 10_000, usual: 100 }

function checked(
  options: CallEngineOptions,
): Required<Pick<CallEngineOptions, 'volumeInterval' | 'warm' | 'earlyMedia'>> {
  const { url, token, deviceID, volumeInterval = VOLUME_MS.usual, warm = true, earlyMedia = false } = options
  const refuse = (message: string) => {
    throw new CallError('BAD_PARAMETER', message)
  }
  if (typeof url !== 'string' || url === '') refuse('url must be the address of the call server.')
  if (typeof token !== 'string' && typeof token !== 'function') refuse('token must be a string or a function.')
  if (deviceID !== undefined && !/^[\w-]{1,64}$/.test(deviceID)) {
    refuse('deviceID may hold 1 to 64 letters, digits, - and _ only.')
  }
  if (!(volumeInterval >= VOLUME_MS.least && volumeInterval <= VOLUME_MS.most)) {
    refuse(`volumeInterval must be ${VOLUME_MS.least} to ${VOLUME_MS.most} ms.`)
  }
  if (typeof warm !== 'boolean') refuse('warm must be true or false.')
  if (typeof earlyMedia !== 'boolean') refuse('earlyMedia must be true or false.')
  return { volumeInterval, warm, earlyMedia }
}

/**
 * Makes the client of a call server: commands out, events and state in (contract §3). Does nothing until `login()`.
 *
 * @throws CallError BAD_PARAMETER, naming the option and why.
 * @example
 * const engine = createCallEngine({ url: 'http://localhost:4000', token: () => fetchMyUserToken() })
 * engine.on(CallEvent.INVITED, ({ userID }) => console.log(`${userID} is calling`))
 * await engine.login()
 * await engine.call({ userIDList: ['bob'], type: 'video' })
 */
export function createCallEngine(options: CallEngineOptions): CallEngine {
  return createEngineOn(systemClock, options)
}

/** As `createCallEngine`, on a clock of one's own: all of a simulator's engines share one. */
export function createEngineOn(clock: Clock, options: CallEngineOptions): CallEngine {
  const { volumeInterval, warm, earlyMedia } = checked(options)
  const emitter = createEmitter(clock)
  const state = createEngineState(emitter)
  const media = (options.media ?? livekitMedia())({ volumeIntervalMs: volumeInterval })
  let ownDeviceID: Promise<string> | undefined
  /** As the last login told it. */
  let deviceID = ''

  function fail(error: CallError): void {
    const { code, message, cause } = error
    state.apply({ error: { code, message } }, [
      { event: 'ERROR', payload: { code, message, ...(cause !== undefined && { cause }) } },
    ])
  }

  function reconnecting(what: 'signalling' | 'media', is: boolean): void {
    const event = is ? 'RECONNECTING' : 'RECONNECTED'
    state.apply({ reconnecting: { ...state.inputs.reconnecting, [what]: is } }, [{ event, payload: { what } }])
  }

  const holder = () => ({ userID: state.inputs.self?.userID ?? '', deviceID })

  function signedOut(): void {
    const { media: facts } = state.inputs
    const login = 'loggedOut'
    const settled = { signalling: false, media: false }
    const gone = { self: undefined, snapshot: undefined, maxMembers: undefined }
    state.apply({ ...gone, login, reconnecting: settled, media: outsideRoom(facts) })
  }

  const session = createSession({
    clock,
    signalling: (options.signalling ?? socketioSignalling)({ url: options.url }),
    token: async () => (typeof options.token === 'function' ? options.token() : options.token),
    async deviceID() {
      ownDeviceID ??= options.deviceID === undefined ? tabDeviceID() : Promise.resolve(options.deviceID)
      deviceID = await ownDeviceID
      return deviceID
    },
    hasRoom: media.hasRoom,
    known() {
      const { snapshot } = state.inputs
      return snapshot && { callID: snapshot.callID, epoch: snapshot.epoch, version: snapshot.version }
    },
    onWelcome(welcome, isLogin, asked) {
      const { self, maxMembers } = welcome
      state.apply({ maxMembers })
      if (isLogin) state.apply({ login: 'ready', self }, [{ event: 'SDK_READY', payload: { userID: self.userID } }])
      else reconnecting('signalling', false)
      receiver.receiveSync(welcome, asked)
    },
    onSnapshot: (snapshot) => receiver.receive(snapshot),
    onSync: (reply, asked) => reply.ok && receiver.receiveSync(reply, asked),
    onReconnecting: () => reconnecting('signalling', true),
    onKicked(reason: KickReason) {
      mediaSession.darken()
      signedOut()
      emitter.emit({ event: 'KICKED_OUT', payload: { reason } })
    },
    onRefused(error) {
      receiver.endWithError()
      signedOut()
      fail(error)
    },
    onError: fail,
  })

  const receiver = createReceiver(
    state,
    clock,
    () => void session.sync(),
    // Should this fail, too, the next comparison says so again.
    (callID) => void sendCommand({ session, clock }, { kind: 'hangup', callID }).catch(() => undefined),
    (callID) => keptTracks(holder(), callID),
  )

  const mediaSession = createMediaSession({
    clock,
    media,
    isWarm: warm && media.hasRoom,
    isEarly: earlyMedia,
    access: async (callID) => unwrapped(await session.request<'access'>({ kind: 'access', callID })),
    enter: async (callID) => receiver.receive(await sendCommand({ session, clock }, { kind: 'enter', callID })),
    self: () => state.inputs.self?.userID ?? '',
    wanted: () => state.store.getState().wanted,
    ask: (change) => state.apply({ asked: { ...state.inputs.asked, ...change } }),
    onReconnecting: (is) => reconnecting('media', is),
    onError: fail,
    onOutdated: () => void session.sync(),
  })

  function hearVolume(levels: ReadonlyMap<string, number>): void {
    const { snapshot, self } = state.inputs
    if (snapshot?.me.status !== 'connected') return
    const heard = snapshot.members.filter(({ userID, status, isEntered }) =>
      userID === self?.userID ? true : status === 'connected' && isEntered,
    )
    const volumeMap = heard.map(({ userID }) => ({ userID, volume: levels.get(userID) ?? 0 }))
    emitter.emit({ event: 'USER_VOICE_VOLUME', payload: { volumeMap } })
  }

  media.onFact((fact: MediaFact) => {
    if (fact.kind === 'volume') return hearVolume(fact.levels)
    if (fact.kind === 'error') return fail(fact.error)
    if (fact.kind === 'connection') return mediaSession.onConnection(fact)
    if (!mediaSession.isInRoom && (fact.kind === 'remoteTrack' || fact.kind === 'quality')) return
    const { media: facts, self } = state.inputs
    state.apply({ media: withFact(facts, fact, self?.userID ?? '') })
    if (fact.kind === 'localTrack') mediaSession.onLocalTrack(fact)
  })

  state.store.subscribe((now, before) => {
    const { status, call, wanted } = now
    if (now.members !== before.members) media.setMembers(membersToMeet(now))
    const isIn = status === 'calling' || status === 'connected'
    if (call && isIn && (call !== before.call || wanted !== before.wanted)) keepTracks(holder(), call.callID, wanted)
    mediaSession.follow(state.inputs.snapshot)
    if (status !== before.status && (status === 'ringing' || status === 'calling')) preload()
  })

  function preload(): void {
    preloadCheck()
    // What cannot be loaded now is loaded when it is needed, and told then.
    void media.preload().catch(() => undefined)
  }

  return createCommands({ clock, state, emitter, session, receiver, media, mediaSession, preload, signedOut })
}
