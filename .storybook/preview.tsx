import '@ringkit/react/styles.css'
import './preview.css'
import addonA11y from '@storybook/addon-a11y'
import addonDocs from '@storybook/addon-docs'
import { definePreview } from '@storybook/react-vite'
import { languages } from '@ringkit/react'
import { Docs } from './Docs.tsx'
import { checkInTheOtherTheme } from './inTheOtherTheme.ts'
import { StoryPage } from './StoryPage.tsx'

/** The name of a language in that language. */
function ownName(language: string): string {
  return new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language
}

export default definePreview({
  addons: [addonA11y(), addonDocs()],
  parameters: {
    layout: 'fullscreen',
    // A story that breaks an accessibility rule is a failed test.
    a11y: { test: 'error' },
    docs: { container: Docs },
    options: {
      storySort: {
        order: [
          'Playground',
          'Getting started',
          'Events',
          'Theming',
          'Testing with the simulator',
          'Server',
          'Copy-paste',
          '*',
          'Event demos',
        ],
      },
    },
  },
  initialGlobals: { theme: 'light', direction: 'ltr', language: 'en' },
  globalTypes: {
    theme: {
      description: 'Light or dark',
      toolbar: { title: 'Theme', icon: 'contrast', items: ['light', 'dark'], dynamicTitle: true },
    },
    direction: {
      description: 'Where a line begins',
      toolbar: { title: 'Direction', icon: 'transfer', items: ['ltr', 'rtl'], dynamicTitle: true },
    },
    language: {
      description: 'The language of the kit',
      toolbar: {
        title: 'Language',
        icon: 'globe',
        items: languages.map((value) => ({ value, title: ownName(value) })),
        dynamicTitle: true,
      },
    },
  },
  decorators: [
    (Story, { globals }) => (
      <StoryPage globals={globals}>
        <Story />
      </StoryPage>
    ),
  ],
  afterEach: checkInTheOtherTheme,
})
