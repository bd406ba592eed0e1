'use client'
import { useContext } from 'react'
import { shortcutKeys } from './shortcutKeys.ts'
import { ShortcutsContext } from './ShortcutsContext.ts'

/** What a button shows of its key. */
export interface ShortcutHint {
  title?: string
  'aria-keyshortcuts'?: string
}

/**
 * Tooltip and `aria-keyshortcuts` of a button that a key presses too; empty where shortcuts are off, as outside of a
 * `CallView`. `label` is what the button does.
 *
 * @example
 * <button aria-label={label} {...useShortcutHint('microphone', label)} />
 */
export function useShortcutHint(command: keyof typeof shortcutKeys, label: string): ShortcutHint {
  const key = shortcutKeys[command]
  return useContext(ShortcutsContext) ? { title: `${label} (${key})`, 'aria-keyshortcuts': key } : {}
}
