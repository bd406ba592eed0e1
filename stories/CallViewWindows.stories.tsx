import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fireEvent, fn, waitFor, within } from 'storybook/test'
import {
  CallView,
  LayoutSwitch,
  MinimiseButton,
  PictureInPictureCall,
  PictureInPictureScope,
  VideoGrid,
} from '@ringkit/react'
import { fakeFullScreen } from './fakeFullScreen.ts'
import { framedWindows, smallWindowBody } from './smallWindow.ts'
import { onStage, Screen, stageOf } from './stage.tsx'

const meta = {
  title: 'CallView/Layouts and windows',
  component: CallView,
  ...onStage,
  render: (args, context) => (
    <Screen stage={stageOf(context)}>
      <CallView {...args} />
    </Screen>
  ),
} satisfies Meta<typeof CallView>
export default meta
type Story = StoryObj<typeof meta>

/** The view remembers the layout itself; the button says what a press leads to. */
export const LayoutSwitched: Story = {
  async play(context) {
    const { canvas, userEvent } = context
    for (const userID of ['bob', 'carol']) stageOf(context).simulator.person(userID).setVolume(0)
    await stageOf(context).connect('video', 'bob', 'carol')
    const region = await canvas.findByRole('region', { name: 'Call' })
    const grid = region.querySelector('.rk-video-grid')
    await expect(grid).toHaveAttribute('data-layout', 'grid')
    await userEvent.click(await canvas.findByRole('button', { name: 'Show who speaks large' }))
    await expect(region).toHaveAttribute('data-layout', 'speaker')
    await expect(grid).toHaveAttribute('data-layout', 'stage')
    await expect(canvas.getByRole('group', { name: 'Bob Okafor' }).parentElement).toHaveAttribute('data-role', 'stage')
    await userEvent.click(canvas.getByRole('button', { name: 'Show everybody alike' }))
    await expect(grid).toHaveAttribute('data-layout', 'grid')
  },
}

/** The app keeps the layout: nothing changes before it says so. */
export const LayoutControlled: Story = {
  args: { layout: 'speaker', onLayoutChange: fn() },
  async play(context) {
    const { args, canvas, userEvent } = context
    await stageOf(context).connect('video', 'bob', 'carol')
    const region = await canvas.findByRole('region', { name: 'Call' })
    await userEvent.click(await canvas.findByRole('button', { name: 'Show everybody alike' }))
    await expect(args.onLayoutChange).toHaveBeenCalledWith('grid')
    await expect(region).toHaveAttribute('data-layout', 'speaker')
  },
}

/** Two people have one layout, and nothing to switch. */
export const LayoutOfTwo: Story = {
  args: { defaultLayout: 'speaker' },
  async play(context) {
    const { canvas } = context
    await stageOf(context).connect('video', 'bob')
    const region = await canvas.findByRole('region', { name: 'Call' })
    await expect(region.querySelector('.rk-video-grid')).toHaveAttribute('data-layout', 'duo')
    await expect(canvas.queryByRole('button', { name: /Show (who speaks|everybody)/ })).toBeNull()
  },
}

/** By the button and by F; the button follows when the browser leaves, as after Escape. */
export const FullScreen: Story = {
  beforeEach: fakeFullScreen,
  async play(context) {
    const { canvas, userEvent } = context
    await stageOf(context).connect('video', 'bob')
    const region = await canvas.findByRole('region', { name: 'Call' })
    const toggle = await canvas.findByRole('button', { name: 'Full screen' })
    await expect(toggle).toHaveAttribute('aria-keyshortcuts', 'F')
    await userEvent.click(toggle)
    await canvas.findByRole('button', { name: 'Leave full screen' })
    await expect(region).toHaveAttribute('data-full-screen')
    await document.exitFullscreen()
    await canvas.findByRole('button', { name: 'Full screen' })
    await expect(region).not.toHaveAttribute('data-full-screen')
    await userEvent.keyboard('f')
    await canvas.findByRole('button', { name: 'Leave full screen' })
    await userEvent.keyboard('f')
    await canvas.findByRole('button', { name: 'Full screen' })
    // A call that ends leaves it.
    await userEvent.keyboard('f')
    await canvas.findByRole('button', { name: 'Leave full screen' })
    await stageOf(context).ann.hangup()
    await waitFor(() => expect(document.fullscreenElement).toBeNull())
  },
}

/** Where the browser has none, there is no button, and F is a key like others. */
export const NoFullScreen: Story = {
  beforeEach() {
    Object.defineProperty(document, 'fullscreenEnabled', { value: false, configurable: true })
    return () => void Reflect.deleteProperty(document, 'fullscreenEnabled')
  },
  async play(context) {
    const { canvas, userEvent } = context
    await stageOf(context).connect('video', 'bob')
    await canvas.findByRole('button', { name: 'Hang up' })
    await userEvent.keyboard('f')
    await expect(canvas.queryByRole('button', { name: /full screen/i })).toBeNull()
    await expect(canvas.queryByRole('alert')).toBeNull()
  },
}

/** A window of its own beside the page; closed, it gives the focus back. */
export const PictureInPicture: Story = {
  render: (args, context) => (
    <Screen stage={stageOf(context)}>
      <PictureInPictureScope port={framedWindows()}>
        <CallView {...args} />
      </PictureInPictureScope>
    </Screen>
  ),
  async play(context) {
    const { canvas, userEvent } = context
    await stageOf(context).connect('video', 'bob', 'carol')
    const toggle = await canvas.findByRole('button', { name: 'Picture-in-picture' })
    const colour = () => getComputedStyle(toggle.firstElementChild ?? toggle).backgroundColor
    const idle = colour()
    await userEvent.click(toggle)
    await waitFor(() => expect(smallWindowBody()?.querySelector('section')).not.toBeNull())
    await expect(toggle).toHaveAttribute('data-state', 'active')
    // The buttons up there are quiet: what one is set to is seen all the same.
    await waitFor(() => expect(colour()).not.toBe(idle))
    const small = within(smallWindowBody() ?? document.body)
    const region = small.getByRole('region', { name: 'Call in a small window' })
    // Its document has the styles of the page, and the theme as it is where the call stands.
    await expect(getComputedStyle(region).position).toBe('fixed')
    await waitFor(() => expect(region.querySelector('video[data-frame]')).not.toBeNull())
    await userEvent.click(await small.findByRole('button', { name: 'Mute microphone' }))
    await expect(await canvas.findByRole('button', { name: 'Unmute microphone' })).toBeVisible()
    await fireEvent.keyDown(region, { key: 'm', code: 'KeyM' })
    await expect(await small.findByRole('button', { name: 'Mute microphone' })).toBeVisible()
    stageOf(context).simulator.person('bob').setVolume(0)
    stageOf(context).simulator.person('carol').setVolume(80)
    await small.findByRole('group', { name: 'Carol Jiménez' })
    await userEvent.click(small.getByRole('button', { name: 'Back to the call' }))
    await waitFor(() => expect(smallWindowBody()).toBeNull())
    await expect(toggle).toHaveAttribute('data-state', 'idle')
    await waitFor(() => expect(toggle).toHaveFocus())
  },
}

/** A content of one's own, in a theme that is set on an element around the call. */
export const PictureInPictureOfOnesOwn: Story = {
  render: (args, context) => (
    <Screen stage={stageOf(context)}>
      <div style={{ ['--rk-stage' as string]: 'rgb(60, 0, 60)', blockSize: '100%' }}>
        <PictureInPictureScope
          port={framedWindows()}
          content={<PictureInPictureCall aria-label="Ours">Nothing but this</PictureInPictureCall>}
        >
          <CallView {...args} />
        </PictureInPictureScope>
      </div>
    </Screen>
  ),
  async play(context) {
    const { canvas, userEvent } = context
    await stageOf(context).connect('video', 'bob')
    await userEvent.click(await canvas.findByRole('button', { name: 'Picture-in-picture' }))
    await waitFor(() => expect(smallWindowBody()?.querySelector('section')).not.toBeNull())
    const region = within(smallWindowBody() ?? document.body).getByRole('region', { name: 'Ours' })
    await expect(region).toHaveTextContent('Nothing but this')
    await expect(getComputedStyle(region).backgroundColor).toBe('rgb(60, 0, 60)')
    // It ends with the call.
    await stageOf(context).ann.hangup()
    await waitFor(() => expect(smallWindowBody()).toBeNull())
  },
}

/** The buttons of a design system, with what ours do. */
export const PartsAsChild: Story = {
  render: (args, context) => (
    <Screen stage={stageOf(context)}>
      <CallView {...args}>
        <LayoutSwitch asChild caption="beside">
          <button type="button" className="of-ours">
            Other layout
          </button>
        </LayoutSwitch>
        <MinimiseButton asChild onClick={args.onMinimise}>
          <button type="button" className="of-ours">
            Minimise call
          </button>
        </MinimiseButton>
        <VideoGrid />
      </CallView>
    </Screen>
  ),
  args: { onMinimise: fn() },
  async play(context) {
    const { args, canvas, userEvent } = context
    await stageOf(context).connect('audio', 'bob', 'carol')
    const layout = await canvas.findByText('Other layout')
    await expect(layout).toHaveClass('of-ours', 'rk-control-button')
    await userEvent.click(layout)
    await expect(canvas.getByRole('region', { name: 'Call' })).toHaveAttribute('data-layout', 'speaker')
    const minimise = canvas.getByRole('button', { name: 'Minimise call' })
    await expect(minimise).toHaveClass('of-ours', 'rk-call-minimise')
    await userEvent.click(minimise)
    await expect(args.onMinimise).toHaveBeenCalledOnce()
  },
}
