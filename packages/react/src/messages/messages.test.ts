import { describe, expect, test } from 'vitest'
import { callErrorSentences } from '@ringkit/core'
import { clockTime } from './clockTime.ts'
import { directionOf } from './directionOf.ts'
import { en } from './en.ts'
import type { Messages } from './en.ts'
import { errorText } from './errorText.ts'
import { languageFor, languages, loadMessages } from './languages.ts'
import type { Language } from './languages.ts'
import { listNames } from './listNames.ts'
import { mergeMessages } from './mergeMessages.ts'

test.each([
  [0, '0:00'],
  [5, '0:05'],
  [65, '1:05'],
  [600, '10:00'],
  [3605, '1:00:05'],
])('%i seconds are %s', (seconds, text) => expect(clockTime(seconds)).toBe(text))

test('a clock has the digits of the language', () => expect(clockTime(3605, 'ar-EG')).toBe('١:٠٠:٠٥'))

test.each([
  [['Bob'], 'en', 'Bob'],
  [['Bob', 'Carol'], 'en', 'Bob and Carol'],
  [['Bob', 'Carol', 'Dave'], 'de', 'Bob, Carol und Dave'],
  [['Bob', 'Carol'], 'zh-Hans', 'Bob和Carol'],
  [['Carol', 'Inés'], 'es', 'Carol e Inés'],
  [['Bob', 'Carol'], 'ar', '\u2068Bob\u2069 و\u2068Carol\u2069'],
])('%j in %s: %s', (names, locale, text) => expect(listNames(names, locale)).toBe(text))

test.each([
  [undefined, 'en'],
  [[], 'en'],
  ['ko', 'ko'],
  [['ko-KR', 'en-US'], 'ko'],
  [['sv', 'de-AT', 'en'], 'de'],
  [['sv', 'fi'], 'en'],
  [['en-GB', 'ko'], 'en'],
  [['zh-CN'], 'zh'],
  [['zh-Hans-SG'], 'zh'],
  [['zh-TW', 'ja', 'zh'], 'ja'],
  [['zh-TW', 'sv'], 'zh'],
  [['ar-EG'], 'ar'],
  [['not a tag', '*', 'fr-CA'], 'fr'],
  [['toString', '__proto__'], 'en'],
])('for %j the kit speaks %s', (wanted, language) => expect(languageFor(wanted)).toBe(language))

test.each([
  ['en', 'ltr'],
  ['ko', 'ltr'],
  ['ar-EG', 'rtl'],
  ['he', 'rtl'],
  ['ur', 'rtl'],
  ['az-Arab', 'rtl'],
  ['not a tag', 'ltr'],
])('%s is written %s', (locale, direction) => expect(directionOf(locale)).toBe(direction))

const groups = ['status', 'quality', 'inCall', 'devices', 'beforeCall', 'errors'] as const
type Texts = Record<string, string>

/** Every text that needs nothing, by its path, like `status.busy`. */
function texts(messages: Messages): Texts {
  const flat = Object.entries(messages).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  const nested = groups.flatMap((group) =>
    Object.entries(messages[group]).flatMap(([key, text]: [string, unknown]) =>
      typeof text === 'string' ? [[`${group}.${key}`, text]] : [],
    ),
  )
  return { ...Object.fromEntries(flat), ...Object.fromEntries(nested) }
}

/** Where there is a text that needs something. */
function functionsOf(messages: Messages): string[] {
  const all: [string, unknown][] = [
    ...Object.entries(messages),
    ...groups.flatMap((group) =>
      Object.entries(messages[group]).map(([key, text]: [string, unknown]): [string, unknown] => [
        `${group}.${key}`,
        text,
      ]),
    ),
  ]
  return all.flatMap(([path, value]) => (typeof value === 'function' ? [path] : []))
}

/** What a sentence is made of; each part must be found again. */
const parts = { name: 'Zoë', names: 'Xía e Yuri', call: 'Wahl', message: 'Später', time: '2:05', device: 'Gerät' }

/** Every text that needs something, with that. */
function sentences(messages: Messages): Record<string, [text: string, ...needed: string[]]> {
  const { name, names, call, message, time, device } = parts
  return {
    you: [messages.you(name), name],
    isCallingYou: [messages.isCallingYou(name), name],
    withPeople: [messages.withPeople(call, names), call, names],
    calling: [messages.calling(names), names],
    groupCall: [messages.groupCall(12), '12'],
    screenOf: [messages.screenOf(name), name],
    'inCall.page': [messages.inCall.page('12', '13'), '12', '13'],
    'inCall.pin': [messages.inCall.pin(name), name],
    'inCall.unpin': [messages.inCall.unpin(name), name],
    'inCall.allJoined': [messages.inCall.allJoined(names), names],
    'inCall.allLeft': [messages.inCall.allLeft(names), names],
    'inCall.allDeclined': [messages.inCall.allDeclined(names), names],
    'inCall.allBusy': [messages.inCall.allBusy(names), names],
    'inCall.others': [messages.inCall.others(12), '12'],
    'devices.backgroundImage': [messages.devices.backgroundImage('12'), '12'],
    'devices.delay': [messages.devices.delay('80'), '80'],
    unnamedDevice: [messages.unnamedDevice(device, 3), device, '3'],
    declined: [messages.declined(name), name],
    declinedWith: [messages.declinedWith(name, message), name, message],
    isBusy: [messages.isBusy(name), name],
    didNotAnswer: [messages.didNotAnswer(names), names],
    missedCall: [messages.missedCall(name), name],
    joined: [messages.joined(name), name],
    left: [messages.left(name), name],
    isInviting: [messages.isInviting(name, names), name, names],
    callEnded: [messages.callEnded(time), time],
    callEndedOffline: [messages.callEndedOffline(name), name],
    deviceLost: [messages.deviceLost(device), device],
  }
}

/** Without the marks that keep a name of the other direction apart. */
const bare = (text = ''): string => text.replaceAll(/[\u2068\u2069]/g, '')

/** The same in English and rightly so: no word in it is the language's own. */
const same = ['unnamedDevice']
const scripts: Partial<Record<Language, RegExp>> = {
  ko: /\p{sc=Hangul}/u,
  zh: /\p{sc=Han}/u,
  ja: /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/u,
  ar: /\p{sc=Arabic}/u,
}

describe.each(languages)('%s', (language) => {
  test('has every text, and none is empty', async () => {
    const messages = await loadMessages(language)
    expect(Object.keys(messages).toSorted()).toEqual(Object.keys(en).toSorted())
    expect(Object.keys(texts(messages)).toSorted()).toEqual(Object.keys(texts(en)).toSorted())
    expect(Object.entries(texts(messages)).filter(([, text]) => text.trim() !== text || text === '')).toEqual([])
    expect(languageFor(messages.locale)).toBe(language)
  })

  test('says what it was given in each sentence', async () => {
    const made = sentences(await loadMessages(language))
    // Complete: a sentence that is not in the list above has not been looked at.
    expect(Object.keys(made).toSorted()).toEqual(functionsOf(en).toSorted())
    const dropped = Object.entries(made).filter(([, [text, ...needed]]) => !needed.every((part) => text.includes(part)))
    expect(dropped).toEqual([])
  })

  test('has a sentence for each plural form', async () => {
    const { groupCall, locale } = await loadMessages(language)
    const rules = new Intl.PluralRules(locale)
    const left = new Set(rules.resolvedOptions().pluralCategories)
    for (const count of [...Array(200).keys(), 1_000_000, 100_000, 1_000_002]) {
      const text = groupCall(count)
      left.delete(rules.select(count))
      expect(text).not.toMatch(/#|undefined/)
      if (language !== 'ar' || count > 2) expect(text).toContain(new Intl.NumberFormat(locale).format(count))
    }
    expect([...left]).toEqual([])
  })
})

describe.each(languages.filter((language) => language !== 'en'))('%s', (language) => {
  test('leaves nothing in English', async () => {
    const messages = await loadMessages(language)
    const english: Texts = texts(en)
    const left = Object.entries(texts(messages)).filter(([path, text]) => text === english[path])
    expect(left.map(([path]) => path)).toEqual([])
    const own = sentences(messages)
    const leftSentences = Object.entries(sentences(en)).filter(([key, [text]]) => bare(own[key]?.[0]) === text)
    expect(leftSentences.map(([key]) => key)).toEqual(same)
  })

  test('is written in its own script', async () => {
    const messages = await loadMessages(language)
    const { locale: _locale, ...rest } = texts(messages)
    const all = [...Object.values(rest), ...Object.entries(sentences(messages)).map(([, [text]]) => bare(text))]
    const script = scripts[language]
    const foreign = all.filter((text) => script && !script.test(text) && !text.startsWith(parts.device))
    expect(foreign).toEqual([])
  })
})

test('Arabic has its dual and its two plurals', async () => {
  const { groupCall } = await loadMessages('ar')
  expect([2, 3, 11, 100].map(groupCall)).toEqual([
    'شخصان في المكالمة',
    '3 أشخاص في المكالمة',
    '11 شخصًا في المكالمة',
    '100 شخص في المكالمة',
  ])
})

test('French elides before a vowel', async () => {
  const { missedCall } = await loadMessages('fr')
  expect([missedCall('Bob'), missedCall('Émile')]).toEqual(['Appel manqué de Bob', 'Appel manqué d’Émile'])
})

test('the texts of errors are those the calls themselves use in English', () =>
  expect(en.errors).toEqual(callErrorSentences))

test('an error of a call is told in the language, a particular reason in English only, an error of the app as it is', async () => {
  const ko = await loadMessages('ko')
  const plain = { code: 'TIMEOUT', message: en.errors.TIMEOUT }
  const particular = { code: 'NOT_ALLOWED', message: 'Ann may not call.' }
  expect([errorText(plain, en), errorText(particular, en)]).toEqual([plain.message, particular.message])
  expect([errorText(plain, ko), errorText(particular, ko)]).toEqual([ko.errors.TIMEOUT, ko.errors.NOT_ALLOWED])
  expect(errorText({ message: '찾을 수 없습니다' }, en)).toBe('찾을 수 없습니다')
  const own = mergeMessages(en, { errors: { TIMEOUT: 'Too slow.' } })
  expect(errorText(plain, own)).toBe('Too slow.')
})

test('an override replaces what it has, in groups too, and nothing else', async () => {
  const ko = await loadMessages('ko')
  const merged = mergeMessages(ko, { accept: '네', status: { busy: '바쁨' } })
  expect(merged).toMatchObject({ accept: '네', decline: ko.decline, status: { ...ko.status, busy: '바쁨' } })
  expect(mergeMessages(ko, en)).toEqual(en)
})
