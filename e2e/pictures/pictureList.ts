/** One picture of a story. */
export interface Picture {
  /** The name of its file, without the ending. */
  name: string
  /** `main:` for a main screen, `playground:` for the playground; then the story's export. */
  story: string
  size: keyof typeof sizes
  theme: 'light' | 'dark'
  language: 'en' | 'ar' | 'ja' | 'ko'
  /** What the synthetic cameras film. */
  cameras: 'room' | 'plain'
  /** Its time goes on: no two pictures of it are the same. Default: false. */
  isMoving?: boolean
}

/** CSS pixels of the page; one each in the file. */
export const sizes = {
  phone: { width: 390, height: 844 },
  desktop: { width: 1280, height: 800 },
  laptop: { width: 1120, height: 700 },
  wide: { width: 1280, height: 800 },
} as const

type Look = `${'phone' | 'desktop'} ${'light' | 'dark'}${'' | ' ar' | ' ja' | ' ko'}`

/** The main screens, as they are looked at: each at least once on a phone and at a desk, most in light and in dark. */
const looks: Readonly<Record<string, readonly Look[]>> = {
  IncomingDialog: ['phone light', 'desktop dark', 'phone dark ar', 'phone light ko'],
  IncomingBanner: ['desktop light', 'phone dark'],
  OutgoingToOne: ['phone light'],
  OutgoingToFour: ['desktop dark', 'phone light'],
  CallOfTwo: ['phone light', 'desktop light'],
  CallOfFive: ['desktop light', 'phone dark', 'desktop dark ar'],
  CallOfNine: ['desktop light', 'phone light'],
  SpeakerLayout: ['desktop light', 'phone light'],
  ScreenShared: ['desktop light'],
  BeforeACall: ['phone light', 'desktop dark', 'phone light ja'],
  Settings: ['desktop light', 'phone dark'],
  Minimised: ['desktop light', 'phone dark'],
  Notices: ['desktop light', 'phone dark'],
}

/** The pictures that are kept and compared. */
export const comparedPictures: readonly Picture[] = Object.entries(looks).flatMap(([story, each]) =>
  each.map((look) => toPicture(story, look)),
)

function toPicture(story: string, look: Look): Picture {
  // A `Look` is these words, in this order.
  const [size, theme, language = 'en'] = look.split(' ') as [Picture['size'], Picture['theme'], Picture['language']?]
  return {
    name: `${story}-${look.replaceAll(' ', '-')}`,
    story: `main:${story}`,
    size,
    theme,
    language,
    cameras: 'plain',
  }
}

/** The pictures of the documentation. What stands on the dark stage of a call looks the same in both themes. */
export const shownPictures: readonly Picture[] = [
  shown('ringing-light', 'main:WholeKit', 'phone', 'light'),
  shown('ringing-dark', 'main:WholeKit', 'phone', 'dark'),
  shown('calling', 'main:OutgoingToOne', 'phone', 'light'),
  shown('call', 'main:CallOfFive', 'laptop', 'light'),
  shown('screen-share', 'main:ScreenShared', 'laptop', 'light'),
  shown('pre-call-light', 'main:BeforeACall', 'phone', 'light'),
  shown('pre-call-dark', 'main:BeforeACall', 'phone', 'dark'),
  { ...shown('playground-light', 'playground:InACall', 'wide', 'light'), isMoving: true },
  { ...shown('playground-dark', 'playground:InACall', 'wide', 'dark'), isMoving: true },
]

function shown(name: string, story: string, size: Picture['size'], theme: Picture['theme']): Picture {
  return { name, story, size, theme, language: 'en', cameras: 'room' }
}
