import { CallError, createCallEngine, type CallEngine, type CallEngineOptions, type CallEvent } from '@ringkit/core'
import { callMethods } from './callMethods.ts'
import { createCallMemory } from './callContext.ts'
import type { TUICallEvent } from './constants.ts'
import { createEmitter, type Emitter } from './emitter.ts'
import { TUICallError } from './errorCodes.ts'
import { mediaMethods } from './mediaMethods.ts'
import { createOwnPicture } from './ownPicture.ts'
import type { RingkitOptions } from './parameters.ts'
import { answer, type Parts } from './parts.ts'
import type { TUICallEventPayloads } from './payloads.ts'
import { profileMethods } from './profileMethods.ts'
import { translated, translateEvent } from './translateEvent.ts'
import { createViews } from './views.ts'

/** Kits written for Tencent's engine open the camera themselves while calling: it is not captured beside that. */
const coldEngine: NonNullable<RingkitOptions['createEngine']> = (options) =>
  createCallEngine({ ...options, warm: false })

/** Listening, as theirs: by name, with the object that is to be `this`. */
export interface Listening {
  on<E extends TUICallEvent>(event: E, callback: (payload: TUICallEventPayloads[E]) => void, context?: unknown): void
  on(event: string, callback: (payload: never) => void, context?: unknown): void
  /** Without a callback: all of that event; `*`: all of all events. */
  off(event: string, callback?: (payload: never) => void, context?: unknown): void
}

function addressed({ url, token, createEngine = coldEngine }: RingkitOptions, login: () => Parts['login']): CallEngine {
  const address = url ?? globalThis.location?.origin
  if (address === undefined) {
    throw new CallError('BAD_PARAMETER', 'url is needed: see `configure`.')
  }
  const asked: CallEngineOptions['token'] = async () => {
    const { userID = '', userSig = '' } = login() ?? {}
    return token ? token({ userID, userSig }) : userSig
  }
  return createEngine({ url: address, token: asked })
}

/** Tells in their words what the engine tells, and lets the pictures follow the call. */
function follow(engine: CallEngine, { memory, own, views }: Parts, emitter: Emitter): void {
  engine.store.subscribe(({ call }) => call && memory.learn(call))
  function tell<E extends CallEvent>(event: E): void {
    engine.on(event, (payload) => translateEvent(event, payload, memory.of).forEach(emitter.emit))
  }
  engine.on('INVITED', memory.invited)
  engine.on('CALL_BEGIN', () => own.connected())
  for (const event of ['CALLING_END', 'CALL_NOT_CONNECTED', 'KICKED_OUT'] as const) {
    engine.on(event, () => {
      own.close()
      views.clear()
    })
  }
  engine.on('CALL_TYPE_CHANGED', ({ newCallType }) => newCallType === 'audio' && own.close())
  translated.forEach(tell)
}

/** What has no meaning here: taken, and without effect. */
function withoutEffect() {
  return {
    setLogLevel: (_level: number): void => undefined,
    enableMultiDeviceAbility: (_enable: boolean) => answer(() => undefined),
    callExperimentalAPI: (_params: unknown) => answer(() => undefined),
  }
}

/** What cannot be given. */
function absent() {
  return {
    getTRTCCloudInstance: (): never => {
      throw new TUICallError(new CallError('NOT_ALLOWED', 'There is no TRTC here. See `getCallEngine`.'))
    },
  }
}

/**
 * Their engine on ours. Unlike `TUICallEngine.createInstance` each one is its own. Nothing is connected before `login`. Every
 * method resolves with `{code: 0, data}` or rejects with a {@link TUICallError}.
 *
 * @example
 * const engine = createTUICallEngine({ url: 'https://calls.example.com' })
 * engine.on(TUICallEvent.INVITED, ({ sponsor }) => console.log(`${sponsor} is calling`))
 * await engine.login({ userID: 'ann', userSig })
 * await engine.call({ userID: 'bob', type: TUICallType.VIDEO_CALL })
 */
export function createTUICallEngine(options: RingkitOptions = {}) {
  const emitter = createEmitter()
  const views = createViews()
  let engine: CallEngine | undefined
  let isDestroyed = false

  function core(): CallEngine {
    if (isDestroyed) throw new CallError('NOT_LOGGED_IN', 'This engine was destroyed.')
    if (engine) return engine
    engine = addressed(options, () => parts.login)
    follow(engine, parts, emitter)
    return engine
  }

  const parts: Parts = {
    core,
    options,
    login: undefined,
    memory: createCallMemory(),
    views,
    own: createOwnPicture(core, views),
  }
  // One signature here, two for callers: the first ties the payload to the event.
  const { on, off } = emitter as Listening

  return {
    on,
    off,
    ...profileMethods(parts),
    ...callMethods(parts),
    ...mediaMethods(parts),
    ...withoutEffect(),
    ...absent(),
    /** The engine underneath, for what theirs has no name for: screen sharing, volume meters, network checks. */
    getCallEngine: core,
    /** Hangs up, signs out and releases everything, for good. */
    destroyInstance: async (): Promise<void> => {
      if (isDestroyed) return
      parts.own.close()
      views.clear()
      isDestroyed = true
      await engine?.logout()
      engine?.destroy()
      emitter.clear()
    },
  }
}

/** Their engine: what `createInstance` and `createTUICallEngine` return. */
export type TUICallEngineInstance = ReturnType<typeof createTUICallEngine>
