/**
 * Which story shows which component in which state. The dark theme is no column: each story is looked at in both themes, by
 * `.storybook/inTheOtherTheme.ts`.
 */
export const states = [
  /** What it shows is not known yet. */
  'loading',
  /** The browser refuses camera or microphone. */
  'denied',
  /** There is nothing to show. */
  'empty',
  /** So many people; of a call, with oneself. */
  'one',
  'two',
  'nine',
  'fortyNine',
  'longNames',
  /** People without a picture. */
  'noAvatar',
  'rightToLeft',
  /** 390 px wide at most. */
  'phone',
] as const
export type State = (typeof states)[number]

/** The story, as `file: name`; or why there is no such state. */
export type Cell = { story: string } | { none: string }

export interface Row extends Record<State, Cell> {
  /** What it is put together from, and shows it in those states. */
  parts?: readonly string[]
}

const shown = (story: string): Cell => ({ story })
const none = (why: string): Cell => ({ none: why })

const perPerson = (why: string) =>
  ({
    one: none(why),
    two: none(why),
    nine: none(why),
    fortyNine: none(why),
    longNames: none(why),
    noAvatar: none(why),
  }) as const

const capturesNothing = none('asks for no camera and no microphone')
const isThereAtOnce = none('the call that brings it has all that it shows')
const deviceNames = shown('states/Devices: PickersLongNames')

/** By the name of the component. */
export const stateMatrix: Readonly<Record<string, Row>> = {
  CallKit: {
    loading: none('nothing is seen while its inside is fetched: e2e/waitingPage.test.ts'),
    denied: shown('states/InACall: KitDenied'),
    empty: shown('CallKit: Idle'),
    one: shown('states/MainScreens: WholeKit'),
    two: shown('CallKit: FromRingToEnd'),
    nine: shown('states/InACall: KitOfNine'),
    fortyNine: shown('states/FortyNine: NobodyAnswers'),
    longNames: shown('states/InACall: KitLongNames'),
    noAvatar: shown('CallKit: FromRingToEnd'),
    rightToLeft: shown('states/InACall: KitArabic'),
    phone: shown('CallKit: NoticesOnAPhone'),
  },
  IncomingCallDialog: {
    parts: [
      'IncomingCallAccept',
      'IncomingCallAcceptWithoutCamera',
      'IncomingCallActions',
      'IncomingCallCaller',
      'IncomingCallDecline',
      'IncomingCallDeclineMessages',
      'IncomingCallSending',
    ],
    loading: isThereAtOnce,
    denied: none('nothing is captured before the accept'),
    empty: shown('states/Ringing: IncomingNone'),
    one: shown('IncomingCallDialog: Video'),
    two: shown('IncomingCallDialog: Group'),
    nine: shown('states/Ringing: BannerToNine'),
    fortyNine: shown('states/Ringing: IncomingToFortyNine'),
    longNames: shown('states/Ringing: IncomingLongNames'),
    noAvatar: shown('IncomingCallDialog: Video'),
    rightToLeft: shown('states/Ringing: IncomingArabic'),
    phone: shown('states/Ringing: IncomingWithPicture'),
  },
  OutgoingCall: {
    parts: ['OutgoingCallActions', 'OutgoingCallCancel', 'OutgoingCallPeople', 'OutgoingCallPreview'],
    loading: isThereAtOnce,
    denied: shown('states/Ringing: OutgoingDenied'),
    empty: shown('states/Ringing: OutgoingNone'),
    one: shown('OutgoingCall: Video'),
    two: shown('states/Ringing: OutgoingArabic'),
    nine: shown('states/Ringing: OutgoingToNine'),
    fortyNine: shown('states/Ringing: OutgoingToFortyNine'),
    longNames: shown('states/Ringing: OutgoingLongNames'),
    noAvatar: shown('states/Ringing: OutgoingToNine'),
    rightToLeft: shown('states/Ringing: OutgoingArabic'),
    phone: shown('states/Ringing: OutgoingToNine'),
  },
  CallView: {
    parts: [
      'CallDuration',
      'CallHeader',
      'FullScreenToggle',
      'LayoutSwitch',
      'MinimiseButton',
      'ReconnectingBanner',
      'SoundBlockedBanner',
    ],
    loading: none('what comes in later are the pictures: VideoTile'),
    denied: shown('states/InACall: KitDenied'),
    empty: shown('CallView: HungUp'),
    one: shown('states/InACall: ViewOfOneAndRinging'),
    two: shown('CallView: OneToOneVideo'),
    nine: shown('states/MainScreens: CallOfNine'),
    fortyNine: shown('states/FortyNine: View'),
    longNames: shown('states/InACall: ViewLongNames'),
    noAvatar: shown('CallView: OneToOneAudio'),
    rightToLeft: shown('states/InACall: ViewArabic'),
    phone: shown('states/InACall: ViewLongNames'),
  },
  VideoGrid: {
    parts: ['FloatingTileHandle', 'VideoGridPager', 'VideoTilePin'],
    loading: none('each tile by itself: VideoTile'),
    denied: capturesNothing,
    empty: shown('states/InACall: GridEmpty'),
    one: shown('states/InACall: GridOfOneAndRinging'),
    two: shown('states/InACall: GridOfTwo'),
    nine: shown('states/InACall: GridOfNine'),
    fortyNine: shown('states/FortyNine: Grid'),
    longNames: shown('states/InACall: GridLongNames'),
    noAvatar: shown('states/InACall: GridOfNine'),
    rightToLeft: shown('VideoGrid: PagesRightToLeft'),
    phone: shown('states/InACall: GridOfNineOnAPhone'),
  },
  VideoTile: {
    parts: ['VideoTilePlate'],
    ...perPerson('is one person: VideoGrid has them together'),
    loading: shown('CallView: OneToOneVideo'),
    denied: capturesNothing,
    empty: shown('states/Parts: Tiles'),
    one: shown('states/Parts: Tiles'),
    longNames: shown('states/InACall: GridLongNames'),
    noAvatar: shown('states/Parts: Tiles'),
    rightToLeft: shown('states/Layers: CutNamesInArabic'),
    phone: shown('states/InACall: GridOfTwo'),
  },
  CallBar: {
    loading: isThereAtOnce,
    denied: capturesNothing,
    empty: shown('states/InACall: BarNone'),
    one: none('with nobody else there is no name to show, and the buttons stay'),
    two: shown('CallBar: Minimised'),
    nine: none('from five people on it is a number: fortyNine'),
    fortyNine: shown('states/FortyNine: Bar'),
    longNames: shown('states/InACall: BarLongNames'),
    noAvatar: none('shows nobody’s picture'),
    rightToLeft: shown('states/InACall: BarArabic'),
    phone: shown('states/InACall: BarLongNames'),
  },
  CallControls: {
    parts: [
      'CallTypeSwitch',
      'CameraMenu',
      'CameraToggle',
      'FlipCamera',
      'HangUpButton',
      'InviteButton',
      'MicrophoneMenu',
      'MicrophoneToggle',
      'MutedTalkingHint',
      'ScreenShareToggle',
      'SettingsButton',
      'SpeakerMenu',
    ],
    ...perPerson('names nobody'),
    loading: none('a button whose command is under way: states/Parts, ControlButtons'),
    denied: shown('states/InACall: KitDenied'),
    empty: none('stands in a call alone'),
    rightToLeft: shown('states/InACall: ControlsArabic'),
    phone: shown('states/InACall: ControlsNarrow'),
  },
  DevicePicker: {
    parts: ['DeviceProblems', 'SpeakerTest'],
    ...perPerson('is about devices'),
    loading: shown('states/Devices: PickersLoading'),
    denied: shown('states/Devices: PickersDenied'),
    empty: shown('states/Devices: PickersEmpty'),
    longNames: deviceNames,
    rightToLeft: shown('states/Devices: PickersArabic'),
    phone: shown('states/Devices: PickersEmpty'),
  },
  SettingsDialog: {
    parts: ['BackgroundPicker', 'NoiseSuppressionSwitch'],
    ...perPerson('is about devices'),
    loading: shown('Devices: BackgroundBusyAndFailed'),
    denied: shown('states/Devices: SettingsDenied'),
    empty: none('without devices it has the empty lists of DevicePicker'),
    rightToLeft: shown('states/Devices: SettingsArabic'),
    phone: shown('states/Devices: SettingsNarrow'),
  },
  VolumeMeter: {
    ...perPerson('is one level'),
    loading: none('no level is a level of nothing: empty'),
    denied: none('without a microphone it is silent: empty'),
    empty: shown('VolumeMeter: Silent'),
    rightToLeft: shown('states/Devices: MetersArabic'),
    phone: shown('states/Devices: MetersArabic'),
  },
  PreCall: {
    parts: [
      'PreCallCamera',
      'PreCallContinue',
      'PreCallMicrophone',
      'PreCallNetwork',
      'PreCallProblems',
      'PreCallSpeaker',
    ],
    ...perPerson('is about devices'),
    loading: shown('PreCall: Loading'),
    denied: shown('states/Devices: CheckDeniedNarrow'),
    empty: shown('PreCall: NoCamera'),
    rightToLeft: shown('states/Devices: CheckArabic'),
    phone: shown('states/Devices: CheckNarrow'),
  },
  InviteDialog: {
    loading: shown('states/People: InviteLoading'),
    denied: capturesNothing,
    empty: shown('InviteDialog: Nobody'),
    one: shown('states/People: InviteOne'),
    two: shown('states/People: InviteTwo'),
    nine: shown('states/People: InviteNine'),
    fortyNine: shown('states/People: InviteFortyNine'),
    longNames: shown('states/People: InviteLongNames'),
    noAvatar: shown('InviteDialog: Group'),
    rightToLeft: shown('states/People: InviteArabic'),
    phone: shown('states/People: InviteFortyNine'),
  },
  JoinBanner: {
    loading: none('until the server has answered there is nothing: empty'),
    denied: capturesNothing,
    empty: shown('JoinBanner: NoCall'),
    one: none('a group’s call in which nobody else is or rings has ended'),
    two: shown('JoinBanner: ByName'),
    nine: shown('states/People: JoinNine'),
    fortyNine: shown('states/FortyNine: Join'),
    longNames: shown('states/People: JoinLongNames'),
    noAvatar: none('shows nobody’s picture'),
    rightToLeft: shown('states/People: JoinArabic'),
    phone: shown('states/People: JoinNine'),
  },
  CallNotices: {
    loading: none('tells what has happened'),
    denied: shown('CallNotices: CameraRefused'),
    empty: shown('states/InACall: NoticesNone'),
    one: shown('CallNotices: Declined'),
    two: shown('CallNotices: JoinedAndLeft'),
    nine: none('from four people on it is some names and a number: fortyNine'),
    fortyNine: shown('states/FortyNine: Notices'),
    longNames: shown('states/InACall: NoticesLongNames'),
    noAvatar: none('shows nobody’s picture'),
    rightToLeft: shown('states/InACall: NoticesArabic'),
    phone: shown('states/FortyNine: Notices'),
  },
  PictureInPictureCall: {
    parts: ['PictureInPictureScope', 'PictureInPictureToggle'],
    ...perPerson('shows one person: VideoTile'),
    loading: none('its picture comes in as on any tile: VideoTile'),
    denied: capturesNothing,
    empty: none('it closes with the call: CallViewWindows, PictureInPictureOfOnesOwn'),
    two: shown('CallKit: PictureInPicture'),
    longNames: shown('states/InACall: SmallWindowLongNames'),
    rightToLeft: shown('states/InACall: SmallWindowArabic'),
    phone: none('no phone has such a window'),
  },
}

/** What has no states of its own: the story that shows it, in each look that it has. */
export const statelessParts: Readonly<Record<string, string>> = {
  ActionError: 'states/Parts: DeviceParts',
  ActionScope: 'states/Parts: DeviceParts',
  Avatar: 'states/Parts: Avatars',
  CallProvider: 'states/Devices: PickersLoading',
  ControlButton: 'states/Parts: ControlButtons',
  Menu: 'states/Parts: MenuOpen',
  RingSoundBanner: 'states/RingingParts: RingSoundBlocked',
}
