/** `same`: as theirs. `differs`: `note` says how. `noEffect`: taken, and nothing happens. `never`: not told or not given. */
export type Verdict = 'same' | 'differs' | 'noEffect' | 'never'

interface Row {
  verdict: Verdict
  /** How it differs, or what does the same here. May be empty for `same`. */
  note: string
}

const same = (note = ''): Row => ({ verdict: 'same', note })
const differs = (note: string): Row => ({ verdict: 'differs', note })
const noEffect = (note: string): Row => ({ verdict: 'noEffect', note })
const never = (note: string): Row => ({ verdict: 'never', note })

/** The 19 events of the 2022 page, then the later ones. */
export const events = {
  ERROR: same('`message` beside `msg`, our word in `callCode`'),
  SDK_READY: same('`userID` beside `name`'),
  KICKED_OUT: same('`reason`: `repeatLogin` or `removed`'),
  USER_ACCEPT: differs('Members who are connected hear it too, not only the caller and those ringing'),
  USER_ENTER: same(),
  USER_LEAVE: differs('Invitees still ringing hear of everybody who leaves, not of the caller alone'),
  REJECT: differs('In a group always to everybody, also for somebody invited later; `message` if one was given'),
  NO_RESP: differs('As REJECT. All of one deadline come in one event'),
  LINE_BUSY: differs('As REJECT'),
  CALLING_TIMEOUT: differs('It comes, to the invitee who did not answer. Their page has it, their code never sent it'),
  USER_VIDEO_AVAILABLE: same(),
  USER_AUDIO_AVAILABLE: same(),
  USER_VOICE_VOLUME: differs(
    '10 times a second instead of once (`volumeInterval` of the engine that `createEngine` makes); `userID` and `volume` beside `userId` and `audioVolume`',
  ),
  GROUP_CALL_INVITEE_LIST_UPDATE: differs(
    '`userIDList` is who is in the call, as their code has it; `ringingIDList` beside it, and it comes when that changes too',
  ),
  INVITED: same('With the fields of ON_CALL_RECEIVED; `inviteID`, `callID` and `strRoomID` are one id'),
  CALLING_CANCEL: differs(
    'To every side of a call that never connected for it, once, as their code does (their page: to the invitee alone). `userID` is who cancelled, rejected, was busy or was lost, else empty',
  ),
  CALLING_END: differs(
    'Once, also after `inviteUser`. `userID` is who ended it, for both sides the same. `endReason` has our word beside the number in `reason`',
  ),
  DEVICED_UPDATED: same(
    '`currentMicrophoneID`, `currentCameraID` and the shipped `currentMicrophone`, `currentCamera`; speakers too',
  ),
  CALL_TYPE_CHANGED: differs('In groups too, and both ways'),
  ON_CALL_RECEIVED: same('Right after INVITED, with the same payload'),
  ON_CALL_BEGIN: same('Again after a reload that goes on with the call'),
  ON_CALL_CANCELED: same('Right after CALLING_CANCEL, with the same payload'),
  ON_CALL_NOT_CONNECTED: same('Right after ON_CALL_CANCELED; `reason` is a number of CallEndReason'),
  ON_USER_INVITING: same('Once per person rung; who rings them in `inviterID`'),
  ON_USER_NETWORK_QUALITY_CHANGED: differs('On change only; of their numbers 0, 1, 2, 4 and 6 are used'),
  MESSAGE_SENT_BY_ME: never('There are no chat messages'),
  CALL_MESSAGE: never('There are no chat messages'),
} as const satisfies Record<string, Row>

/** Every method of their engine. */
export const methods = {
  createInstance: same(
    '`SDKAppID` and `tim` are without effect. `url` and the other options of ours may be passed, or set by `configure`',
  ),
  destroyInstance: same(),
  on: same(),
  off: same('Without a callback it takes all of that event off'),
  init: differs('Another name of `login`'),
  login: differs(
    '`userSig` goes to `authenticate` of your call server. Rejects when that knows the user by another `userID`',
  ),
  logout: same('Hangs up if in a call'),
  setSelfInfo: differs(
    'Rejects (20007) without the option `saveSelfInfo`: names and pictures come from `authenticate`',
  ),
  getTim: differs('`getMyProfile` and `getUserProfile` alone, of yourself and those in the call; also as `tim`'),
  call: differs(
    '`timeout` is 1 to 600 seconds. Nobody is refused for want of a microphone. `roomID`, `strRoomID` and push texts are without effect',
  ),
  groupCall: differs('As `call`. How many there may be is the server’s `maxMembers`, not 9'),
  calls: differs('As `groupCall`; `chatGroupID` is the group'),
  inviteUser: differs('In a call of two as well: it becomes a group call'),
  joinInGroupCall: differs('`roomID` as an event told it; if none has it, and one call of the group goes on, that one'),
  join: same('Who may join is decided by the server’s `authorize`: by default those who were invited'),
  accept: differs('Goes through without a microphone too: ERROR says why. Rejects (-1203) when nothing rings'),
  reject: same('Resolves when nothing rings'),
  hangup: same('Cancels while it rings out. Rejects (-1203) outside a call'),
  switchCallMediaType: differs('In groups too, and from audio to video: then no camera starts by itself'),
  openCamera: same('Before the answer a preview, in the call for all. Rejects (-1203) in an audio call'),
  closeCamera: same('Resolves when it is off'),
  openMicrophone: same('Rejects (-1203) outside a call'),
  closeMicrophone: same('Rejects (-1203) outside a call'),
  startRemoteView: same(
    'An element or its id. May be called before there is a picture. `options.muted` is without effect',
  ),
  stopRemoteView: same(),
  setVideoRenderParams: differs('`objectFit` (else than theirs: -120203) and `mirror`; `muted` is without effect'),
  getDeviceList: differs('Asks for no permission, so names may be empty before the first call. `speaker` too'),
  switchDevice: same('`camera`, `microphone` and `speaker` too'),
  switchCamera: differs('Takes the first camera whose name says front or back; rejects (60003) without one'),
  setVideoQuality: noEffect('Each viewer gets the size that fits. An unknown profile rejects (-120203)'),
  setBlurBackground: differs('0 is off, 1 to 3 are one strength. Needs the files told in backgrounds.md'),
  setVirtualBackground: same('Needs the files told in backgrounds.md'),
  enableAIVoice: differs('The browser’s own noise suppression'),
  setLogLevel: noEffect('See `logLevel` of `livekitMedia`'),
  enableMultiDeviceAbility: noEffect('The server’s `sessions`; several devices ring by default'),
  callExperimentalAPI: noEffect('Resolves'),
  getTRTCCloudInstance: never('Throws (20007): there is no TRTC'),
  getCallEngine: differs(
    'Ours alone: the engine of @ringkit/core underneath, for screen sharing, volume meters, network checks',
  ),
} as const satisfies Record<string, Row>

/** Their codes, by number. */
export const codes = {
  '-1101': same('PERMISSION_DENIED. In `call` and `accept` it is told by ERROR, and the call goes on'),
  '-1102': differs('MEDIA_FAILED, DEVICE_IN_USE'),
  '60001': never('Switching the type fails with the code of its reason'),
  '60002': never('As 60001'),
  '60006': never('-1102'),
  '-1201': same('NOT_LOGGED_IN'),
  '-1202': same('BAD_PARAMETER, as the server finds it'),
  '-120200': same('BAD_PARAMETER: it is missing'),
  '-120201': same('BAD_PARAMETER: its type'),
  '-120202': same('BAD_PARAMETER: it is empty'),
  '-120203': same('BAD_PARAMETER: its range'),
  '-1203': same('WRONG_STATE'),
  '-1204': same('REPEATED_CALL'),
  '-1205': never('Nothing is refused for being a group call'),
  '-1401': differs('SIGNALLING_FAILED, RATE_LIMITED'),
  '-1406': never('-1401'),
  '2805': differs('TIMEOUT: the server did not answer in time'),
  '60003': differs('NO_DEVICE, for cameras too'),
  '60004': never('60003'),
  '8010': differs('NOT_FOUND: an unknown call, or one that is not yours'),
  '8021': never('8010. People who do not exist ring until the deadline'),
  '101002': never('8010'),
  '20007': differs('NOT_ALLOWED: `authorize` or `authenticate` refused'),
  '65535': same('INTERNAL'),
  '-1001': never('There are no packages to buy'),
  '-1002': never('As -1001'),
  '101011': never('As -1001'),
  '-1003': never('There is no chat SDK'),
  '30000': never('The browser refuses devices on a page without https: -1102'),
  '-3301': never('There is no service to switch on'),
} as const satisfies Record<string, Row>

const unused = noEffect('Its values are theirs; nothing here takes or tells them')

/** Their constants, whose values are those of engine 1.2.1 to 3.1.7. */
export const constants = {
  TUICallEvent: same('Beside them `ON_CALL_NOT_CONNECTED` and `ON_USER_INVITING` of the later engine'),
  TUICallType: same(),
  TUICallCameraPosition: same(),
  CALL_TYPE: same(),
  CALL_ROLE: same(),
  CallEndReason: same('Of the later engine'),
  DEVICE_TYPE: same('`microphone` and `speaker` are taken too'),
  DEVICEID_TYPE: noEffect('Of the earlier engines'),
  VALID_VIDEO_PROFILE_LIST: same('What `setVideoQuality` takes'),
  TUICommonDefine: same('`VideoEncoderParams` alone'),
  CALL_STATUS: unused,
  LOG_LEVEL: unused,
  CMD_TYPE: unused,
  CMD_TYPE_LIST: unused,
  ACTION_TYPE: unused,
  BUSINESS_ID: unused,
  MODE_TYPE: unused,
  CALL_EXPERMENTEL_API_TYPE: unused,
} as const satisfies Record<string, Row>

const words: Readonly<Record<Verdict, string>> = {
  same: 'same',
  differs: 'differs',
  noEffect: 'without effect',
  never: 'not here',
}

function table(heading: string, rows: Readonly<Record<string, Row>>): string {
  const lines = Object.entries(rows).map(([name, { verdict, note }]) => `| \`${name}\` | ${words[verdict]} | ${note} |`)
  return [`| ${heading} | here | |`, '| --- | --- | --- |', ...lines].join('\n')
}

/** The tables of docs/tuicall.md, as Markdown. */
export const compatibilityTables = (): string =>
  [
    '### Events',
    table('event', events),
    '### Methods',
    table('method', methods),
    '### Codes',
    table('code', codes),
    '### Constants',
    table('constant', constants),
  ].join('\n\n')
