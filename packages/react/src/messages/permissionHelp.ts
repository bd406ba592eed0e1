import type { Messages } from './en.ts'

type Help = Extract<keyof Messages['beforeCall'], `help${string}`>

/**
 * The sentence that says, in a browser's own words, how to allow camera and microphone there; undefined for a browser whose
 * words are not known.
 *
 * @param browser `navigator`, of which an iPad says that it is a Mac, but with a touch screen.
 */
export function permissionHelp(browser: { userAgent: string; maxTouchPoints: number }): Help | undefined {
  const is = (name: RegExp): boolean => name.test(browser.userAgent)
  // These carry the names of Chrome or Safari too, and have menus of their own.
  if (is(/CriOS|FxiOS|EdgiOS|EdgA|OPR|SamsungBrowser/)) return undefined
  if (is(/iPhone|iPad/) || (is(/Macintosh/) && !is(/Chrome|Firefox/) && browser.maxTouchPoints > 1)) return 'helpIOS'
  if (is(/Android/)) return is(/Chrome/) ? 'helpAndroid' : undefined
  if (is(/Edg\//)) return 'helpEdge'
  if (is(/Firefox/)) return 'helpFirefox'
  if (is(/Chrome/)) return 'helpChrome'
  return is(/Safari/) ? 'helpSafari' : undefined
}
