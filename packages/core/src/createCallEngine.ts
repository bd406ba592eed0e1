import { createEngineState } from './engine/state.ts'
import { createEmitter } from './engine/emitter.ts'
import type { Calling, CallingParts } from './engine/calling.ts'
import type { Commands } from './engine/commands.ts'
import { createLater } from './engine/later.ts'
import { outsideRoom } from './engine/mediaFacts.ts'
import { createSession } from './engine/session.ts'
import { tabDeviceID } from './engine/tabStorage.ts'
import type { CallEngine, CallEngineOptions } from './engine/callEngine.ts'
import { livekitMedia } from './livekitMedia.ts'
import { systemClock, type Clock } from './ports/clock.ts'
import { CallError } from './protocol/errors.ts'
import type { KickReason, Known, Sync } from './protocol/messages.ts'
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

/** Runs `work` when the page has nothing better to do. */
function whenIdle(clock: Clock, work: () => void): void {
  if (typeof globalThis.requestIdleCallback === 'function') globalThis.requestIdleCallback(work, { timeout: 5_000 })
  else if (typeof globalThis.document === 'object') clock.setTimeout(work, 1_000)
}

/**
 * As `createCallEngine`, on a clock of one's own: all of a simulator's engines share one.
 *
 * What is here, a page needs that waits for a call: login, connection, state, events. The other half, `calling.ts`, comes when the page
 * is idle, at the latest with the first snapshot or command; what is told meanwhile waits for it in order.
 *
 * @param createCalling That half, where it is there from the start.
 */
export function createEngineOn(
  clock: Clock,
  options: CallEngineOptions,
  createCalling?: (parts: CallingParts) => Calling,
): CallEngine {
  const { volumeInterval, warm, earlyMedia } = checked(options)
  const emitter = createEmitter(clock)
  const state = createEngineState(emitter)
  const media = (options.media ?? livekitMedia())({ volumeIntervalMs: volumeInterval })
  let ownDeviceID: Promise<string> | undefined
  /** As the last login told it. */
  let deviceID = ''
  let isDestroyed = false
  /** Counts the logins that are over. */
  let logins = 0

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

  function signedOut(): void {
    const { media: facts } = state.inputs
    const login = 'loggedOut'
    const settled = { signalling: false, media: false }
    const gone = { self: undefined, snapshot: undefined, maxMembers: undefined }
    logins += 1
    calling.forget()
    state.apply({ ...gone, login, reconnecting: settled, media: outsideRoom(facts) })
  }

  /** What follows from the connection is told after what came over it. */
  const inTurn = (act: () => void): void => (calling.isBehind ? calling.tell(act) : act())

  /** Most answers say that there is nothing new, and nobody is needed for that. */
  function takeSync(sync: Sync, asked: Known | undefined): void {
    if (sync.current || sync.known !== undefined) calling.tell((part) => part.receiveSync(sync, asked))
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
      else inTurn(() => reconnecting('signalling', false))
      takeSync(welcome, asked)
    },
    onSnapshot: (snapshot) => calling.tell((part) => part.receive(snapshot)),
    onSync: (reply, asked) => reply.ok && takeSync(reply, asked),
    onReconnecting: () => inTurn(() => reconnecting('signalling', true)),
    onKicked(reason: KickReason) {
      calling.part?.darken()
      signedOut()
      emitter.emit({ event: 'KICKED_OUT', payload: { reason } })
    },
    onRefused(error) {
      calling.part?.endWithError()
      signedOut()
      fail(error)
    },
    onError: fail,
  })

  const parts: CallingParts = {
    clock,
    state,
    emitter,
    session,
    media,
    isWarm: warm && media.hasRoom,
    isEarly: earlyMedia,
    deviceID: () => deviceID,
    reconnecting,
    fail,
  }
  const calling = createLater<Calling>({
    clock,
    fetchPart: async () => (await import('./engine/calling.ts')).createCalling(parts),
    onMissing: fail,
  })
  if (createCalling) calling.arrive(createCalling(parts))
  media.onFact((fact) => calling.tell((part) => part.takeFact(fact)))

  function preload(): void {
    void calling.load().then(
      (part) => part.preload(),
      // What cannot be had now is told when it is needed.
      () => undefined,
    )
    void media.preload().catch(() => undefined)
  }

  async function login(): Promise<void> {
    if (isDestroyed) throw new CallError('NOT_LOGGED_IN', 'This engine was destroyed; make a new one.')
    if (state.inputs.login === 'loggedOut') state.apply({ login: 'connecting', error: undefined })
    try {
      await session.login()
    } catch (cause) {
      if (state.inputs.login === 'connecting') signedOut()
      throw cause
    }
    // A call there is already, after a reload perhaps, is in the state by then.
    if (calling.isBehind) await calling.load().catch(() => undefined)
    whenIdle(clock, preload)
  }

  async function logout(): Promise<void> {
    calling.part?.endHere()
    const done = session.logout()
    if (state.inputs.login !== 'loggedOut') signedOut()
    await done
  }

  function run(name: keyof Commands, args: unknown[], whenFetched: () => void): unknown {
    // The arguments are those of this command: TypeScript does not follow them through its name.
    const act = ({ commands }: Calling) => (commands[name] as (...args: unknown[]) => unknown)(...args)
    if (calling.part) return act(calling.part)
    return calling.load().then((part) => {
      whenFetched()
      return act(part)
    })
  }

  /** A command of the half that is about calls. */
  const command = <K extends keyof Commands>(name: K) =>
    ((...args: unknown[]) => run(name, args, () => undefined)) as Commands[K]

  /** One that is meant for this login, and for no later one. */
  function ofLogin<K extends keyof Commands>(name: K): Commands[K] {
    const act = (...args: unknown[]): unknown => {
      const mine = logins
      return run(name, args, () => {
        if (mine !== logins) throw new CallError('NOT_LOGGED_IN')
      })
    }
    return act as Commands[K]
  }

  return {
    store: state.store,
    on: emitter.on,
    once: emitter.once,
    off: emitter.off,
    login,
    logout,
    call: ofLogin('call'),
    accept: ofLogin('accept'),
    reject: ofLogin('reject'),
    hangup: ofLogin('hangup'),
    invite: ofLogin('invite'),
    join: ofLogin('join'),
    switchCallType: ofLogin('switchCallType'),
    getCalls: ofLogin('getCalls'),
    setCamera: ofLogin('setCamera'),
    setMicrophone: ofLogin('setMicrophone'),
    setScreenShare: ofLogin('setScreenShare'),
    switchDevice: command('switchDevice'),
    getDevices: command('getDevices'),
    preview: command('preview'),
    setNoiseSuppression: command('setNoiseSuppression'),
    setBackground: command('setBackground'),
    checkNetwork: ofLogin('checkNetwork'),
    attach: (userID, source, element) => media.attach(userID, source, element),
    onVolume: (userID, listener) => media.onVolume(userID, listener),
    onMutedVolume: (listener) => media.onMutedVolume(listener),
    startAudio: () => media.startAudio(),
    now: () => clock.now(),
    destroy() {
      if (isDestroyed) return
      const done = logout()
      isDestroyed = true
      void done.catch(() => undefined)
      void media.destroy()
      emitter.clear()
    },
  }
}
