/** An app on Tencent's engine, as their page has it. A test takes it through the steps of docs/tuicall.md. */
import { TUICallEngine, TUICallEvent, TUICallType } from 'tuicall-engine-webrtc'

const query = new URLSearchParams(location.search)
const on = (id, run) => document.querySelector(id).addEventListener('click', run)

const tuiCallEngine = TUICallEngine.createInstance({ SDKAppID: 1400000000 })

/** Every event of their page. */
const events = [
  'ERROR',
  'SDK_READY',
  'KICKED_OUT',
  'USER_ACCEPT',
  'USER_ENTER',
  'USER_LEAVE',
  'REJECT',
  'NO_RESP',
  'LINE_BUSY',
  'CALLING_TIMEOUT',
  'USER_VIDEO_AVAILABLE',
  'USER_AUDIO_AVAILABLE',
  'GROUP_CALL_INVITEE_LIST_UPDATE',
  'INVITED',
  'CALLING_CANCEL',
  'CALLING_END',
  'DEVICED_UPDATED',
  'CALL_TYPE_CHANGED',
]
for (const name of events) {
  tuiCallEngine.on(TUICallEvent[name], (event) => {
    const item = document.createElement('li')
    item.dataset.event = name
    item.textContent = JSON.stringify(event)
    document.querySelector('#told').append(item)
  })
}
tuiCallEngine.on(TUICallEvent.USER_VOICE_VOLUME, ({ volumeMap }) => {
  if (volumeMap.some(({ userId, audioVolume }) => userId !== query.get('me') && audioVolume > 0)) {
    document.body.dataset.hears = ''
  }
})
tuiCallEngine.on(TUICallEvent.USER_VIDEO_AVAILABLE, ({ userID, isVideoAvailable }) => {
  if (isVideoAvailable) void tuiCallEngine.startRemoteView({ userID, videoViewDomID: 'remote' })
  else void tuiCallEngine.stopRemoteView({ userID })
})

on('#call', async () => {
  const userID = document.querySelector('#whom').value
  await tuiCallEngine.call({ userID, type: TUICallType.VIDEO_CALL, timeout: 10 })
  await tuiCallEngine.openCamera('local')
})
on('#accept', async () => {
  await tuiCallEngine.accept()
  await tuiCallEngine.openCamera('local')
})
on('#reject', () => tuiCallEngine.reject())
on('#hangup', () => tuiCallEngine.hangup())

await tuiCallEngine.login({ userID: query.get('me'), userSig: query.get('session') })
