import type { Direction } from '../layout/nextTile.ts'

/** What a key does in a call. */
export type Shortcut = keyof typeof shortcutKeys | Direction

/** The key of each command, for `aria-keyshortcuts` and for tooltips. */
export const shortcutKeys = { microphone: 'M', camera: 'V', fullScreen: 'F' } as const

/** What the event of a key says, of which no more is read. */
export interface KeyPress {
  key: string
  code: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  shiftKey: boolean
  isComposing: boolean
}

/** The command of a key; `undefined` for any other, and for every key that is held with another one. Pure. */
export function shortcutOf(press: KeyPress): Shortcut | undefined {
  if (press.ctrlKey || press.metaKey || press.altKey || press.shiftKey || press.isComposing) return undefined
  return commands.get(letterOf(press))
}

/** Where an arrow key points; `undefined` for any other key. Pure. */
export function directionOf(press: KeyPress): Direction | undefined {
  const command = shortcutOf(press)
  return command === undefined || isLetter(command) ? undefined : command
}

function isLetter(command: Shortcut): command is keyof typeof shortcutKeys {
  return Object.hasOwn(shortcutKeys, command)
}

const commands = new Map<string, Shortcut>([
  ['m', 'microphone'],
  ['v', 'camera'],
  ['f', 'fullScreen'],
  ['arrowup', 'up'],
  ['arrowdown', 'down'],
  ['arrowleft', 'left'],
  ['arrowright', 'right'],
])

/** Where a keyboard writes another script, the place of the key counts: it has no M, and V is printed on the same cap. */
function letterOf({ key, code }: KeyPress): string {
  const isForeign = key.length === 1 && !/[\p{sc=Latin}\p{P}\p{S}\d\s]/u.test(key)
  return (isForeign ? code.replace(/^Key/, '') : key).toLowerCase()
}

/** Elements that a letter is typed into, or that look for what starts with it. */
const TAKES_KEYS = [
  'input:not([type="button" i], [type="checkbox" i], [type="submit" i], [type="reset" i])',
  'textarea',
  'select',
  '[contenteditable]:not([contenteditable="false" i])',
  ...['textbox', 'searchbox', 'combobox', 'listbox', 'spinbutton', 'slider', 'menu', 'menubar', 'tree', 'grid'].map(
    (role) => `[role="${role}"]`,
  ),
  // What is open over the call has the keys for itself.
  '[role="dialog"]',
  '[role="alertdialog"]',
].join(',')

/** Whether what is pressed there is meant for the element itself, such as a text field. */
export function takesKeys(target: EventTarget | null | undefined): boolean {
  return isElement(target) && target.closest(TAKES_KEYS) !== null
}

/** Of any window: in another one, such as that of a picture-in-picture, `instanceof Element` says no. */
export function isElement(target: EventTarget | null | undefined): target is Element {
  return target !== null && target !== undefined && 'nodeType' in target && target.nodeType === 1
}
