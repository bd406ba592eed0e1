import { firstTexts } from './firstTexts.ts'
import { plural } from './plural.ts'

/** English, and the shape of every language: a translation is an object of the type `Messages`. */
export const en = {
  /** A BCP 47 tag: of the language itself, and of how lists, numbers and plurals are written. Tells the direction too. */
  locale: 'en',
  /** What somebody without a name is called. */
  unknownPerson: 'Somebody',
  /** In place of a call whose screen could not be fetched; stands above "Try again" and may be the only text there is. */
  partMissing: firstTexts.partMissing,
  /** One's own name on a tile. */
  you: (name: string): string => `${name} (you)`,

  // Incoming
  incomingCall: 'Incoming call',
  incomingAudio: 'Audio call',
  incomingVideo: 'Video call',
  isCallingYou: (name: string): string => `${name} is calling you`,
  /** Who else is called or in it already; `call` is `incomingAudio` or `incomingVideo`, `names` a list. */
  withPeople: (call: string, names: string): string => `${call} with ${names}`,
  accept: 'Accept',
  acceptWithoutCamera: 'Accept without camera',
  decline: 'Decline',

  // Outgoing
  outgoingCall: 'Outgoing call',
  calling: (names: string): string => `Calling ${names}`,
  cancelCall: 'Cancel call',
  peopleCalled: 'People called',

  // Where a person stands
  status: {
    calling: 'Calling…',
    ringing: 'Ringing…',
    connected: 'In the call',
    rejected: 'Declined',
    noResponse: 'No answer',
    cancelled: 'Cancelled',
    busy: 'Busy',
    left: 'Left',
    ended: 'Ended',
  },
  connecting: 'Connecting…',

  // In the call
  call: 'Call',
  duration: 'Duration',
  groupCall: (count: number): string => plural(count, 'en', { one: '# in the call', other: '# in the call' }),
  muteMicrophone: 'Mute microphone',
  unmuteMicrophone: 'Unmute microphone',
  turnCameraOff: 'Turn camera off',
  turnCameraOn: 'Turn camera on',
  shareScreen: 'Share screen',
  stopSharingScreen: 'Stop sharing screen',
  invitePeople: 'Invite people',
  switchToAudio: 'Switch to audio',
  switchToVideo: 'Switch to video',
  hangUp: 'Hang up',
  microphoneOff: 'Microphone off',
  screenOf: (name: string): string => `Screen of ${name}`,
  yourScreen: 'Your screen',
  reconnecting: 'Connection lost. Reconnecting…',
  soundBlocked: 'Your browser is holding the sound back.',
  playSound: 'Play sound',
  quality: {
    excellent: 'Excellent connection',
    good: 'Good connection',
    poor: 'Poor connection',
    lost: 'Connection lost',
  },

  // What one does with the view of a call
  inCall: {
    pages: 'Pages',
    /** Both are written as the language writes numbers. */
    page: (page: string, pages: string): string => `Page ${page} of ${pages}`,
    previousPage: 'Previous page',
    nextPage: 'Next page',
    pin: (name: string): string => `Pin ${name}`,
    unpin: (name: string): string => `Unpin ${name}`,
    minimise: 'Minimise call',
    minimised: 'Minimised call',
    backToCall: 'Back to the call',
    moveBar: 'Move the call, with the arrow keys too',
    speakerLayout: 'Show who speaks large',
    gridLayout: 'Show everybody alike',
    fullScreen: 'Full screen',
    leaveFullScreen: 'Leave full screen',
    pictureInPicture: 'Picture-in-picture',
    leavePictureInPicture: 'Leave picture-in-picture',
    /** The small window that stays above the others. */
    smallWindow: 'Call in a small window',
    swapPictures: 'Swap the pictures; the arrow keys move the small one',
    poorNetwork: 'Your connection is poor',
    /** `names` is a list of two or more, which may end with `others`. */
    allJoined: (names: string): string => `${names} joined`,
    allLeft: (names: string): string => `${names} left`,
    allDeclined: (names: string): string => `${names} declined`,
    allBusy: (names: string): string => `${names} are busy`,
    /** What stands at the end of a list for those it has no room for. */
    others: (count: number): string => plural(count, 'en', { one: '# other', other: '# others' }),
  },

  // Devices
  devices: {
    camera: 'Camera',
    microphone: 'Microphone',
    speaker: 'Speaker',
    settings: 'Settings',
    more: 'More',
    cameraOptions: 'Camera options',
    microphoneOptions: 'Microphone options',
    flipCamera: 'Flip camera',
    /** While one talks with the microphone muted, and what ends that. */
    mutedTalking: 'You are muted: nobody hears you.',
    unmute: 'Unmute',
    background: 'Background',
    backgroundNone: 'None',
    backgroundBlur: 'Blur',
    /** A picture without a name; `number` is written as the language writes numbers. */
    backgroundImage: (number: string): string => `Picture ${number}`,
    applying: 'Applying…',
    noiseSuppression: 'Noise suppression',
    noiseSuppressionHelp: 'Keeps fans, keyboards and traffic out of what others hear.',
    network: 'Network',
    checkingNetwork: 'Checking the network…',
    /** Written as the language writes numbers. */
    delay: (milliseconds: string): string => `Delay: ${milliseconds} ms`,
    networkPoor: 'This network is slow: picture and sound may stutter.',
    networkBlocked: 'Picture and sound do not get through this network. A firewall may be in the way.',
    /** How a check of a device came out. */
    works: 'Works',
    blocked: 'Blocked',
    notFound: 'Not found',
    inUse: 'In use elsewhere',
    notWorking: 'Does not work',
    cameraOff: 'The camera is off.',
    /** Leaves the check before a call: when all works, and when not. */
    goOn: 'Continue',
    goOnAnyway: 'Continue anyway',
  },
  /** A device whose name the browser does not tell yet. */
  unnamedDevice: (kind: string, index: number): string => `${kind} ${index}`,
  /** A browser that lists no device of a kind uses the system's own. */
  systemDefault: 'System default',
  microphoneLevel: 'Microphone level',

  // Invite
  inviteNobody: 'There is nobody to invite.',
  inviteSearch: 'Search people',
  inviteSubmit: 'Invite',
  people: 'People',
  close: 'Close',

  // Notices
  notices: 'Call notices',
  dismiss: 'Dismiss',
  declined: (name: string): string => `${name} declined`,
  declinedWith: (name: string, message: string): string => `${name} declined: “${message}”`,
  isBusy: (name: string): string => `${name} is busy`,
  /** `names` is a list of one or more. */
  didNotAnswer: (names: string): string => `${names} did not answer`,
  missedCall: (name: string): string => `Missed call from ${name}`,
  joined: (name: string): string => `${name} joined`,
  left: (name: string): string => `${name} left`,
  isInviting: (name: string, names: string): string => `${name} is inviting ${names}`,
  nowAudio: 'This is an audio call now',
  nowVideo: 'This is a video call now. Your camera is off until you turn it on.',
  answeredElsewhere: 'Answered on another device',
  declinedElsewhere: 'Declined on another device',
  callLost: 'The connection was lost before anybody answered',
  callFailed: 'The call could not be connected',
  /** `time` is like 2:05. */
  callEnded: (time: string): string => `Call ended after ${time}`,
  callEndedOffline: (name: string): string => `The call ended: ${name} lost the connection`,
  callEndedRemoved: 'The call ended: somebody was removed',
  callEndedError: 'The call ended because of an error',
  reconnected: 'Connected again',
  kickedOut: 'You signed in somewhere else, so calls do not arrive here any more',
  removed: 'You were signed out by the server',
  deviceLost: (device: string): string => `${device} was unplugged`,

  // Before a call, and while it rings
  beforeCall: {
    declineWithMessage: 'Decline with a message',
    /** Ready answers, sent to the caller: at most 200 characters each. */
    busyNow: 'I can’t talk right now.',
    callBackLater: 'I’ll call you back.',
    writeInstead: 'Please write to me instead.',
    preCall: 'Check camera and sound',
    ownPicture: 'Your own picture',
    turningOn: 'Turning on…',
    speakToTest: 'Say something: the bar follows your voice.',
    testSound: 'Play test sound',
    stopTestSound: 'Stop test sound',
    tryAgain: firstTexts.tryAgain,
    /** What to do where the browser has been told to let this page have no camera or microphone, in its own words. */
    helpChrome: 'In Chrome: click the icon to the left of the address, switch Camera and Microphone on, and try again.',
    helpEdge:
      'In Edge: click the lock to the left of the address, choose “Permissions for this site”, set Camera and Microphone to “Allow”, and try again.',
    helpFirefox:
      'In Firefox: click the crossed-out camera or microphone to the left of the address, remove “Blocked”, and try again.',
    helpSafari:
      'In Safari: open “Settings for This Website” in the Safari menu, set Camera and Microphone to “Allow”, and try again.',
    helpIOS:
      'On iPhone and iPad: tap the page menu beside the address, open “Website Settings”, allow camera and microphone, and try again.',
    helpAndroid:
      'In Chrome: tap the icon to the left of the address, open “Permissions”, switch Camera and Microphone on, and try again.',
    callGoingOn: 'A call is going on',
    join: 'Join',
  },

  // A ring, and who is to be rung
  ring: {
    /** What an accept puts on. */
    sendBoth: 'Your camera and microphone will be on.',
    sendCamera: 'Your camera will be on, your microphone off.',
    sendMicrophone: 'Your microphone will be on.',
    sendNothing: 'Your camera and microphone will be off.',
    /** Both are written as the language writes numbers. */
    inCallOf: (present: string, most: string): string => `In the call: ${present} of at most ${most}`,
    /** How many more people a call can take: one or more. */
    roomFor: (count: number): string =>
      plural(count, 'en', { one: 'There is room for # more person.', other: 'There is room for # more people.' }),
    callIsFull: 'The call is full: nobody else can be invited.',
  },

  /** What a person can do about each code of a `CallError`. */
  errors: {
    NOT_LOGGED_IN: 'Sign in first: `await engine.login()`.',
    BAD_PARAMETER: 'A parameter is not acceptable; the message names it and says why.',
    WRONG_STATE: 'That is not possible at this point of the call.',
    REPEATED_CALL: 'You are in a call or being called already; end or decline that one first.',
    NOT_FOUND: 'There is no such call for you. It may have ended.',
    NOT_ALLOWED: 'You are not allowed to do that. Sign in again or ask for the right.',
    RATE_LIMITED: 'Too much at once. Wait a moment and try again.',
    PERMISSION_DENIED:
      'The browser does not let this page use the camera, microphone or screen. Allow it in the site settings.',
    NO_DEVICE: 'No such camera, microphone or speaker was found. Plug one in or choose another.',
    DEVICE_IN_USE: 'Another program is using the camera or microphone. Close it and try again.',
    MEDIA_FAILED: 'Picture and sound could not be connected. Check the network and try again.',
    SIGNALLING_FAILED: 'The call server cannot be reached. Check the network and its address.',
    TIMEOUT: 'The call server did not answer in time. Try again.',
    INTERNAL: 'Something went wrong inside. Try again; report it if it happens again.',
  },
}

/** Every text of the kit in one language. */
export type Messages = typeof en
