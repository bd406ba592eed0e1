/** @vitest-environment jsdom */
import { describe, expect, test } from 'vitest'
import { directionOf, shortcutOf, takesKeys } from './shortcutKeys.ts'
import type { KeyPress, Shortcut } from './shortcutKeys.ts'

const plain = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, isComposing: false }

test.each<[string, string, Shortcut | undefined]>([
  ['m', 'KeyM', 'microphone'],
  ['M', 'KeyM', 'microphone'],
  ['v', 'KeyV', 'camera'],
  ['f', 'KeyF', 'fullScreen'],
  ['ArrowLeft', 'ArrowLeft', 'left'],
  ['ArrowDown', 'ArrowDown', 'down'],
  // A French keyboard has its M elsewhere, and a comma where others have it.
  ['m', 'Semicolon', 'microphone'],
  [',', 'KeyM', undefined],
  // Korean, Arabic and Russian keyboards write no M: the place of the key counts.
  ['ㅡ', 'KeyM', 'microphone'],
  ['ة', 'KeyM', 'microphone'],
  ['м', 'KeyV', 'camera'],
  ['k', 'KeyK', undefined],
  ['Enter', 'Enter', undefined],
  ['toString', 'KeyQ', undefined],
])('%s on %s: %s', (key, code, command) => expect(shortcutOf({ ...plain, key, code })).toBe(command))

test.each<keyof typeof plain>(['ctrlKey', 'metaKey', 'altKey', 'shiftKey', 'isComposing'])('not with %s', (held) => {
  const press: KeyPress = { ...plain, key: 'm', code: 'KeyM', [held]: true }
  expect(shortcutOf(press)).toBeUndefined()
})

test('only an arrow has a direction', () => {
  expect(directionOf({ ...plain, key: 'ArrowUp', code: 'ArrowUp' })).toBe('up')
  for (const key of ['f', 'm', 'Enter']) expect(directionOf({ ...plain, key, code: '' })).toBeUndefined()
})

describe('takesKeys', () => {
  test.each([
    ['<input>', true],
    ['<input type="email">', true],
    ['<input type="range">', true],
    ['<textarea></textarea>', true],
    ['<select></select>', true],
    ['<p contenteditable="true"></p>', true],
    ['<p contenteditable></p>', true],
    ['<div role="textbox"></div>', true],
    ['<div role="dialog"></div>', true],
    ['<p contenteditable="false"></p>', false],
    ['<input type="checkbox">', false],
    ['<button></button>', false],
    ['<section></section>', false],
  ])('%s: %s', (html, isTaken) => {
    document.body.innerHTML = html
    expect(takesKeys(document.body.firstElementChild)).toBe(isTaken)
  })

  test('what is inside of it counts too, and nothing at all does not', () => {
    document.body.innerHTML = '<div contenteditable="true"><b>bold</b></div>'
    expect(takesKeys(document.querySelector('b'))).toBe(true)
    expect(takesKeys(null)).toBe(false)
  })
})
