import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, waitFor } from 'storybook/test'
import { DevicePicker, VolumeMeter } from '@ringkit/react'
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

export const MeterFollowsTheVoice: Story = {
  async play(context) {
    await stageOf(context).connect('audio', 'bob')
    const meter = await context.canvas.findByRole('meter', { name: 'Microphone level' })
    stageOf(context).simulator.person('ann').setVolume(70)
    await waitFor(() => expect(meter).toHaveAttribute('aria-valuenow', '70'))
    stageOf(context).simulator.person('ann').setVolume(0)
    await waitFor(() => expect(meter).toHaveAttribute('aria-valuenow', '0'))
  },
}
