import { afterEach as checkByAxe } from '@storybook/addon-a11y/preview'
import type { Theme } from './page.ts'
import { showTheme } from './page.ts'

type Context = Parameters<typeof checkByAxe>[0]

/**
 * What a story shows at its end is looked at by axe a second time, in the other theme; the addon does it in the first. Only in
 * the tests: Storybook's own panel knows one result, that of the theme which is shown.
 */
export async function checkInTheOtherTheme(context: Context): Promise<void> {
  if (import.meta.env.VITEST_STORYBOOK !== 'false') return
  const theme: Theme = context.globals.theme === 'dark' ? 'dark' : 'light'
  const other = theme === 'dark' ? 'light' : 'dark'
  const { documentElement: root } = document
  root.toggleAttribute('data-checking-colours', true)
  showTheme(other)
  try {
    await checkByAxe(context)
  } catch (cause) {
    throw new Error(`In the ${other} theme: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  } finally {
    showTheme(theme)
    root.removeAttribute('data-checking-colours')
  }
}
