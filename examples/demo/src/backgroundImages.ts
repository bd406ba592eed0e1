import type { BackgroundImage } from '@ringkit/react'

/** What one may sit in front of in the demo. The build puts the pictures beside the page. */
export const backgroundImages: readonly BackgroundImage[] = [
  { url: new URL('images/dusk.svg', import.meta.url).href, name: 'Dusk' },
  { url: new URL('images/forest.svg', import.meta.url).href, name: 'Forest' },
  { url: new URL('images/study.svg', import.meta.url).href, name: 'Study' },
]
