/** @vitest-environment jsdom */
/** What cannot be done rejects with a number and a sentence: method by method. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { methods } from './compatibility.ts'
import { createParty, type Party } from './testing/party.ts'

let party: Party
beforeEach(async () => {
  document.body.innerHTML = '<div id="me"></div>'
  party = await createParty()
})
afterEach(() => party.simulator.destroy())

type Situation = 'signed out' | 'idle' | 'ringing' | 'in a call'
type Refusal = readonly [situation: Situation, args: readonly unknown[], code: number]

const places: Record<Situation, () => Promise<unknown>> = {
  'signed out': () => party.ann.logout(),
  idle: () => party.pass(),
  ringing: async () => {
    await party.bob.calls('ann', { type: 'audio' })
    await party.pass()
  },
  'in a call': async () => {
    await party.ann.call({ userID: 'bob', type: 2 })
    await party.bob.engine.accept()
    await party.pass(1)
  },
}

const bob = { userID: 'bob', type: 1 }
const team = { userIDList: ['bob'], type: 1, groupID: 'team' }

/** Each method, at least once per way in which it cannot be done. */
const refusals: { [M in keyof typeof methods]?: readonly Refusal[] } = {
  login: [
    ['signed out', [], -120200],
    ['signed out', [{ userID: 'ann' }], -120200],
    ['signed out', [{ userID: '', userSig: 'ann' }], -120202],
    ['signed out', [{ userID: 'ann', userSig: 'bob' }], -120203],
    ['signed out', [{ userID: 'zed', userSig: 'zed' }], 20007],
  ],
  init: [['signed out', [], -120200]],
  setSelfInfo: [
    ['signed out', [{ nickName: 'Anna' }], -1201],
    ['idle', [{ nickName: 'Anna' }], 20007],
  ],
  call: [
    ['signed out', [bob], -1201],
    ['idle', [], -120200],
    ['idle', [{ type: 1 }], -120200],
    ['idle', [{ userID: 'bob' }], -120200],
    ['idle', [{ ...bob, type: '1' }], -120201],
    ['idle', [{ ...bob, userID: '' }], -120202],
    ['idle', [{ ...bob, type: 3 }], -120203],
    ['idle', [{ ...bob, userID: 'ann' }], -1202],
    ['idle', [{ ...bob, timeout: 0 }], -1202],
    ['idle', [{ ...bob, userData: 'x'.repeat(4097) }], -1202],
    ['ringing', [bob], -1204],
    ['in a call', [bob], -1204],
  ],
  groupCall: [
    ['signed out', [team], -1201],
    ['idle', [], -120200],
    ['idle', [{ ...team, groupID: undefined }], -120200],
    ['idle', [{ ...team, userIDList: 'bob' }], -120201],
    ['idle', [{ ...team, userIDList: [] }], -120202],
    ['in a call', [team], -1204],
  ],
  calls: [
    ['signed out', [team], -1201],
    ['idle', [], -120200],
    ['idle', [{ ...team, userIDList: [] }], -120202],
    ['ringing', [team], -1204],
  ],
  inviteUser: [
    ['signed out', [team], -1201],
    ['idle', [team], -1203],
    ['ringing', [team], -1203],
    ['in a call', [], -120200],
    ['in a call', [{ userIDList: [7] }], -120201],
    ['in a call', [{ userIDList: ['bob'] }], -1202],
  ],
  joinInGroupCall: [
    ['signed out', [{ groupID: 'team', roomID: 1 }], -1201],
    ['idle', [], -120200],
    ['idle', [{ groupID: 'team' }], -120200],
    ['idle', [{ groupID: 'team', roomID: '1' }], -120201],
    ['idle', [{ groupID: 'team', roomID: 1 }], 8010],
    ['in a call', [{ groupID: 'team', roomID: 1 }], -1204],
  ],
  join: [
    ['signed out', [{ callId: 'x' }], -1201],
    ['idle', [], -120200],
    ['idle', [{ callId: 'x' }], 8010],
    ['in a call', [{ callId: 'x' }], -1204],
  ],
  accept: [
    ['signed out', [], -1201],
    ['idle', [], -1203],
    ['in a call', [], -1203],
  ],
  hangup: [
    ['signed out', [], -1201],
    ['idle', [], -1203],
  ],
  switchCallMediaType: [
    ['signed out', [1], -1201],
    ['idle', [1], -1203],
    ['ringing', [1], -1203],
    ['in a call', [], -120203],
    ['in a call', [3], -120203],
  ],
  openCamera: [
    ['idle', [], -120200],
    ['idle', ['nowhere'], -120203],
    ['idle', [7], -120201],
    ['ringing', ['me'], -1203],
  ],
  openMicrophone: [
    ['signed out', [], -1201],
    ['idle', [], -1203],
  ],
  closeMicrophone: [['idle', [], -1203]],
  startRemoteView: [
    ['in a call', [], -120200],
    ['in a call', [{ userID: 'bob' }], -120200],
    ['in a call', [{ userID: 'bob', videoViewDomID: 'nowhere' }], -120203],
    ['in a call', [{ userID: 'bob', videoViewDomID: 'me', options: { objectFit: 'stretch' } }], -120203],
  ],
  stopRemoteView: [['in a call', [], -120200]],
  setVideoRenderParams: [['in a call', [{ objectFit: 'stretch' }], -120203]],
  getDeviceList: [['idle', ['printer'], -120203]],
  switchDevice: [
    ['idle', [], -120200],
    ['idle', [{ deviceType: 'video' }], -120200],
    ['idle', [{ deviceType: 'printer', deviceId: 'x' }], -120203],
    ['idle', [{ deviceType: 'video', deviceId: 'none' }], 60003],
  ],
  switchCamera: [
    ['idle', [2], -120203],
    ['idle', [1], 60003],
  ],
  setVideoQuality: [
    ['idle', [], -120203],
    ['idle', ['8K'], -120203],
  ],
  setBlurBackground: [['idle', [4], -120203]],
  setVirtualBackground: [['idle', [7], -120201]],
}

/** What can always be done, or has nothing to do. */
const neverRefused: Partial<Record<keyof typeof methods, string>> = {
  createInstance: 'makes or gives the engine',
  destroyInstance: 'there may be nothing to destroy',
  on: 'any name may be listened to, as theirs',
  off: 'there may be nobody to take off',
  logout: 'one may be signed out already',
  getTim: 'gives an object',
  reject: 'resolves when nothing rings, as theirs',
  closeCamera: 'resolves when it is off, as theirs',
  enableAIVoice: 'on or off',
  setLogLevel: 'without effect',
  enableMultiDeviceAbility: 'without effect',
  callExperimentalAPI: 'without effect',
  getCallEngine: 'gives an object',
  getTRTCCloudInstance: 'throws, see codes',
}

const rows = Object.entries(refusals).flatMap(([method, list]) =>
  list.map(([situation, args, code]) => ({ method, situation, args, code, shown: JSON.stringify(args).slice(0, 60) })),
)

test.each(rows)('$method $shown, $situation: $code', async ({ method, situation, args, code }) => {
  await places[situation]()
  // What TypeScript would refuse comes from apps without it.
  const run = Reflect.get(party.ann, method) as (...args: readonly unknown[]) => Promise<unknown>
  const before = party.ann.getCallEngine().store.getState().status
  const error: unknown = await run(...args).catch((cause: unknown) => cause)
  expect(error).toMatchObject({ name: 'TUICallError', code })
  expect(String(error)).toMatch(/: .{10,}/)
  // The third login is that of somebody else: it ends the one before.
  if (method !== 'login') expect(party.ann.getCallEngine().store.getState().status).toBe(before)
})

test('every method is refused somewhere, or has a reason why it never is', () => {
  const told = [...Object.keys(refusals), ...Object.keys(neverRefused)]
  expect(told.toSorted()).toEqual(Object.keys(methods).toSorted())
})
