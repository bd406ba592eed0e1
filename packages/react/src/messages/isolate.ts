import { directionOf } from './directionOf.ts'
import type { Messages } from './en.ts'

/** Unicode's first strong isolate, and its end. */
const [BEGIN, END] = ['\u2068', '\u2069']

const leftwards = String.raw`\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}`
const hasLeftwards = new RegExp(`[${leftwards}]`, 'u')
/** Any other letter, and what leads a number or an address: a phone number would be turned round. */
const hasRightwards = new RegExp(String.raw`(?![${leftwards}])\p{Letter}|[+@]`, 'u')

/** A text that keeps its own direction inside a sentence of the language; as it is where nothing in it runs the other way. */
export function isolate(text: string, locale: string): string {
  const isForeign = directionOf(locale) === 'rtl' ? hasRightwards : hasLeftwards
  return isForeign.test(text) && !text.includes(BEGIN) ? `${BEGIN}${text}${END}` : text
}

type Texts = Readonly<Record<string, unknown>>

/**
 * The same texts, which keep apart what is put into them: a name of the other direction turns nothing round. The one place where
 * that is done; done twice it changes nothing more.
 */
export function isolating(messages: Messages): Messages {
  const { locale } = messages
  const apart = (text: unknown): unknown => {
    if (typeof text === 'function') {
      return (...parts: unknown[]): unknown =>
        text(...parts.map((part) => (typeof part === 'string' ? isolate(part, locale) : part)))
    }
    return typeof text === 'object' && text !== null ? eachOf(text, apart) : text
  }
  // Every text is there again under its own name, and takes what it took.
  return eachOf(messages, apart) as Messages
}

function eachOf(texts: object, change: (text: unknown) => unknown): Texts {
  return Object.fromEntries(Object.entries(texts).map(([key, text]: [string, unknown]) => [key, change(text)]))
}
