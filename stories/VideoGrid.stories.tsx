import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, waitFor, within } from 'storybook/test'
import { VideoGrid } from '@ringkit/react'
import { onStage, Screen, stageOf } from './stage.tsx'

const others = ['bob', 'carol', 'dave', 'erin', 'farid']

const meta = {
  title: 'VideoGrid',
  component: VideoGrid,
  ...onStage,
  render: (args, context) => (
    <Screen stage={stageOf(context)}>
      <section aria-label="Stage" className="rk rk-stage" style={{ blockSize: '100%', padding: 8 }}>
        <VideoGrid {...args} />
      </section>
    </Screen>
  ),
} satisfies Meta<typeof VideoGrid>
export default meta
type Story = StoryObj<typeof meta>

/** Who is to be seen, in reading order. */
function seen(element: HTMLElement): (string | null)[] {
  return within(element)
    .getAllByRole('group')
    .map((tile) => tile.getAttribute('aria-label'))
}

export const Pages: Story = {
  args: { maxTiles: 2 },
  async play(context) {
    const { canvas, canvasElement, userEvent } = context
    // Nobody speaks: who does comes to the first page.
    for (const userID of others) stageOf(context).simulator.person(userID).setVolume(0)
    await stageOf(context).connect('video', ...others)
    const pages = await canvas.findByRole('navigation', { name: 'Pages' })
    await expect(pages).toHaveTextContent('Page 1 of 3')
    await expect(seen(canvasElement)).toEqual(['Bob Okafor', 'Ann Lindgren (you)'])
    const next = canvas.getByRole('button', { name: 'Next page' })
    await userEvent.click(next)
    await expect(pages).toHaveTextContent('Page 2 of 3')
    await expect(seen(canvasElement)).toEqual(['Carol Jiménez', 'Dave Park'])
    await waitFor(() => expect(canvasElement.querySelectorAll('video[data-frame]')).toHaveLength(2))
    await userEvent.click(next)
    await expect(seen(canvasElement)).toEqual(['Erin O’Neill', 'Farid Rahimi'])
    // The last one: the button has nowhere to go, and keeps the focus.
    await expect(next).toHaveAttribute('aria-disabled', 'true')
    await userEvent.click(next)
    await expect(pages).toHaveTextContent('Page 3 of 3')
    await expect(next).toHaveFocus()
    await userEvent.click(canvas.getByRole('button', { name: 'Previous page' }))
    await expect(pages).toHaveTextContent('Page 2 of 3')
  },
}

/** Farid takes the place of whoever has been silent; the others keep theirs. */
export const SpeakerComesToTheFirstPage: Story = {
  args: { maxTiles: 4 },
  async play(context) {
    const { canvas, canvasElement } = context
    const { simulator } = stageOf(context)
    for (const userID of others) simulator.person(userID).setVolume(0)
    await stageOf(context).connect('video', ...others)
    await canvas.findByRole('navigation', { name: 'Pages' })
    await expect(seen(canvasElement)).toEqual(['Bob Okafor', 'Carol Jiménez', 'Dave Park', 'Ann Lindgren (you)'])
    simulator.person('farid').setVolume(80)
    await waitFor(
      () => expect(seen(canvasElement)).toEqual(['Bob Okafor', 'Carol Jiménez', 'Farid Rahimi', 'Ann Lindgren (you)']),
      { timeout: 3000 },
    )
  },
}

export const Pinned: Story = {
  async play(context) {
    const { canvas, canvasElement, userEvent } = context
    await stageOf(context).connect('video', 'bob', 'carol', 'dave')
    await userEvent.click(await canvas.findByRole('button', { name: 'Pin Carol Jiménez' }))
    const place = canvas.getByRole('group', { name: 'Carol Jiménez' }).parentElement
    await expect(place).toHaveAttribute('data-pinned')
    await expect(place).toHaveAttribute('data-role', 'stage')
    await expect(canvasElement.querySelector('.rk-video-grid')).toHaveAttribute('data-layout', 'stage')
    await expect(canvas.getByRole('button', { name: 'Unpin Carol Jiménez' })).toHaveFocus()
  },
}

export const Unpinned: Story = {
  async play(context) {
    const { canvas, canvasElement, userEvent } = context
    await stageOf(context).connect('video', 'bob', 'carol', 'dave')
    await userEvent.click(await canvas.findByRole('button', { name: 'Pin Bob Okafor' }))
    await userEvent.click(canvas.getByRole('button', { name: 'Pin Dave Park' }))
    await expect(canvasElement.querySelectorAll('[data-pinned]')).toHaveLength(1)
    await userEvent.click(canvas.getByRole('button', { name: 'Unpin Dave Park' }))
    await expect(canvasElement.querySelectorAll('[data-pinned]')).toHaveLength(0)
    await expect(canvasElement.querySelector('.rk-video-grid')).toHaveAttribute('data-layout', 'grid')
  },
}

/** What is pinned goes before a shared screen, which stands beside it then. */
export const PinnedBesideAScreen: Story = {
  args: { pinned: { userID: 'carol', source: 'camera' } },
  async play(context) {
    const { canvas } = context
    const [bob] = await stageOf(context).connect('video', 'bob', 'carol')
    await bob?.setScreenShare(true)
    const shared = await canvas.findByRole('figure', { name: 'Screen of Bob Okafor' })
    await expect(shared.parentElement).toHaveAttribute('data-role', 'person')
    await expect(canvas.getByRole('group', { name: 'Carol Jiménez' }).parentElement).toHaveAttribute(
      'data-role',
      'stage',
    )
  },
}

export const PagesRightToLeft: Story = {
  args: { maxTiles: 2, dir: 'rtl' },
  async play(context) {
    for (const userID of others) stageOf(context).simulator.person(userID).setVolume(0)
    await stageOf(context).connect('video', ...others)
    await expect(await context.canvas.findByRole('navigation', { name: 'Pages' })).toHaveTextContent('Page 1 of 3')
  },
}
