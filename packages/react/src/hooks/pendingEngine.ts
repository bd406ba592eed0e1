import { createStore } from 'zustand/vanilla'
import { CallError, loggedOut } from '@ringkit/core'
import type { CallEngine } from '@ringkit/core'

const notYet = (): Promise<never> =>
  Promise.reject(
    new CallError('NOT_LOGGED_IN', '`CallProvider` has not mounted yet: call this in an effect or a handler.'),
  )
const nothing = (): (() => void) => () => {}

/**
 * What `CallProvider url token` hands down on a server and until it has mounted: signed out, no event, every command
 * refused. A render that is thrown away, or that happens on a server, so never opens anything.
 */
export const pendingEngine: CallEngine = {
  store: /* @__PURE__ */ createStore(() => loggedOut),
  on: nothing,
  once: nothing,
  off: () => {},
  login: notYet,
  logout: notYet,
  call: notYet,
  accept: notYet,
  reject: notYet,
  hangup: notYet,
  invite: notYet,
  join: notYet,
  switchCallType: notYet,
  getCalls: notYet,
  setCamera: notYet,
  setMicrophone: notYet,
  setScreenShare: notYet,
  switchDevice: notYet,
  getDevices: () => Promise.resolve(loggedOut.devices),
  attach: nothing,
  onVolume: nothing,
  startAudio: notYet,
  preview: notYet,
  setNoiseSuppression: notYet,
  setBackground: notYet,
  onMutedVolume: nothing,
  checkNetwork: notYet,
  now: () => Date.now(),
  destroy: () => {},
}
