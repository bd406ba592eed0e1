import { DocsContainer } from '@storybook/addon-docs/blocks'
import { useEffect, useState } from 'react'
import type { ComponentProps, ReactNode } from 'react'
import { addons } from 'storybook/preview-api'
import { themes } from 'storybook/theming'
import { asLanguage, StoryLanguage } from '../stories/storyLanguage.ts'
import { showDirection, showTheme } from './page.ts'

/** The channel's own name for it: what the toolbar has been set to. */
const globalsUpdated = 'globalsUpdated'

type Globals = Record<string, unknown>

/** What the address of the page says the toolbar was set to: `theme:dark;language:ar`. */
function globalsInAddress(): Globals {
  const said = new URLSearchParams(location.search).get('globals') ?? ''
  return Object.fromEntries(said.split(';').map((pair) => pair.split(':')))
}

/** A page of documentation, in the theme and the language of the toolbar, as stories are. */
export function Docs(props: ComponentProps<typeof DocsContainer>): ReactNode {
  const [globals, setGlobals] = useState(globalsInAddress)
  const isDark = globals.theme === 'dark'
  useEffect(function follow() {
    const channel = addons.getChannel()
    const onUpdate = (update: { globals: Globals }): void => setGlobals(update.globals)
    channel.on(globalsUpdated, onUpdate)
    return () => channel.off(globalsUpdated, onUpdate)
  }, [])
  useEffect(
    function show() {
      showTheme(isDark ? 'dark' : 'light')
      showDirection(globals.direction === 'rtl' ? 'rtl' : 'ltr')
    },
    [isDark, globals.direction],
  )
  return (
    <StoryLanguage.Provider value={asLanguage(globals.language)}>
      <DocsContainer {...props} theme={isDark ? themes.dark : themes.light} />
    </StoryLanguage.Provider>
  )
}
