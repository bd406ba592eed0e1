import { expect, waitFor } from 'storybook/test'
import { loadMessages } from '@ringkit/react'
import type { Messages } from '@ringkit/react'
import { asLanguage } from '../storyLanguage.ts'

/** For a story: what its toolbar is set to, and how large its page is. */
export interface Look {
  globals: Record<string, unknown>
  parameters: Record<string, unknown>
}

interface LookOptions {
  /** px. Default: as wide as Storybook's own page. */
  width?: number
  height?: number
  theme?: 'light' | 'dark'
  language?: 'en' | 'ar' | 'ja' | 'ko'
}

/** How a story is looked at: on which screen, in which theme and language. Arabic turns the page round, too. */
export function look({ width, height = 720, theme = 'light', language = 'en' }: LookOptions): Look {
  const screen = { name: 'Screen', styles: { width: `${width}px`, height: `${height}px` } }
  return {
    globals: {
      theme,
      language,
      direction: language === 'ar' ? 'rtl' : 'ltr',
      ...(width !== undefined && { viewport: { value: 'screen', isRotated: false } }),
    },
    parameters: width === undefined ? {} : { viewport: { options: { screen } } },
  }
}

/** The narrowest phone there is, and in the dark. */
export const narrowPhone = look({ width: 320, height: 640, theme: 'dark' })
export const phone = look({ width: 390, height: 844 })
export const arabic = look({ width: 390, height: 844, language: 'ar' })
export const dark = look({ theme: 'dark' })

/** The texts that the story speaks. */
export function messagesOf({ globals }: { globals: Record<string, unknown> }): Promise<Messages> {
  return loadMessages(asLanguage(globals.language) ?? 'en')
}

/** Is it there for the eye? */
function isSeen(element: Element): boolean {
  return (
    element instanceof HTMLElement &&
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
    !element.closest('.rk-visually-hidden, [hidden]')
  )
}

/** Is it in something that scrolls, or a mere shape in something that cuts it to size? */
function isFramed(element: Element, root: Element): boolean {
  const frames = element.textContent?.trim() ? ['auto', 'scroll'] : ['auto', 'scroll', 'hidden', 'clip']
  for (let each = element.parentElement; each && each !== root.parentElement; each = each.parentElement) {
    if (frames.includes(getComputedStyle(each).overflowX)) return true
  }
  return false
}

/** What reaches out of the page sideways, and cannot be scrolled to. */
function outside(root: Element): string[] {
  const { clientWidth } = document.documentElement
  return [...root.querySelectorAll('.rk, .rk *')]
    .filter((element) => isSeen(element) && !element.closest('svg') && !isFramed(element, root))
    .filter((element) => {
      const { left, right, width } = element.getBoundingClientRect()
      return width > 0 && (left < -0.5 || right > clientWidth + 0.5)
    })
    .map(nameOf)
}

/** Texts that are cut in the middle of a letter: what has no room ends in an ellipsis, and the whole is told to who hears it. */
function cut(root: Element): string[] {
  return [...root.querySelectorAll<HTMLElement>('.rk, .rk *')]
    .filter((element) => isSeen(element) && hasText(element) && element.scrollWidth > element.clientWidth + 1)
    .filter((element) => {
      const { overflowX, textOverflow, display } = getComputedStyle(element)
      return display !== 'inline' && overflowX !== 'visible' && overflowX !== 'auto' && textOverflow !== 'ellipsis'
    })
    .map(nameOf)
}

function hasText(element: Element): boolean {
  return [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim())
}

/** Tiles nobody could see. */
function specks(root: Element): string[] {
  return [...root.querySelectorAll('.rk-video-tile')]
    .filter((tile) => {
      const { width, height } = tile.getBoundingClientRect()
      return isSeen(tile) && (width < 1 || height < 1)
    })
    .map(nameOf)
}

function told(what: string, names: readonly string[]): string {
  return names.map((name) => `${what}: ${name}`).join('\n')
}

function nameOf(element: Element): string {
  return `${element.className} “${(element.textContent ?? '').slice(0, 40)}”`
}

/**
 * All that is on screen is within it: nothing reaches out sideways, no text is cut but by an ellipsis, every tile has a size.
 * Layers beside the canvas (dialogs, menus) count as well.
 */
export async function expectFits(): Promise<void> {
  await waitFor(() => {
    const { body, documentElement } = document
    expect(documentElement.scrollWidth).toBeLessThanOrEqual(documentElement.clientWidth)
    expect(told('out of the page', outside(body))).toBe('')
    expect(told('cut', cut(body))).toBe('')
    expect(told('too small', specks(body))).toBe('')
  })
}
