import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, screen, waitFor, within } from 'storybook/test'
import { CallControls, ActionError, ActionScope, CallView } from '@ringkit/react'
import { onStage, Screen, stageOf } from './stage.tsx'

interface Args {
  /** How wide the place of the controls is, px. */
  width: number
  type: 'audio' | 'video'
}

const images = ['seagreen', 'slateblue', 'peru'].map((colour, index) => ({
  url: `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" width="160" height="90"><rect width="160" height="90" fill="${colour}"/></svg>`)}`,
  ...(index === 0 ? { name: 'Garden' } : {}),
}))

const meta = {
  title: 'CallControls',
  ...onStage,
  args: { width: 900, type: 'video' },
  render: ({ width }, context) => (
    <Screen stage={stageOf(context)}>
      <ActionScope>
        <div className="rk rk-stage" style={{ inlineSize: width, paddingBlock: '8rem 1rem' }}>
          <CallControls onInvite={() => {}} images={images} />
          <ActionError />
        </div>
      </ActionScope>
    </Screen>
  ),
} satisfies Meta<Args>
export default meta
type Story = StoryObj<typeof meta>

const names = (root: HTMLElement): (string | null)[] =>
  within(root)
    .getAllByRole('button')
    .map((button) => button.getAttribute('aria-label') ?? button.textContent)

const bar = (canvasElement: HTMLElement): HTMLElement => {
  const found = canvasElement.querySelector<HTMLElement>('.rk-call-controls')
  if (!found) throw new Error('There are no controls.')
  return found
}

/** Is everything in one line, and within it? */
function expectOneLine(root: HTMLElement): void {
  const { left, right, top, bottom } = root.getBoundingClientRect()
  for (const button of within(root).getAllByRole('button')) {
    const place = button.getBoundingClientRect()
    expect([
      place.left >= left - 1,
      place.right <= right + 1,
      place.top >= top - 1,
      place.bottom <= bottom + 1,
    ]).toEqual([true, true, true, true])
  }
}

/** Room for all: two split buttons, the clock, no "More". */
export const Wide: Story = {
  async play(context) {
    const { canvas, canvasElement } = context
    await stageOf(context).connect('video', 'bob')
    await canvas.findByRole('button', { name: 'Mute microphone' })
    await expect(names(bar(canvasElement))).toEqual([
      'Mute microphone',
      'Microphone options',
      'Turn camera off',
      'Camera options',
      'Speaker',
      'Share screen',
      'Invite people',
      'Switch to audio',
      'Settings',
      'Hang up',
    ])
    await expect(canvas.getByRole('timer', { name: 'Duration' })).toBeVisible()
    expectOneLine(bar(canvasElement))
  },
}

/** The narrowest phone: what does not fit is in "More", and works from there; nothing moves when it opens. */
export const Narrow: Story = {
  parameters: {
    viewport: { options: { narrow: { name: 'Narrow phone', styles: { width: '320px', height: '640px' } } } },
  },
  globals: { viewport: { value: 'narrow', isRotated: false } },
  render: (_args, context) => (
    <Screen stage={stageOf(context)}>
      <CallView people={[{ userID: 'erin', name: 'Erin' }]} />
    </Screen>
  ),
  async play(context) {
    const { canvas, canvasElement, userEvent } = context
    const { ann } = stageOf(context)
    await stageOf(context).connect('video', 'bob')
    const more = await canvas.findByRole('button', { name: 'More' })
    const row = bar(canvasElement)
    await expect(names(row)).toEqual(['Mute microphone', 'Turn camera off', 'Share screen', 'More', 'Hang up'])
    expectOneLine(row)
    const before = row.getBoundingClientRect()
    await userEvent.click(more)
    const menu = await screen.findByRole('dialog', { name: 'More' })
    await expect(row.getBoundingClientRect()).toEqual(before)
    for (const name of ['Microphone', 'Camera', 'Speaker']) {
      await expect(within(menu).getByRole('combobox', { name })).toBeVisible()
    }
    await userEvent.selectOptions(within(menu).getByRole('combobox', { name: 'Camera' }), 'Desk camera')
    await waitFor(() => expect(ann.store.getState().devices.currentCameraID).toBe('camera-2'))
    await userEvent.click(within(menu).getByRole('button', { name: 'Settings' }))
    const settings = await screen.findByRole('dialog', { name: 'Settings' })
    await waitFor(() => expect(screen.queryByRole('dialog', { name: 'More' })).toBeNull())
    await waitFor(() => expect(within(settings).getByRole('button', { name: 'Close' })).toHaveFocus())
    await userEvent.keyboard('{Escape}')
    await waitFor(() => expect(canvas.getByRole('button', { name: 'More' })).toHaveFocus())
  },
}

export const Audio: Story = {
  args: { type: 'audio' },
  async play(context) {
    const { canvas, canvasElement, userEvent } = context
    const { ann } = stageOf(context)
    await stageOf(context).connect('audio', 'bob')
    await canvas.findByRole('button', { name: 'Mute microphone' })
    await expect(names(bar(canvasElement))).toEqual([
      'Mute microphone',
      'Microphone options',
      'Speaker',
      'Invite people',
      'Switch to video',
      'Settings',
      'Hang up',
    ])
    await userEvent.click(canvas.getByRole('button', { name: 'Switch to video' }))
    await expect(await canvas.findByRole('button', { name: 'Turn camera on' })).toBeVisible()
    await expect(ann.store.getState().call?.type).toBe('video')
  },
}

/** The other half of the microphone's button: which one, how loud, noise suppression. By the keys alone. */
export const MicrophoneOptions: Story = {
  async play(context) {
    const { canvas, userEvent } = context
    const { ann, simulator } = stageOf(context)
    await stageOf(context).connect('video', 'bob')
    simulator.person('ann').setVolume(60)
    const trigger = await canvas.findByRole('button', { name: 'Microphone options' })
    trigger.focus()
    await userEvent.keyboard('{Enter}')
    const menu = await screen.findByRole('dialog', { name: 'Microphone options' })
    const picker = within(menu).getByRole('combobox', { name: 'Microphone' })
    await waitFor(() => expect(picker).toHaveFocus())
    await userEvent.selectOptions(picker, 'Headset microphone')
    await waitFor(() => expect(ann.store.getState().devices.currentMicrophoneID).toBe('microphone-2'))
    await waitFor(() => expect(within(menu).getByRole('meter')).toHaveAttribute('aria-valuenow', '60'))
    await userEvent.click(within(menu).getByRole('switch', { name: 'Noise suppression' }))
    await waitFor(() => expect(within(menu).getByRole('switch')).not.toBeChecked())
    await expect(ann.store.getState().effects.noiseSuppression).toBe(false)
    await userEvent.keyboard('{Escape}')
    await waitFor(() => expect(trigger).toHaveFocus())
  },
}

/** Beside the camera: my picture as the others see it. */
export const CameraOptions: Story = {
  async play(context) {
    const { canvas, userEvent } = context
    await stageOf(context).connect('video', 'bob')
    await userEvent.click(await canvas.findByRole('button', { name: 'Camera options' }))
    const menu = await screen.findByRole('dialog', { name: 'Camera options' })
    await waitFor(() =>
      expect(within(menu).getByLabelText('Your own picture')).toHaveProperty('srcObject', expect.any(MediaStream)),
    )
  },
}

/** Who talks while muted is told so, once, and unmutes by one press. */
export const TalkingWhileMuted: Story = {
  async play(context) {
    const { canvas, userEvent } = context
    const { ann, simulator } = stageOf(context)
    await stageOf(context).connect('video', 'bob')
    simulator.person('ann').setVolume(0)
    await userEvent.click(await canvas.findByRole('button', { name: 'Mute microphone' }))
    await canvas.findByRole('button', { name: 'Unmute microphone' })
    const top = canvas.getByRole('button', { name: 'Hang up' }).getBoundingClientRect().top
    simulator.person('ann').setVolume(70)
    const unmute = await canvas.findByRole('button', { name: 'Unmute' })
    await expect(canvas.getByText('You are muted: nobody hears you.')).toBeVisible()
    await expect(canvas.getByRole('button', { name: 'Hang up' }).getBoundingClientRect().top).toBe(top)
    await userEvent.click(unmute)
    await waitFor(() => expect(ann.store.getState().members.ann?.audioAvailable).toBe(true))
    await waitFor(() => expect(canvas.queryByRole('button', { name: 'Unmute' })).toBeNull())
    await expect(canvas.getByRole('button', { name: 'Mute microphone' })).toHaveFocus()
  },
}

/** The settings: devices with what they do, background, noise suppression. */
export const SettingsOpen: Story = {
  async play(context) {
    const { canvas, userEvent } = context
    const { ann } = stageOf(context)
    await stageOf(context).connect('video', 'bob')
    const trigger = await canvas.findByRole('button', { name: 'Settings' })
    await userEvent.click(trigger)
    const dialog = await screen.findByRole('dialog', { name: 'Settings' })
    const group = within(dialog).getByRole('group', { name: /^Background/ })
    await expect(within(group).getByRole('radio', { name: 'None' })).toBeChecked()
    await userEvent.click(within(group).getByRole('radio', { name: 'Blur' }))
    await waitFor(() => expect(within(group).getByRole('radio', { name: 'Blur' })).toBeChecked())
    await userEvent.click(within(group).getByRole('radio', { name: 'Picture 2' }))
    await waitFor(() => expect(ann.store.getState().effects.background).toEqual({ kind: 'image', url: images[1]?.url }))
    await userEvent.click(within(dialog).getByRole('button', { name: 'Close' }))
    await waitFor(() => expect(trigger).toHaveFocus())
  },
}
