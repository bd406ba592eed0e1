import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, screen, waitFor, within } from 'storybook/test'
import { browserSound, CallKit, PictureInPictureScope } from '@ringkit/react'
import type { SoundPort } from '@ringkit/react'
import { framedWindows, smallWindowBody } from './smallWindow.ts'
import { onStage, Screen, seen, stageOf } from './stage.tsx'

const meta = {
  title: 'CallKit',
  component: CallKit,
  ...onStage,
  render: (args, context) => (
    <Screen stage={stageOf(context)}>
      <p style={{ padding: '2rem' }}>The app behind the call.</p>
      <CallKit {...args} />
    </Screen>
  ),
} satisfies Meta<typeof CallKit>
export default meta
type Story = StoryObj<typeof meta>

export const Idle: Story = {
  async play({ canvas }) {
    await expect(canvas.getByText('The app behind the call.')).toBeVisible()
    await expect(canvas.queryByRole('region', { name: /call$/i })).toBeNull()
  },
}

/** One call from the ring to the end. */
export const FromRingToEnd: Story = {
  async play(context) {
    const { canvas, userEvent } = context
    const bob = await stageOf(context).signIn('bob')
    await bob.call({ userIDList: ['ann'], type: 'video' })
    await userEvent.click(await screen.findByRole('button', { name: 'Accept' }))
    const region = await canvas.findByRole('region', { name: 'Call' })
    await waitFor(() => expect(region).toHaveFocus())
    await expect(await canvas.findByRole('button', { name: 'Turn camera off' })).toBeVisible()
    await userEvent.click(canvas.getByRole('button', { name: 'Hang up' }))
    await waitFor(() => expect(canvas.queryByRole('region', { name: 'Call' })).toBeNull())
    await seen(canvas, /^Call ended after/)
  },
}

/** A page nobody has touched yet may make no sound: the ring says so, and a press lets it be heard. */
export const RingHeldBack: Story = {
  args: { sounds: { port: heldBack() } },
  // Calls of its own: of tabs that ring for the same one, which other tests may be, one sounds.
  parameters: { simulator: { seed: 4711 } },
  async play(context) {
    const { userEvent } = context
    const bob = await stageOf(context).signIn('bob')
    await bob.call({ userIDList: ['ann'], type: 'audio' })
    const dialog = within(await screen.findByRole('dialog', { name: 'Incoming call' }))
    await expect(await dialog.findByText('Your browser is holding the sound back.')).toBeVisible()
    await userEvent.click(dialog.getByRole('button', { name: 'Play sound' }))
    await waitFor(() => expect(dialog.queryByText('Your browser is holding the sound back.')).toBeNull())
    await expect(dialog.getByRole('button', { name: 'Accept' })).toBeVisible()
  },
}

export const OutgoingDeclined: Story = {
  async play(context) {
    const { canvas } = context
    const stage = stageOf(context)
    const bob = await stage.signIn('bob')
    await stage.ann.call({ userIDList: ['bob'], type: 'audio' })
    await expect(await canvas.findByRole('region', { name: 'Outgoing call' })).toBeVisible()
    await waitFor(() => expect(bob.store.getState().status).toBe('ringing'))
    await bob.reject()
    await seen(canvas, 'Bob Okafor declined')
    await waitFor(() => expect(canvas.queryByRole('region', { name: 'Outgoing call' })).toBeNull())
  },
}

/** In a window of its own the call leaves the page to the app; "Back to the call" closes it, from the page too. */
export const PictureInPicture: Story = {
  render: (args, context) => (
    <Screen stage={stageOf(context)}>
      <p style={{ padding: '2rem' }}>The app behind the call.</p>
      <PictureInPictureScope port={framedWindows()}>
        <CallKit {...args} />
      </PictureInPictureScope>
    </Screen>
  ),
  async play(context) {
    const { canvas, userEvent } = context
    const [bob] = await stageOf(context).connect('video', 'bob')
    await userEvent.click(await canvas.findByRole('button', { name: 'Picture-in-picture' }))
    await waitFor(() => expect(smallWindowBody()?.querySelector('section')).not.toBeNull())
    const bar = await canvas.findByRole('region', { name: 'Minimised call' })
    await expect(canvas.queryByRole('region', { name: 'Call' })).toBeNull()
    await userEvent.click(within(bar).getByRole('button', { name: 'Back to the call' }))
    await expect(await canvas.findByRole('region', { name: 'Call' })).toHaveFocus()
    await expect(smallWindowBody()).toBeNull()
    await userEvent.click(canvas.getByRole('button', { name: 'Picture-in-picture' }))
    await waitFor(() => expect(smallWindowBody()?.querySelector('section')).not.toBeNull())
    await userEvent.click(within(smallWindowBody() ?? document.body).getByRole('button', { name: 'Hang up' }))
    await waitFor(() => expect(smallWindowBody()).toBeNull())
    await waitFor(() => expect(bob?.store.getState().status).toBe('idle'))
  },
}

/** Where the browser has no such window there is the bar: stories stand in a frame, which gets none. */
export const NoPictureInPicture: Story = {
  async play(context) {
    const { canvas } = context
    await stageOf(context).connect('video', 'bob')
    await expect(await canvas.findByRole('button', { name: 'Minimise call' })).toBeVisible()
    await expect(canvas.queryByRole('button', { name: 'Picture-in-picture' })).toBeNull()
  },
}

/** The layout is the same after the call was small. */
export const LayoutIsKept: Story = {
  async play(context) {
    const { canvas, userEvent } = context
    await stageOf(context).connect('audio', 'bob', 'carol')
    await userEvent.click(await canvas.findByRole('button', { name: 'Show who speaks large' }))
    await userEvent.click(canvas.getByRole('button', { name: 'Minimise call' }))
    await userEvent.click(await canvas.findByRole('button', { name: 'Back to the call' }))
    await expect(await canvas.findByRole('region', { name: 'Call' })).toHaveAttribute('data-layout', 'speaker')
  },
}

/** On a phone one notice at a time, over the names: neither a tile nor a button is under it, and none is lost. */
export const NoticesOnAPhone: Story = {
  parameters: {
    viewport: { options: { narrow: { name: 'Narrow phone', styles: { width: '320px', height: '640px' } } } },
  },
  globals: { viewport: { value: 'narrow', isRotated: false } },
  async play(context) {
    const { canvas, canvasElement, userEvent } = context
    const stage = stageOf(context)
    await stage.connect('video', 'bob', 'carol', 'dave')
    const log = await canvas.findByRole('log', { name: 'Call notices' })
    await waitFor(() => expect(log).toHaveTextContent(/^(?=.*Bob)(?=.*Carol)(?=.*Dave).* joined$/))
    const hold = (): void => canvas.getByRole('button', { name: 'Dismiss' }).focus()
    hold()
    await stage.ann.getDevices()
    await stage.ann.switchDevice('microphone', 'microphone-2')
    stage.simulator.person('ann').unplugMicrophone('microphone-2')
    stage.simulator.person('ann').setQuality('poor')
    const texts = ['Headset microphone was unplugged', 'Your connection is poor']
    for (const next of texts) {
      await expect(canvasElement.querySelectorAll('.rk-notice')).toHaveLength(1)
      const notice = canvasElement.querySelector('.rk-notice')?.getBoundingClientRect()
      const below = canvasElement.querySelectorAll('.rk-video-tile, .rk-call-view button')
      const covered = [...below].filter((element) => overlaps(notice, element.getBoundingClientRect()))
      await expect(covered).toEqual([])
      await userEvent.click(canvas.getByRole('button', { name: 'Dismiss' }))
      await seen(canvas, next)
      hold()
    }
  },
}

function overlaps(a: DOMRect | undefined, b: DOMRect): boolean {
  return a !== undefined && a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}

/** A browser's sound that waits for the first press. */
function heldBack(): SoundPort {
  let isAllowed = false
  return {
    ...browserSound,
    createContext() {
      const context = new AudioContext()
      const resume = () => AudioContext.prototype.resume.call(context)
      context.resume = () => (isAllowed ? resume() : Promise.reject(new DOMException('', 'NotAllowedError')))
      void context.suspend()
      return context
    },
    onGesture: (listener) =>
      browserSound.onGesture(() => {
        isAllowed = true
        listener()
      }),
  }
}
