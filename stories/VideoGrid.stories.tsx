import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fireEvent, waitFor, within } from 'storybook/test'
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

/** The name of what is large. */
function large(element: HTMLElement): string | null | undefined {
  return element.querySelector('[data-role="stage"] .rk-video-tile')?.getAttribute('aria-label')
}

type Side = 'top' | 'bottom' | 'left' | 'right'

/** Waits until the small picture is somebody's, and in that corner of the grid, as one sees it. */
async function isInCorner(element: HTMLElement, name: string, ...sides: Side[]): Promise<void> {
  const grid = element.querySelector('.rk-video-grid')?.getBoundingClientRect()
  await waitFor(() => {
    const small = element.querySelector('[data-floating] .rk-video-tile')
    expect(small?.getAttribute('aria-label')).toBe(name)
    const place = small?.getBoundingClientRect()
    const gaps = sides.map((side) => Math.abs((place?.[side] ?? 0) - (grid?.[side] ?? 0)))
    for (const gap of gaps) expect(gap > 0 && gap < 21).toBe(true)
  })
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
    await waitFor(() =>
      expect(seen(canvasElement)).toEqual(['Bob Okafor', 'Carol Jiménez', 'Farid Rahimi', 'Ann Lindgren (you)']),
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

/** Two people: one's own picture floats, goes to another corner by the keyboard and by the pointer, and is swapped by a press. */
export const FloatingPicture: Story = {
  async play(context) {
    const { canvas, canvasElement, userEvent } = context
    await stageOf(context).connect('video', 'bob')
    const handle = await canvas.findByRole('button', { name: /^Swap the pictures/ })
    const grid = canvasElement.querySelector('.rk-video-grid')
    await expect(grid).toHaveAttribute('data-corner', 'bottom-end')
    await isInCorner(canvasElement, 'Ann Lindgren (you)', 'bottom', 'right')
    handle.focus()
    await userEvent.keyboard('{ArrowUp}')
    await isInCorner(canvasElement, 'Ann Lindgren (you)', 'top', 'right')
    await userEvent.keyboard('{ArrowLeft}{ArrowLeft}')
    await isInCorner(canvasElement, 'Ann Lindgren (you)', 'top', 'left')
    await userEvent.keyboard('{Enter}')
    await isInCorner(canvasElement, 'Bob Okafor', 'top', 'left')
    await expect(handle).toHaveFocus()
    await userEvent.click(handle)
    await isInCorner(canvasElement, 'Ann Lindgren (you)', 'top', 'left')
  },
}

/** Dragged no further than the edge, and let go it stays in the corner it is nearest to; a drag is no press. */
export const FloatingPictureDragged: Story = {
  async play(context) {
    const { canvas, canvasElement } = context
    await stageOf(context).connect('video', 'bob')
    const handle = await canvas.findByRole('button', { name: /^Swap the pictures/ })
    const grid = canvasElement.querySelector<HTMLElement>('.rk-video-grid')
    if (!grid) throw new Error('There is no grid.')
    const own = canvas.getByRole('group', { name: 'Ann Lindgren (you)' })
    // A pointer that a script makes up cannot be captured.
    handle.setPointerCapture = () => {}
    await isInCorner(canvasElement, 'Ann Lindgren (you)', 'bottom', 'right')
    const { x, y } = handle.getBoundingClientRect()
    const from = { pointerId: 1, button: 0, clientX: x + 5, clientY: y + 5 }
    const press = async (clientX: number, clientY: number): Promise<void> => {
      await fireEvent.pointerDown(handle, from)
      await fireEvent.pointerMove(handle, { ...from, clientX, clientY })
    }
    await press(from.clientX - 30, from.clientY + 1000)
    await expect(own.getBoundingClientRect().x).toBeCloseTo(x - 30, 0)
    await expect(own.getBoundingClientRect().bottom).toBeCloseTo(grid.getBoundingClientRect().bottom, 0)
    await fireEvent.pointerMove(handle, { ...from, clientX: 0, clientY: 60 })
    await fireEvent.pointerUp(handle, { ...from, clientX: 0, clientY: 60 })
    await fireEvent.click(handle, { detail: 1 })
    await isInCorner(canvasElement, 'Ann Lindgren (you)', 'top', 'left')
    await expect(grid).not.toHaveAttribute('data-dragging')
    // A hand that trembles presses.
    await press(from.clientX + 2, from.clientY + 2)
    await fireEvent.pointerUp(handle, from)
    await fireEvent.click(handle, { detail: 1 })
    await isInCorner(canvasElement, 'Bob Okafor', 'top', 'left')
  },
}

export const FloatingPictureRightToLeft: Story = {
  args: { dir: 'rtl' },
  async play(context) {
    const { canvas, canvasElement, userEvent } = context
    await stageOf(context).connect('video', 'bob')
    const handle = await canvas.findByRole('button', { name: /^Swap the pictures/ })
    await isInCorner(canvasElement, 'Ann Lindgren (you)', 'bottom', 'left')
    handle.focus()
    await userEvent.keyboard('{ArrowRight}')
    await isInCorner(canvasElement, 'Ann Lindgren (you)', 'bottom', 'right')
    await expect(canvasElement.querySelector('.rk-video-grid')).toHaveAttribute('data-corner', 'bottom-start')
  },
}

/** A group of two stays a group: nobody floats. */
export const GroupOfTwo: Story = {
  async play(context) {
    const { canvas, canvasElement } = context
    const [, carol] = await stageOf(context).connect('video', 'bob', 'carol')
    await carol?.hangup()
    await waitFor(() => expect(seen(canvasElement)).toEqual(['Bob Okafor', 'Ann Lindgren (you)']))
    await expect(canvasElement.querySelector('.rk-video-grid')).toHaveAttribute('data-layout', 'grid')
    await expect(canvas.queryByRole('button', { name: /^Swap the pictures/ })).toBeNull()
  },
}

/** Who speaks is large; the two change places, the others stay where they are. */
export const SpeakerLayout: Story = {
  args: { layout: 'speaker' },
  async play(context) {
    const { canvas, canvasElement } = context
    const { simulator } = stageOf(context)
    for (const userID of others) simulator.person(userID).setVolume(0)
    await stageOf(context).connect('video', 'bob', 'carol', 'dave')
    const grid = canvasElement.querySelector('.rk-video-grid')
    await waitFor(() => expect(grid).toHaveAttribute('data-layout', 'stage'))
    await expect(large(canvasElement)).toBe('Bob Okafor')
    await expect(seen(canvasElement)).toEqual(['Bob Okafor', 'Carol Jiménez', 'Dave Park', 'Ann Lindgren (you)'])
    simulator.person('dave').setVolume(80)
    await waitFor(() => expect(large(canvasElement)).toBe('Dave Park'))
    await expect(seen(canvasElement)).toEqual(['Dave Park', 'Carol Jiménez', 'Bob Okafor', 'Ann Lindgren (you)'])
    // What is pinned goes before who speaks.
    await context.userEvent.click(canvas.getByRole('button', { name: 'Pin Carol Jiménez' }))
    await expect(large(canvasElement)).toBe('Carol Jiménez')
  },
}

/** A shared screen takes the stage in both layouts, with everybody beside it. */
export const SpeakerLayoutWithAScreen: Story = {
  args: { layout: 'speaker' },
  async play(context) {
    const { canvas, canvasElement } = context
    const [, carol] = await stageOf(context).connect('video', 'bob', 'carol')
    await carol?.setScreenShare(true)
    await canvas.findByRole('figure', { name: 'Screen of Carol Jiménez' })
    await expect(canvasElement.querySelectorAll('[data-role="stage"]')).toHaveLength(1)
    await expect(large(canvasElement)).toBe('Screen of Carol Jiménez')
  },
}

/** What stands around the tiles does not move when somebody comes: only the tiles do. */
export const NothingAroundMoves: Story = {
  async play(context) {
    const { canvasElement } = context
    const stage = stageOf(context)
    await stage.connect('video', 'bob', 'carol')
    const grid = canvasElement.querySelector('.rk-video-grid')
    const before = grid?.getBoundingClientRect().toJSON()
    const dave = await stage.signIn('dave')
    dave.on('INVITED', () => void dave.accept())
    await stage.ann.invite(['dave'])
    await waitFor(() => expect(seen(canvasElement)).toHaveLength(4))
    await expect(grid?.getBoundingClientRect().toJSON()).toEqual(before)
  },
}

/** No camera is on: everybody is an avatar, of the same size. */
export const AudioOnly: Story = {
  async play(context) {
    const { canvas, canvasElement } = context
    await stageOf(context).connect('audio', 'bob', 'carol', 'dave')
    const tiles = await canvas.findAllByRole('group')
    await expect(tiles).toHaveLength(4)
    for (const tile of tiles) await expect(tile.querySelector('.rk-avatar')).toBeVisible()
    await expect(canvasElement.querySelectorAll('[data-video="on"]')).toHaveLength(0)
  },
}

export const PagesRightToLeft: Story = {
  args: { maxTiles: 2, dir: 'rtl' },
  async play(context) {
    for (const userID of others) stageOf(context).simulator.person(userID).setVolume(0)
    await stageOf(context).connect('video', ...others)
    const pages = await context.canvas.findByRole('navigation', { name: 'Pages' })
    await expect(pages).toHaveTextContent('Page 1 of 3')
    const [before, after] = ['Previous page', 'Next page'].map((name) => within(pages).getByRole('button', { name }))
    if (!before || !after) throw new Error('The pages have no buttons.')
    await expect(after.getBoundingClientRect().right).toBeLessThan(before.getBoundingClientRect().left)
    await context.userEvent.click(after)
    await expect(pages).toHaveTextContent('Page 2 of 3')
  },
}
