/** One story, played to its end, as the address says: `?story=main:CallOfTwo&theme=dark&language=ar&args={…}`. */
import '@ringkit/react/styles.css'
import '../../../.storybook/preview.css'
import './page.css'
import { composeStories } from '@storybook/react-vite'
import type { ReactNode } from 'react'
import { StoryPage } from '../../../.storybook/StoryPage.tsx'
import * as main from '../../../stories/states/MainScreens.stories.tsx'
import * as playground from '../../../stories/states/PlaygroundScreens.stories.tsx'

const asked = new URLSearchParams(location.search)

function ask(name: string, usual: string): string {
  return asked.get(name) ?? usual
}

const annotations = {
  initialGlobals: {
    theme: ask('theme', 'light'),
    language: ask('language', 'en'),
    direction: ask('language', 'en') === 'ar' ? 'rtl' : 'ltr',
  },
  decorators: [
    (Story: () => ReactNode, { globals }: { globals: Record<string, unknown> }) => (
      <StoryPage globals={globals}>
        <Story />
      </StoryPage>
    ),
  ],
}

interface Runnable {
  run(context: { canvasElement: HTMLElement; args?: Record<string, unknown> }): Promise<void>
}

async function play(): Promise<void> {
  const [file, name = ''] = ask('story', '').split(':')
  // Which stories there are is known by name alone: an address asks for them.
  const stories: Record<string, Runnable> = {
    ...(file === 'main' ? composeStories(main, annotations) : composeStories(playground, annotations)),
  }
  const story = stories[name]
  if (!story) throw new Error(`There is no story "${asked.get('story')}".`)
  const canvasElement = document.getElementById('storybook-root')
  if (!canvasElement) throw new Error('The page has no place for a story.')
  const args: unknown = JSON.parse(ask('args', '{}'))
  await story.run({ canvasElement, args: { ...(typeof args === 'object' && args) } })
  await document.fonts.ready
}

/**
 * Fonts of a canvas cannot be chosen from outside, and the names stand on the tiles anyway: in place of the letters in the middle
 * of a synthetic camera's picture there is a head, with shoulders.
 */
CanvasRenderingContext2D.prototype.fillText = function drawPerson(text: string) {
  const isClock = /^[\d:]+$/.test(text)
  if (this.textAlign !== 'center' || isClock) return
  const { width, height } = this.canvas
  this.fillStyle = 'rgb(255 255 255 / 0.72)'
  this.beginPath()
  this.arc(width / 2, height * 0.42, height * 0.19, 0, 7)
  this.fill()
  this.beginPath()
  this.ellipse(width / 2, height * 1.08, height * 0.42, height * 0.4, 0, 0, 7)
  this.fill()
}

play().then(
  () => document.documentElement.setAttribute('data-story', 'played'),
  (error: unknown) => {
    // Testing Library ends its messages with the whole page.
    const [message = ''] = (error instanceof Error ? error.message : String(error)).split('\n\nIgnored nodes')
    document.documentElement.setAttribute('data-error', message)
    document.documentElement.setAttribute('data-story', 'failed')
  },
)
