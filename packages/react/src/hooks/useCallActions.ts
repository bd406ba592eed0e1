'use client'
import type { CallEngine } from '@ringkit/core'
import { useCallEngine } from './useCallEngine.ts'

/** The engine's commands, safe to destructure. Each rejects with a `CallError`, as the engine's do. */
export type CallActions = Omit<
  CallEngine,
  'store' | 'on' | 'once' | 'off' | 'attach' | 'onVolume' | 'onMutedVolume' | 'preview' | 'now' | 'destroy'
>

const known = new WeakMap<CallEngine, CallActions>()

/**
 * The commands of a call, the same object as long as the engine is the same (contract §5).
 *
 * @example
 * const { call } = useCallActions()
 * const ring = () => call({ userIDList: ['bob'], type: 'video' }).catch(showError)
 */
export function useCallActions(): CallActions {
  const engine = useCallEngine()
  const actions = known.get(engine) ?? actionsOf(engine)
  known.set(engine, actions)
  return actions
}

function actionsOf(engine: CallEngine): CallActions {
  return {
    login: () => engine.login(),
    logout: () => engine.logout(),
    call: (options) => engine.call(options),
    accept: (options) => engine.accept(options),
    reject: (options) => engine.reject(options),
    hangup: () => engine.hangup(),
    invite: (userIDList, options) => engine.invite(userIDList, options),
    join: (options) => engine.join(options),
    switchCallType: (type) => engine.switchCallType(type),
    getCalls: (filter) => engine.getCalls(filter),
    setCamera: (isOn) => engine.setCamera(isOn),
    setMicrophone: (isOn) => engine.setMicrophone(isOn),
    setScreenShare: (isOn) => engine.setScreenShare(isOn),
    switchDevice: (kind, deviceID) => engine.switchDevice(kind, deviceID),
    getDevices: () => engine.getDevices(),
    startAudio: () => engine.startAudio(),
    setNoiseSuppression: (isOn) => engine.setNoiseSuppression(isOn),
    setBackground: (background) => engine.setBackground(background),
    checkNetwork: () => engine.checkNetwork(),
  }
}
