/** @vitest-environment jsdom */
import { afterEach, expect, test } from 'vitest'
import type { NetworkQuality } from '@ringkit/core'
import { compatibilityTables, events } from './compatibility.ts'
import { CallEndReason, TUICallEvent } from './constants.ts'
import { createTUICallEngine } from './createTUICallEngine.ts'
import { roomNumber } from './roomNumber.ts'
import { createParty, type Party } from './testing/party.ts'

let party: Party
afterEach(() => party.simulator.destroy())

/** ann has called bob; he accepts unless told otherwise. */
async function annCalls(answer: 'accepts' | 'rings' = 'accepts', type = 2): Promise<void> {
  await party.ann.call({ userID: 'bob', type })
  if (answer === 'accepts') await party.bob.engine.accept()
  await party.pass(1)
}
async function bobCalls(userData?: string): Promise<void> {
  await party.bob.calls('ann', { type: 'audio', ...(userData !== undefined && { userData }) })
  await party.pass()
}
async function group(): Promise<void> {
  await party.ann.groupCall({ userIDList: ['bob', 'carol'], type: 2, groupID: 'team' })
  await party.bob.engine.accept()
  await party.pass(1)
}
const context = (callID: string, callRole: string, callMediaType: number) => ({
  callID,
  callId: callID,
  roomID: roomNumber(callID),
  strRoomID: callID,
  callRole,
  callMediaType,
})

/** One proof per event: what brings it about, and what it carries. */
const proofs: Record<keyof typeof events, () => Promise<void>> = {
  async ERROR() {
    party.annHerself.denyMicrophone()
    await annCalls()
    const { code, msg, message, callCode } = party.last('ERROR')
    expect({ code, callCode }).toEqual({ code: -1101, callCode: 'PERMISSION_DENIED' })
    expect(msg).toBe(message)
    expect(msg).toContain('NotAllowedError: Permission denied')
    expect(party.names()).toContain('onCallBegin')
  },
  async SDK_READY() {
    expect(party.heard).toEqual([{ event: 'sdkReady', payload: { name: 'sdkReady', userID: 'ann' } }])
  },
  async KICKED_OUT() {
    await annCalls()
    await party.simulator.kick('ann')
    await party.pass()
    expect(party.last('KICKED_OUT')).toEqual({ reason: 'removed', message: 'removed' })
    expect(party.names()).not.toContain('onCallEnd')
    party.simulator.destroy()
    party = await createParty({ sessions: 'single' })
    await party.simulator.createEngine('ann').login()
    await party.pass()
    expect(party.last('KICKED_OUT')).toMatchObject({ reason: 'repeatLogin' })
  },
  async USER_ACCEPT() {
    await party.bob.calls(['ann', 'carol'])
    await party.ann.accept()
    await party.carol.engine.accept()
    await party.pass()
    expect(party.last('USER_ACCEPT')).toEqual({ userID: 'carol' })
  },
  async USER_ENTER() {
    await annCalls()
    expect(party.last('USER_ENTER')).toEqual({ userID: 'bob' })
  },
  async USER_LEAVE() {
    await party.bob.calls(['ann', 'carol', 'dave'])
    await party.carol.engine.accept()
    await party.dave.engine.accept()
    await party.pass(1)
    await party.carol.engine.hangup()
    await party.pass()
    expect(party.ann.getCallEngine().store.getState().status).toBe('ringing')
    expect(party.last('USER_LEAVE')).toEqual({ userID: 'carol' })
  },
  async REJECT() {
    await party.bob.calls(['ann', 'carol'])
    await party.ann.accept()
    await party.carol.engine.reject({ message: 'Later' })
    await party.pass()
    expect(party.last('REJECT')).toEqual({ userID: 'carol', message: 'Later' })
    await party.bob.engine.invite(['dave'])
    await party.dave.engine.reject()
    await party.pass()
    expect(party.last('REJECT')).toEqual({ userID: 'dave', message: '' })
  },
  async NO_RESP() {
    await annCalls('rings')
    await party.pass(30)
    expect(party.last('NO_RESP')).toEqual({ sponsor: 'ann', userIDList: ['bob'] })
    await party.bob.calls(['ann', 'carol', 'dave'])
    await party.ann.accept()
    await party.pass(30)
    expect(party.last('NO_RESP')).toEqual({ sponsor: 'bob', userIDList: ['carol', 'dave'] })
    expect(party.names().filter((event) => event === 'onNoResp')).toHaveLength(2)
  },
  async LINE_BUSY() {
    await party.carol.calls('bob')
    await annCalls('rings')
    expect(party.last('LINE_BUSY')).toEqual({ userID: 'bob' })
    expect(party.last('CALLING_CANCEL')).toMatchObject({ userID: 'bob', reason: 'busyline', callRole: 'inviter' })
    await party.dave.calls('ann')
    await party.ann.accept()
    await party.dave.engine.invite(['bob'])
    await party.pass()
    expect(party.last('LINE_BUSY')).toEqual({ userID: 'bob' })
    expect(party.names().filter((event) => event === 'onLineBusy')).toHaveLength(2)
  },
  async CALLING_TIMEOUT() {
    await bobCalls()
    await party.pass(30)
    expect(party.last('CALLING_TIMEOUT')).toEqual({ sponsor: 'bob', userIDList: ['ann'] })
    expect(party.names()).not.toContain('onNoResp')
  },
  async CALLING_CANCEL() {
    await bobCalls()
    const { callID } = party.last('INVITED')
    await party.bob.engine.hangup()
    await party.pass()
    const cancelled = { ...context(callID, 'invitee', 1), userID: 'bob', reason: 'normal', endReason: 'cancelled' }
    expect(party.last('CALLING_CANCEL')).toEqual(cancelled)
    await annCalls('rings')
    await party.bob.engine.reject()
    await party.pass()
    expect(party.last('CALLING_CANCEL')).toMatchObject({ userID: 'bob', reason: 'reject', callRole: 'inviter' })
    expect(party.names().filter((event) => event === 'onCallingCancel')).toHaveLength(2)
  },
  async CALLING_END() {
    await annCalls()
    const { callID } = party.last('ON_CALL_BEGIN')
    await party.pass(64)
    await party.bob.engine.hangup()
    await party.pass()
    const { totalTime } = party.last('CALLING_END')
    expect(party.last('CALLING_END')).toEqual({
      ...context(callID, 'inviter', 2),
      userID: 'bob',
      totalTime,
      callEnd: totalTime,
      reason: CallEndReason.HANGUP,
      endReason: 'hangup',
    })
    expect(totalTime).toBe(65)
    expect(TUICallEvent.CALL_END).toBe(TUICallEvent.CALLING_END)
    expect(party.names().filter((event) => event === 'onCallEnd')).toHaveLength(1)
    expect(party.names()).not.toContain('onCallingCancel')
    await annCalls()
    await party.ann.inviteUser({ userIDList: ['carol'] })
    await party.bob.engine.hangup()
    await party.pass(30)
    expect(party.last('CALLING_END')).toMatchObject({ endReason: 'allGone' })
    expect(party.names().filter((event) => event === 'onCallEnd')).toHaveLength(2)
  },
  async USER_VIDEO_AVAILABLE() {
    await annCalls()
    expect(party.last('USER_VIDEO_AVAILABLE')).toEqual({ userID: 'bob', isVideoAvailable: true })
  },
  async USER_AUDIO_AVAILABLE() {
    await annCalls()
    await party.bob.engine.setMicrophone(false)
    await party.pass(1)
    expect(party.last('USER_AUDIO_AVAILABLE')).toEqual({ userID: 'bob', isAudioAvailable: false })
  },
  async USER_VOICE_VOLUME() {
    const loud: unknown[] = []
    party.ann.on(TUICallEvent.USER_VOICE_VOLUME, ({ volumeMap }) => loud.push(volumeMap))
    await annCalls()
    loud.length = 0
    party.bob.setVolume(40)
    await party.pass(1)
    expect(loud).toHaveLength(10)
    expect(loud.at(-1)).toEqual([
      expect.objectContaining({ userId: 'ann', userID: 'ann' }),
      { userId: 'bob', audioVolume: 40, userID: 'bob', volume: 40 },
    ])

    const seldom = createTUICallEngine({
      url: 'simulator',
      createEngine: ({ token }) => party.simulator.createEngine('dave', { token, volumeInterval: 1000 }),
    })
    await seldom.login({ userID: 'dave', userSig: 'dave' })
    await seldom.call({ userID: 'carol', type: 1 })
    await party.carol.engine.accept()
    await party.pass(1)
    loud.length = 0
    seldom.on(TUICallEvent.USER_VOICE_VOLUME, () => loud.push('seldom'))
    await party.pass(3)
    expect(loud.filter((each) => each === 'seldom')).toHaveLength(3)
  },
  async GROUP_CALL_INVITEE_LIST_UPDATE() {
    await group()
    expect(party.last('GROUP_CALL_INVITEE_LIST_UPDATE')).toEqual({
      userIDList: ['ann', 'bob'],
      ringingIDList: ['carol'],
    })
  },
  async INVITED() {
    await bobCalls('{"ticket":1}')
    const { callID } = party.last('INVITED')
    const { roomID, strRoomID } = context(callID, 'invitee', 1)
    expect(party.last('INVITED')).toEqual({
      ...context(callID, 'invitee', 1),
      sponsor: 'bob',
      callerId: 'bob',
      userID: 'bob',
      userIDList: ['ann'],
      calleeIdList: ['ann'],
      isFromGroup: false,
      groupID: '',
      chatGroupID: '',
      userData: '{"ticket":1}',
      inviteID: callID,
      inviteData: { version: 4, callType: 1, roomID, strRoomID, userData: '{"ticket":1}' },
    })
    await party.bob.engine.hangup()
    await party.bob.calls('carol')
    await party.carol.engine.accept()
    await party.bob.engine.invite(['ann'])
    await party.pass()
    // Those ringing and those in the call, without who invites: as theirs.
    expect(party.last('INVITED')).toMatchObject({ sponsor: 'bob', isFromGroup: true })
    expect(party.last('INVITED').userIDList.toSorted()).toEqual(['ann', 'carol'])
  },
  async DEVICED_UPDATED() {
    await annCalls()
    await party.ann.switchDevice({ deviceType: 'audio', deviceId: 'microphone-2' })
    await party.pass()
    const { microphoneList, cameraList, speakerList, ...current } = party.last('DEVICED_UPDATED')
    expect(microphoneList.map(({ deviceId }) => deviceId)).toContain('microphone-2')
    expect(cameraList[0]).toMatchObject({ deviceId: cameraList[0]?.deviceID, deviceName: cameraList[0]?.label })
    expect(speakerList.length).toBeGreaterThan(0)
    expect(current.currentMicrophoneID).toBe('microphone-2')
    expect(current.currentMicrophone).toMatchObject({ deviceId: 'microphone-2' })
    expect(current.currentCamera?.deviceId ?? '').toBe(current.currentCameraID)
    expect(current.currentSpeaker?.deviceId ?? '').toBe(current.currentSpeakerID)
  },
  async CALL_TYPE_CHANGED() {
    await group()
    await party.bob.engine.switchCallType('audio')
    await party.pass()
    expect(party.last('CALL_TYPE_CHANGED')).toEqual({ oldCallType: 2, newCallType: 1 })
    await party.ann.switchCallMediaType(2)
    await party.pass()
    expect(party.last('CALL_TYPE_CHANGED')).toEqual({ oldCallType: 1, newCallType: 2 })
  },
  async ON_CALL_RECEIVED() {
    await bobCalls()
    expect(party.last('ON_CALL_RECEIVED')).toEqual(party.last('INVITED'))
    expect(party.names().slice(-2)).toEqual(['onInvited', 'onCallReceived'])
  },
  async ON_CALL_BEGIN() {
    await bobCalls()
    await party.ann.accept()
    await party.pass()
    const begun = context(party.last('INVITED').callID, 'invitee', 1)
    expect(party.last('ON_CALL_BEGIN')).toEqual(begun)

    // The page is loaded anew: another engine of the same device.
    await party.annHerself.cutNetwork()
    party.annHerself.restoreNetwork()
    const told: unknown[] = []
    const page = createTUICallEngine({
      url: 'simulator',
      createEngine: ({ token }) =>
        party.simulator.createEngine('ann', { token, deviceID: party.annHerself.device().deviceID }),
    })
    page.on(TUICallEvent.ON_CALL_BEGIN, (payload) => told.push(payload))
    await page.login({ userID: 'ann', userSig: 'ann' })
    await party.pass()
    expect(told).toEqual([begun])
  },
  async ON_CALL_CANCELED() {
    await bobCalls()
    await party.ann.reject()
    await party.pass()
    expect(party.last('ON_CALL_CANCELED')).toEqual(party.last('CALLING_CANCEL'))
    expect(party.last('ON_CALL_CANCELED')).toMatchObject({ userID: 'ann', reason: 'reject' })
  },
  async ON_CALL_NOT_CONNECTED() {
    await annCalls('rings')
    await party.pass(30)
    expect(party.last('ON_CALL_NOT_CONNECTED')).toMatchObject({
      reason: CallEndReason.NO_RESPONSE,
      endReason: 'noResponse',
      userID: '',
      callRole: 'inviter',
      callMediaType: 2,
    })
    const terminal = ['onNoResp', 'onCallingCancel', 'onCallCanceled', 'onCallNotConnected']
    expect(party.names().slice(-4)).toEqual(terminal)
  },
  async ON_USER_INVITING() {
    await group()
    await party.carol.engine.accept()
    await party.bob.engine.invite(['dave'])
    await party.pass()
    expect(party.last('ON_USER_INVITING')).toEqual({ userID: 'dave', inviterID: 'bob', userIDList: ['dave'] })
  },
  async ON_USER_NETWORK_QUALITY_CHANGED() {
    await annCalls()
    for (const [word, quality] of Object.entries({ excellent: 1, good: 2, poor: 4, lost: 6, unknown: 0 } as const)) {
      // The keys of the line above are words of the engine.
      party.bob.setQuality(word as NetworkQuality)
      await party.pass(5)
      const { networkQualityList } = party.last('ON_USER_NETWORK_QUALITY_CHANGED')
      expect(networkQualityList).toContainEqual({ userId: 'bob', userID: 'bob', quality })
    }
  },
  MESSAGE_SENT_BY_ME: neverTold('onMessageSentByMe'),
  CALL_MESSAGE: neverTold('CALL_MESSAGE'),
}

function neverTold(event: string) {
  return async () => {
    await annCalls()
    await party.ann.hangup()
    await party.pass()
    expect(party.names()).toContain('onCallEnd')
    expect(party.names()).not.toContain(event)
  }
}

test.each(Object.entries(proofs))('%s: told as the table says', async (_name, prove) => {
  party = await createParty()
  await expect(prove()).resolves.toBeUndefined()
})

test('every event has a row in the table, and every row a proof', async () => {
  party = await createParty()
  const named = new Set(Object.keys(TUICallEvent).filter((name) => name !== 'CALL_END'))
  expect(new Set(Object.keys(events))).toEqual(named)
  expect(new Set(Object.keys(proofs))).toEqual(named)
  expect(compatibilityTables()).toContain('`CALLING_TIMEOUT`')
})

test('`this` is the context, a handler that throws disturbs no other, and `off` takes the right one off', async () => {
  party = await createParty()
  const kit = { calls: 0, count: countCall }
  function countCall(this: { calls: number }): void {
    this.calls += 1
  }
  const broken = () => {
    throw new Error('broken')
  }
  party.ann.on(TUICallEvent.INVITED, broken)
  party.ann.on(TUICallEvent.INVITED, kit.count, kit)
  await bobCalls()
  expect(kit.calls).toBe(1)
  expect(party.last('ERROR')).toMatchObject({ code: 65535, message: 'A handler of onInvited threw: broken' })
  await party.bob.engine.hangup()
  await party.pass()
  party.ann.off(TUICallEvent.INVITED, kit.count)
  await bobCalls()
  expect(kit.calls).toBe(1)
  party.ann.off('*')
  const told = party.heard.length
  await party.bob.engine.hangup()
  await party.pass()
  expect(party.heard).toHaveLength(told)
})
