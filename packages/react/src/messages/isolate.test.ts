import { expect, test } from 'vitest'
import { en } from './en.ts'
import { isolate, isolating } from './isolate.ts'
import { languages, loadMessages } from './languages.ts'
import { listNames } from './listNames.ts'
import { mergeMessages } from './mergeMessages.ts'

const apart = (text: string): string => `\u2068${text}\u2069`
const dawud = 'داود'

test.each([
  ['Bob', 'en', 'Bob'],
  [dawud, 'en', apart(dawud)],
  ['Bob', 'ar', apart('Bob')],
  [dawud, 'ar', dawud],
  [`${dawud} (HR)`, 'ar', apart(`${dawud} (HR)`)],
  ['山田', 'he', apart('山田')],
  ['+49 170 12', 'ar', apart('+49 170 12')],
  ['12', 'ar', '12'],
  [apart('Bob'), 'ar', apart('Bob')],
])('%s in %s: %s', (text, locale, kept) => expect(isolate(text, locale)).toBe(kept))

test.each(languages)(
  'in %s a name of the other direction turns no sentence round, the name of its own carries no mark',
  async (language) => {
    const messages = await loadMessages(language)
    const [foreign, own] = language === 'ar' ? ['Bob', dawud] : [dawud, 'Bob']
    const said = (name: string): string[] => [
      messages.you(name),
      messages.isCallingYou(name),
      messages.declinedWith(name, name),
      messages.isInviting(name, name),
      messages.inCall.pin(name),
      messages.screenOf(name),
      messages.deviceLost(name),
      listNames([name, name], messages.locale),
    ]
    for (const text of said(foreign)) {
      expect(text).toContain(apart(foreign))
      expect(text.replaceAll(apart(foreign), '')).not.toContain(foreign)
    }
    for (const text of said(own)) expect(text).not.toMatch(/[\u2068\u2069]/)
  },
)

test('texts of one’s own keep names apart as well, and nothing is kept apart twice', () => {
  const hebrew = isolating(mergeMessages(en, { locale: 'he', joined: (name) => `${name} הצטרף` }))
  expect(hebrew.joined('Bob')).toBe(`${apart('Bob')} הצטרף`)
  expect(isolating(hebrew).joined('Bob')).toBe(hebrew.joined('Bob'))
  expect(isolating(hebrew).callEnded('2:05')).toBe(en.callEnded('2:05'))
})
