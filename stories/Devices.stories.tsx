import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, screen, waitFor, within } from 'storybook/test'
import { CallError } from '@ringkit/core'
import type { CallEngine } from '@ringkit/core'
import { CallProvider, DevicePicker, SettingsDialog, VolumeMeter } from '@ringkit/react'
import { onStage, Screen, stageOf } from './stage.tsx'

const meta = {
  title: 'Devices',
  component: DevicePicker,
  ...onStage,
  args: { kind: 'camera' },
  render: (_args, context) => (
    <Screen stage={stageOf(context)}>
      <div style={{ display: 'grid', gap: '1rem', maxInlineSize: '24rem', padding: '2rem' }}>
        <DevicePicker kind="camera" />
        <DevicePicker kind="microphone" />
        <VolumeMeter />
        <DevicePicker kind="speaker" />
      </div>
    </Screen>
  ),
} satisfies Meta<typeof DevicePicker>
export default meta
type Story = StoryObj<typeof meta>

export const Pickers: Story = {
  async play({ canvas, userEvent }) {
    const microphone = await canvas.findByRole('combobox', { name: 'Microphone' })
    await waitFor(() => expect(microphone).toHaveValue('microphone-1'))
    await userEvent.selectOptions(microphone, 'Headset microphone')
    await waitFor(() => expect(microphone).toHaveValue('microphone-2'))
  },
}

export const NoCamera: Story = {
  async play(context) {
    stageOf(context).simulator.person('ann').unplugCamera()
    const camera = await context.canvas.findByRole('combobox', { name: 'Camera' })
    await waitFor(() => expect(camera).toBeDisabled())
    await expect(camera).toHaveTextContent('System default')
  },
}

/** Each with what it does: one's own picture, how loud one is, a sound to hear. */
export const WithPreviews: Story = {
  render: (_args, context) => (
    <Screen stage={stageOf(context)}>
      <div style={{ display: 'grid', gap: '1.5rem', maxInlineSize: '24rem', padding: '2rem' }}>
        <DevicePicker kind="camera" preview />
        <DevicePicker kind="microphone" preview />
        <DevicePicker kind="speaker" preview />
      </div>
    </Screen>
  ),
  async play(context) {
    const { canvas, userEvent } = context
    stageOf(context).simulator.person('ann').setVolume(50)
    const picture = await canvas.findByLabelText('Your own picture')
    await waitFor(() => expect(picture).toHaveProperty('srcObject', expect.any(MediaStream)))
    await waitFor(() => expect(canvas.getByRole('meter')).toHaveAttribute('aria-valuenow', '50'))
    // Looked for from before the press on: the sound ends by itself.
    const stop = canvas.findByRole('button', { name: 'Stop test sound' })
    await userEvent.click(canvas.getByRole('button', { name: 'Play test sound' }))
    await expect(await stop).toBeVisible()
  },
}

/** What to do about it, in the browser's own words, which here is Chromium; and another try that works. */
export const PermissionDenied: Story = {
  beforeEach(context) {
    stageOf(context).simulator.person('ann').denyCamera()
    return meta.beforeEach(context)
  },
  render: (_args, context) => (
    <Screen stage={stageOf(context)}>
      <div style={{ maxInlineSize: '24rem', padding: '2rem' }}>
        <DevicePicker kind="camera" preview />
      </div>
    </Screen>
  ),
  async play(context) {
    const { canvas, userEvent } = context
    const alert = await canvas.findByRole('alert')
    await expect(alert).toHaveTextContent('click the icon to the left of the address')
    stageOf(context).simulator.person('ann').allowCamera()
    await userEvent.click(canvas.getByRole('button', { name: 'Try again' }))
    await waitFor(() => expect(canvas.queryByRole('alert')).toBeNull())
  },
}

/** Unplugged while in use, the next one is taken; plugged in again it can be chosen. */
export const PluggedAndUnplugged: Story = {
  async play(context) {
    const { canvas } = context
    const ann = stageOf(context).simulator.person('ann')
    const camera = await canvas.findByRole('combobox', { name: 'Camera' })
    await waitFor(() => expect(camera).toHaveValue('camera-1'))
    ann.unplugCamera('camera-1')
    await waitFor(() => expect(camera).toHaveValue('camera-2'))
    await expect(within(camera).getAllByRole('option')).toHaveLength(1)
    ann.plugCamera()
    await waitFor(() => expect(within(camera).getAllByRole('option')).toHaveLength(2))
  },
}

/** The settings, outside of a call, with a button of the app's own. */
export const Settings: Story = {
  render: (_args, context) => (
    <Screen stage={stageOf(context)}>
      <div style={{ padding: '2rem' }}>
        <SettingsDialog trigger={<button type="button">Devices</button>} />
      </div>
    </Screen>
  ),
  async play({ canvas, userEvent }) {
    const trigger = await canvas.findByRole('button', { name: 'Devices' })
    await userEvent.click(trigger)
    const dialog = await screen.findByRole('dialog', { name: 'Settings' })
    for (const name of ['Camera', 'Microphone', 'Speaker']) {
      await expect(within(dialog).getByRole('combobox', { name })).toBeVisible()
    }
    await expect(within(dialog).getByRole('switch', { name: 'Noise suppression' })).toBeChecked()
    await userEvent.keyboard('{Escape}')
    await waitFor(() => expect(trigger).toHaveFocus())
  },
}

/** A background takes a while the first time, and may fail: both are told, and a failure changes nothing. */
export const BackgroundBusyAndFailed: Story = {
  render: (_args, context) => (
    <CallProvider engine={slowBackground(stageOf(context).ann)}>
      <SettingsDialog defaultOpen />
    </CallProvider>
  ),
  async play({ userEvent }) {
    const dialog = await screen.findByRole('dialog', { name: 'Settings' })
    await userEvent.click(within(dialog).getByRole('radio', { name: 'Blur' }))
    await expect(await within(dialog).findByText('Applying…')).toBeVisible()
    refuse()
    await expect(await within(dialog).findByRole('alert')).toHaveTextContent('could not be connected')
    await expect(within(dialog).getByRole('radio', { name: 'None' })).toBeChecked()
    await expect(within(dialog).queryByText('Applying…')).toBeNull()
  },
}

let refuse = (): void => {}

/** An engine whose background fails when the story says so. */
function slowBackground(engine: CallEngine): CallEngine {
  const setBackground = (): Promise<void> =>
    new Promise((_resolve, reject) => {
      refuse = () => reject(new CallError('MEDIA_FAILED'))
    })
  return { ...engine, setBackground }
}
