import '@ringkit/react/styles.css'
import addonA11y from '@storybook/addon-a11y'
import { definePreview } from '@storybook/react-vite'

export default definePreview({
  addons: [addonA11y()],
  parameters: {
    layout: 'fullscreen',
    // A story that breaks an accessibility rule is a failed test.
    a11y: { test: 'error' },
  },
})
