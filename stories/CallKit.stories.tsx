import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, screen, waitFor } from 'storybook/test'
import { CallKit } from '@ringkit/react'
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
