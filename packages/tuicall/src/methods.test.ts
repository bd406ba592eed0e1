/** @vitest-environment jsdom */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { codes, methods } from './compatibility.ts'
import { TUICallEvent } from './constants.ts'
import { createTUICallEngine } from './createTUICallEngine.ts'
import { errorCodes, parameterCodes } from './errorCodes.ts'
import { roomNumber } from './roomNumber.ts'
import { createParty, type Party } from './testing/party.ts'
import { configure, TUICallEngine } from './TUICallEngine.ts'

let party: Party
beforeEach(async () => {
  document.body.innerHTML = '<div id="me"></div><div id="bob"></div><video id="screen"></video>'
  party = await createParty()
})
afterEach(() => party.simulator.destroy())

const state = () => party.ann.getCallEngine().store.getState()
const video = (id: string) => document.querySelector<HTMLVideoElement>(`#${id} video`)
const done = { code: 0, data: expect.anything() }

async function inCall(): Promise<void> {
  await party.ann.call({ userID: 'bob', type: 2 })
  await party.bob.engine.accept()
  await party.pass(1)
}
async function rung(type: 'audio' | 'video' = 'video'): Promise<void> {
  await party.bob.calls('ann', { type })
  await party.pass()
}
/** What another engine of the page does: its own simulator is left alone. */
async function asThePage(run: () => Promise<void>): Promise<void> {
  configure({ createEngine: ({ token }) => party.simulator.createEngine('dave', { token }) })
  try {
    await run()
  } finally {
    TUICallEngine.createInstance()
    await TUICallEngine.destroyInstance()
  }
}

/** One proof per method. */
const proofs: Record<keyof typeof methods, () => Promise<void>> = {
  createInstance: () =>
    asThePage(async () => {
      const first = TUICallEngine.createInstance({ SDKAppID: 1, tim: {} })
      expect(TUICallEngine.createInstance({ SDKAppID: 1 })).toBe(first)
      await TUICallEngine.login({ userID: 'dave', userSig: 'dave' })
      expect(first.getCallEngine().store.getState().status).toBe('idle')
    }),
  destroyInstance: () =>
    asThePage(async () => {
      const first = TUICallEngine.createInstance({ SDKAppID: 1 })
      await first.login({ userID: 'dave', userSig: 'dave' })
      await first.destroyInstance()
      await first.destroyInstance()
      await expect(first.call({ userID: 'bob', type: 1 })).rejects.toMatchObject({ code: -1201 })
      expect(TUICallEngine.createInstance({ SDKAppID: 1 })).not.toBe(first)
    }),
  async on() {
    const told = vi.fn<() => void>()
    party.ann.on(TUICallEvent.INVITED, told)
    await rung()
    expect(told).toHaveBeenCalledOnce()
  },
  async off() {
    const told = vi.fn<() => void>()
    party.ann.on(TUICallEvent.INVITED, told, {})
    party.ann.off(TUICallEvent.INVITED, told)
    await rung()
    expect(told).not.toHaveBeenCalled()
  },
  async init() {
    await party.ann.logout()
    expect(await party.ann.init({ userID: 'ann', userSig: 'ann' })).toEqual(done)
    expect(state().status).toBe('idle')
  },
  async login() {
    await party.ann.logout()
    await expect(party.ann.login({ userID: 'ann', userSig: 'bob' })).rejects.toMatchObject({ code: -120203 })
    expect(state().status).toBe('loggedOut')
    await party.ann.login({ userID: 'bob', userSig: 'bob' })
    await party.ann.login({ userID: 'ann', userSig: 'ann' })
    expect(state().self?.userID).toBe('ann')
  },
  async logout() {
    await inCall()
    await party.ann.logout()
    await party.pass()
    expect(party.bob.hasHeard('CALLING_END', { userID: 'ann', reason: 'hangup' })).toBe(true)
    await expect(party.ann.call({ userID: 'bob', type: 1 })).rejects.toMatchObject({ code: -1201 })
  },
  async setSelfInfo() {
    await expect(party.ann.setSelfInfo({ nickName: 'Anna' })).rejects.toMatchObject({ code: 20007 })
    const saveSelfInfo = vi.fn<() => void>()
    const other = createTUICallEngine({
      saveSelfInfo,
      createEngine: ({ token }) => party.simulator.createEngine('dave', { token }),
    })
    await other.login({ userID: 'dave', userSig: 'dave' })
    await other.setSelfInfo({ nickName: 'David' })
    expect(saveSelfInfo).toHaveBeenCalledWith({ nickName: 'David' })
    expect((await other.tim.getMyProfile()).data).toEqual({ userID: 'dave', nick: 'David', avatar: '' })
  },
  async getTim() {
    const tim = party.ann.getTim()
    expect(party.ann.tim).toBe(tim)
    expect(await tim.getMyProfile()).toEqual({ code: 0, data: { userID: 'ann', nick: 'ANN', avatar: '' } })
    await rung()
    const { data } = await tim.getUserProfile({ userIDList: ['bob', 'stranger'] })
    expect(data).toEqual([
      { userID: 'bob', nick: 'BOB', avatar: '' },
      { userID: 'stranger', nick: '', avatar: '' },
    ])
  },
  async call() {
    const { data } = await party.ann.call({ userID: 'bob', type: 2, timeout: 5, userData: 'x', roomID: 7 })
    expect(data).toMatchObject({ callID: state().call?.callID, callRole: 'inviter', callMediaType: 2 })
    expect(state()).toMatchObject({ status: 'calling', wanted: { camera: false, microphone: true } })
    await party.pass()
    expect(party.bob.hasHeard('INVITED', { userData: 'x', type: 'video' })).toBe(true)
    await expect(party.ann.call({ userID: 'bob', type: 1 })).rejects.toMatchObject({ code: -1204 })
    await party.pass(5)
    expect(party.names()).toContain('onNoResp')
    await expect(party.ann.call({ userID: 'bob', type: 1, timeout: 0 })).rejects.toMatchObject({ code: -1202 })
  },
  async groupCall() {
    await party.ann.groupCall({ userIDList: ['bob'], type: 1, groupID: 'team' })
    expect(state().call).toMatchObject({ kind: 'group', groupID: 'team', type: 'audio' })
    await party.ann.hangup()
    party.simulator.destroy()
    party = await createParty({ maxMembers: 2 })
    const tooMany = { userIDList: ['bob', 'carol'], type: 1, groupID: 'team' }
    await expect(party.ann.groupCall(tooMany)).rejects.toMatchObject({ code: -1202 })
  },
  async calls() {
    await party.ann.calls({ userIDList: ['bob', 'carol'], type: 1 })
    expect(state().call).toMatchObject({ kind: 'group', type: 'audio' })
    await party.ann.hangup()
    await party.ann.calls({ userIDList: ['bob'], type: 1, chatGroupID: 'team' })
    expect(state().call).toMatchObject({ groupID: 'team' })
  },
  async inviteUser() {
    await inCall()
    await party.ann.inviteUser({ userIDList: ['carol'] })
    await party.pass()
    expect(state().call?.kind).toBe('group')
    expect(party.carol.hasHeard('INVITED')).toBe(true)
    await expect(party.ann.inviteUser({ userIDList: ['bob'] })).rejects.toMatchObject({ code: -1202 })
  },
  async joinInGroupCall() {
    await party.bob.calls(['ann', 'carol'], { groupID: 'team' })
    await party.carol.engine.accept()
    await party.pass()
    const { roomID, groupID } = party.last('INVITED')
    await party.ann.reject()
    await party.ann.joinInGroupCall({ type: 2, groupID, roomID })
    expect(state()).toMatchObject({ status: 'connected', wanted: { camera: false, microphone: true } })
    await party.ann.hangup()
    await party.ann.joinInGroupCall({ type: 2, groupID, roomID: 1 })
    expect(state().status).toBe('connected')
    await party.ann.hangup()
    const unknown = { type: 2, groupID: 'others', roomID: 1 }
    await expect(party.ann.joinInGroupCall(unknown)).rejects.toMatchObject({ code: 8010 })
  },
  async join() {
    await party.bob.calls(['ann', 'carol'])
    await party.carol.engine.accept()
    await party.pass()
    await party.ann.reject()
    await party.ann.join({ callId: party.last('INVITED').callId })
    expect(state().status).toBe('connected')
  },
  async accept() {
    await expect(party.ann.accept()).rejects.toMatchObject({ code: -1203 })
    await rung()
    expect(await party.ann.accept()).toEqual({ code: 0, data: expect.objectContaining({ callRole: 'invitee' }) })
    expect(state()).toMatchObject({ status: 'connected', wanted: { camera: false, microphone: true } })
  },
  async reject() {
    expect(await party.ann.reject()).toEqual(done)
    await rung()
    await party.ann.reject()
    await party.pass()
    expect(party.bob.hasHeard('REJECT', { userID: 'ann' })).toBe(true)
  },
  async hangup() {
    await expect(party.ann.hangup()).rejects.toMatchObject({ code: -1203 })
    await party.ann.call({ userID: 'bob', type: 1 })
    await party.ann.hangup()
    await party.pass()
    expect(party.bob.hasHeard('CALLING_CANCEL', { userID: 'ann' })).toBe(true)
  },
  async switchCallMediaType() {
    await inCall()
    await party.ann.openCamera('me')
    await party.ann.switchCallMediaType(1)
    await party.pass()
    expect(state().call?.type).toBe('audio')
    expect(video('me')).toBe(null)
    await party.ann.switchCallMediaType(2)
    await party.pass()
    expect(state()).toMatchObject({ call: { type: 'video' }, wanted: { camera: false } })
    await expect(party.ann.switchCallMediaType(3)).rejects.toMatchObject({ code: -120203 })
  },
  async openCamera() {
    await rung()
    await party.ann.openCamera('me')
    expect(video('me')?.style.transform).toBe('scaleX(-1)')
    await party.ann.accept()
    await party.pass(1)
    expect(state().wanted.camera).toBe(true)
    expect(party.bob.hasHeard('USER_VIDEO_AVAILABLE', { userID: 'ann', isVideoAvailable: true })).toBe(true)
    expect(video('me')).not.toBe(null)
    await party.bob.engine.hangup()
    await party.pass()
    expect(video('me')).toBe(null)
    await rung('audio')
    const me = document.querySelector<HTMLElement>('#me')
    await expect(party.ann.openCamera(me ?? '')).rejects.toMatchObject({ code: -1203 })
    await expect(party.ann.openCamera('nowhere')).rejects.toMatchObject({ code: -120203 })
  },
  async closeCamera() {
    expect(await party.ann.closeCamera()).toEqual(done)
    await inCall()
    await party.ann.openCamera('me')
    await party.pass(1)
    await party.ann.closeCamera()
    await party.pass(1)
    expect(video('me')).toBe(null)
    expect(party.bob.hasHeard('USER_VIDEO_AVAILABLE', { userID: 'ann', isVideoAvailable: false })).toBe(true)
  },
  async openMicrophone() {
    await expect(party.ann.openMicrophone()).rejects.toMatchObject({ code: -1203 })
    await inCall()
    await party.ann.closeMicrophone()
    await party.ann.openMicrophone()
    expect(state().wanted.microphone).toBe(true)
  },
  async closeMicrophone() {
    await expect(party.ann.closeMicrophone()).rejects.toMatchObject({ code: -1203 })
    await inCall()
    await party.ann.closeMicrophone()
    await party.pass(1)
    expect(party.bob.hasHeard('USER_AUDIO_AVAILABLE', { userID: 'ann', isAudioAvailable: false })).toBe(true)
  },
  async startRemoteView() {
    await party.ann.call({ userID: 'bob', type: 2 })
    await party.ann.startRemoteView({ userID: 'bob', videoViewDomID: 'bob' })
    expect(video('bob')?.srcObject ?? null).toBe(null)
    await party.bob.engine.accept()
    await party.pass(1)
    expect(video('bob')?.srcObject).not.toBe(null)
    const options = { objectFit: 'contain', muted: true }
    await party.ann.startRemoteView({ userID: 'bob', videoViewDomID: 'bob', options })
    await party.ann.startRemoteView({ userID: 'bob', videoViewDomID: 'bob', options })
    expect(document.querySelectorAll('#bob video')).toHaveLength(1)
    expect(video('bob')?.style).toMatchObject({ objectFit: 'contain', width: '100%' })
    expect(video('bob')?.style.transform).not.toBe('scaleX(-1)')
    const screen = document.querySelector<HTMLElement>('#screen')
    await party.ann.startRemoteView({ userID: 'bob', videoViewDomID: screen ?? '' })
    expect(video('bob')).toBe(null)
    await party.ann.hangup()
    await party.pass()
    expect(document.querySelector('#screen')).toBe(screen)
  },
  async stopRemoteView() {
    await inCall()
    await party.ann.startRemoteView({ userID: 'bob', videoViewDomID: 'bob' })
    await party.ann.stopRemoteView({ userID: 'bob' })
    expect(video('bob')).toBe(null)
  },
  async setVideoRenderParams() {
    await inCall()
    await party.ann.openCamera('me')
    await party.ann.startRemoteView({ userID: 'bob', videoViewDomID: 'bob' })
    await party.ann.setVideoRenderParams({ userID: 'bob', objectFit: 'fill', mirror: true })
    await party.ann.setVideoRenderParams({ userID: 'ann', mirror: false })
    expect(video('bob')?.style).toMatchObject({ objectFit: 'fill', transform: 'scaleX(-1)' })
    expect(video('me')?.style.transform).toBe('none')
  },
  async getDeviceList() {
    const cameras = await party.ann.getDeviceList('camera')
    expect(cameras[0]).toMatchObject({ deviceId: 'camera-1' })
    expect((await party.ann.getDeviceList('microphones'))[0]).toMatchObject({ deviceId: 'microphone-1' })
    expect((await party.ann.getDeviceList('speaker')).length).toBeGreaterThan(0)
    await expect(party.ann.getDeviceList('printer')).rejects.toMatchObject({ code: -120203 })
  },
  async switchDevice() {
    await party.ann.switchDevice({ deviceType: 'video', deviceId: 'camera-2' })
    await party.ann.switchDevice({ deviceType: 'microphone', deviceId: 'microphone-2' })
    await party.pass()
    expect(party.last('DEVICED_UPDATED')).toMatchObject({
      currentCameraID: 'camera-2',
      currentMicrophoneID: 'microphone-2',
    })
    const missing = { deviceType: 'audio', deviceId: 'none' }
    await expect(party.ann.switchDevice(missing)).rejects.toMatchObject({ code: 60003 })
  },
  async switchCamera() {
    const ringkit = party.ann.getCallEngine()
    const devices = await ringkit.getDevices()
    const [first] = devices.cameraList
    vi.spyOn(ringkit, 'getDevices').mockResolvedValue({
      ...devices,
      cameraList: [
        { deviceID: 'other', label: 'Front Camera' },
        { deviceID: first?.deviceID ?? '', label: 'Back Camera' },
      ],
    })
    const chosen = vi.spyOn(ringkit, 'switchDevice')
    await party.ann.switchCamera(1)
    expect(chosen).toHaveBeenCalledWith('camera', first?.deviceID)
    vi.spyOn(ringkit, 'getDevices').mockResolvedValue({ ...devices, cameraList: [] })
    await expect(party.ann.switchCamera(0)).rejects.toMatchObject({ code: 60003 })
  },
  async setVideoQuality() {
    expect(await party.ann.setVideoQuality('720p')).toEqual(done)
    await expect(party.ann.setVideoQuality('8K')).rejects.toMatchObject({ code: -120203 })
  },
  async setBlurBackground() {
    await party.ann.setBlurBackground(2)
    expect(state().effects.background).toEqual({ kind: 'blur' })
    await party.ann.setBlurBackground(0)
    expect(state().effects.background).toEqual({ kind: 'none' })
  },
  async setVirtualBackground() {
    await party.ann.setVirtualBackground('/office.jpg')
    expect(state().effects.background).toEqual({ kind: 'image', url: '/office.jpg' })
    await party.ann.setVirtualBackground('')
    expect(state().effects.background).toEqual({ kind: 'none' })
  },
  async enableAIVoice() {
    await party.ann.enableAIVoice(false)
    expect(state().effects.noiseSuppression).toBe(false)
  },
  async setLogLevel() {
    expect(party.ann.setLogLevel(4)).toBeUndefined()
  },
  async enableMultiDeviceAbility() {
    expect(await party.ann.enableMultiDeviceAbility(true)).toEqual(done)
  },
  async callExperimentalAPI() {
    expect(await party.ann.callExperimentalAPI({})).toEqual(done)
  },
  async getCallEngine() {
    expect(party.ann.getCallEngine()).toBe(party.ann.getCallEngine())
    expect(state().self?.userID).toBe('ann')
  },
  async getTRTCCloudInstance() {
    expect(() => party.ann.getTRTCCloudInstance()).toThrow(expect.objectContaining({ code: 20007 }))
  },
}

test.each(Object.entries(proofs))('%s: as the table says', async (_name, prove) => {
  await expect(prove()).resolves.toBeUndefined()
})

test('every method has a row in the table, and every row a proof', () => {
  expect(Object.keys(proofs).toSorted()).toEqual(Object.keys(methods).toSorted())
  const ours = Object.keys(party.ann).filter((name) => name !== 'tim')
  expect(Object.keys(methods).toSorted()).toEqual([...ours, 'createInstance'].toSorted())
})

test('every code that can come has a row as such, and no other', () => {
  const told = new Set([...Object.values(errorCodes), ...Object.values(parameterCodes)].map(String))
  const rows = Object.entries(codes).filter(([, { verdict }]) => verdict !== 'never')
  expect(new Set(rows.map(([code]) => code))).toEqual(told)
  for (const [code, { note }] of rows) {
    const words = Object.entries(errorCodes).filter(([, number]) => String(number) === code)
    for (const [word] of words) expect(note).toContain(word)
  }
})

test.each([
  ['missing', -120200, {}],
  ['of another type', -120201, { userIDList: 'bob' }],
  ['holding others than texts', -120201, { userIDList: [7] }],
  ['empty', -120202, { userIDList: [] }],
])('a parameter that is %s rejects with %d', async (_what, code, params) => {
  // What TypeScript would refuse comes from apps without it.
  const inviteUser = party.ann.inviteUser as (params: object) => Promise<unknown>
  await expect(inviteUser(params)).rejects.toMatchObject({ code, callCode: 'BAD_PARAMETER' })
})

test('a camera that is refused rejects in the words their kits look for, and does not start later', async () => {
  party.annHerself.denyCamera()
  await rung()
  await expect(party.ann.openCamera('me')).rejects.toMatchObject({
    code: -1101,
    message: expect.stringContaining('NotAllowedError: Permission denied'),
  })
  party.annHerself.allowCamera()
  await party.ann.accept()
  await party.pass(1)
  expect(party.bob.hasHeard('USER_VIDEO_AVAILABLE', { userID: 'ann', isVideoAvailable: true })).toBe(false)
})

test('a call that ends while the camera is on its way leaves no camera on', async () => {
  await rung()
  await party.ann.accept()
  // Told of the end before or after the camera is on: either will do.
  const opening = party.ann.openCamera('me').catch((error: unknown) => expect(error).toMatchObject({ code: -1203 }))
  await party.bob.engine.hangup()
  await opening
  await party.pass(1)
  expect(video('me')).toBe(null)
  await rung()
  await party.ann.accept()
  await party.pass(1)
  expect(state().wanted.camera).toBe(false)
})

test('the camera may be switched on right after the accept', async () => {
  await rung()
  await party.ann.accept()
  const opening = party.ann.openCamera('me')
  await party.pass(1)
  await opening
  expect(party.bob.hasHeard('USER_VIDEO_AVAILABLE', { userID: 'ann', isVideoAvailable: true })).toBe(true)
  expect(video('me')).not.toBe(null)
})

test('`token` makes the server’s token of userID and userSig', async () => {
  const token = vi.fn<() => string>(() => 'dave')
  const engine = createTUICallEngine({
    token,
    createEngine: (options) => party.simulator.createEngine('dave', { token: options.token }),
  })
  await engine.login({ userID: 'dave', userSig: 'signed' })
  expect(token).toHaveBeenCalledWith({ userID: 'dave', userSig: 'signed' })
})

test('room numbers are theirs: positive, 31 bits, the same for the same call', () => {
  const numbers = Array.from({ length: 1000 }, (_each, index) => roomNumber(`call-${index}`))
  expect(new Set(numbers).size).toBe(1000)
  expect(numbers.every((each) => Number.isInteger(each) && each >= 1 && each <= 2_147_483_647)).toBe(true)
  expect(roomNumber('call-1')).toBe(numbers[1])
})

test('an app on theirs and one on ours call each other', async () => {
  await rung()
  await party.ann.accept()
  await party.pass(1)
  expect(party.bob.hasHeard('CALL_BEGIN')).toBe(true)
  await party.ann.hangup()
  await inCall()
  expect(party.last('USER_ENTER')).toEqual({ userID: 'bob' })
})
