import { useLayoutEffect } from 'react'
import type { ReactNode } from 'react'
import { asLanguage, StoryLanguage } from '../stories/storyLanguage.ts'
import { showDirection, showTheme } from './page.ts'
import './patience.ts'

interface StoryPageProps {
  globals: Record<string, unknown>
  children: ReactNode
}

/** The page that a story stands in, as the toolbar says. */
export function StoryPage({ globals, children }: StoryPageProps): ReactNode {
  const theme = globals.theme === 'dark' ? 'dark' : 'light'
  const direction = globals.direction === 'rtl' ? 'rtl' : 'ltr'
  useLayoutEffect(() => showTheme(theme), [theme])
  useLayoutEffect(() => showDirection(direction), [direction])
  return <StoryLanguage.Provider value={asLanguage(globals.language)}>{children}</StoryLanguage.Provider>
}
