import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, waitFor } from 'storybook/test'
import { JoinBanner } from '@ringkit/react'
import { onStage, Screen, stageOf } from './stage.tsx'
import type { Stage } from './stage.tsx'

const meta = {
  title: 'JoinBanner',
  component: JoinBanner,
  ...onStage,
  args: { groupID: 'team', interval: 200 },
  render: (args, context) => (
    <Screen stage={stageOf(context)}>
      <div style={{ padding: '1rem', maxInlineSize: '32rem' }}>
        <JoinBanner {...args} />
        <p>Everything else of the group.</p>
      </div>
    </Screen>
  ),
} satisfies Meta<typeof JoinBanner>
export default meta
type Story = StoryObj<typeof meta>

/** Bob and Carol talk; Ann was called too and declined. */
async function talk(stage: Stage) {
  const bob = await stage.signIn('bob')
  const carol = await stage.accepting('carol')
  stage.ann.once('INVITED', () => void stage.ann.reject())
  await bob.call({ userIDList: ['ann', 'carol'], type: 'video', groupID: 'team' })
  return { bob, carol }
}

export const NoCall: Story = {
  async play({ canvas }) {
    await expect(canvas.getByText('Everything else of the group.')).toBeVisible()
    await expect(canvas.queryByRole('region')).toBeNull()
  },
}

export const Going: Story = {
  async play(context) {
    const { canvas } = context
    await talk(stageOf(context))
    const banner = await canvas.findByRole('region', { name: 'A call is going on' })
    await waitFor(() => expect(banner).toHaveTextContent('2 in the call'))
    await expect(canvas.getByRole('status')).toHaveTextContent('A call is going on')
    await expect(canvas.getByRole('button', { name: 'Join' })).toBeVisible()
  },
}

const names: Record<string, string> = { bob: 'Bob Okafor', carol: 'Carol Jiménez' }

export const ByName: Story = {
  args: { nameOf: (userID) => names[userID] },
  async play(context) {
    await talk(stageOf(context))
    const banner = await context.canvas.findByRole('region', { name: 'A call is going on' })
    await waitFor(() => expect(banner).toHaveTextContent('Bob Okafor and Carol Jiménez'))
  },
}

export const Joined: Story = {
  async play(context) {
    const { canvas, userEvent } = context
    const stage = stageOf(context)
    await talk(stage)
    await userEvent.click(await canvas.findByRole('button', { name: 'Join' }))
    await stage.until(() => stage.ann.store.getState().status === 'connected')
    await waitFor(() => expect(canvas.queryByRole('region')).toBeNull())
    await stage.ann.hangup()
    await expect(await canvas.findByRole('button', { name: 'Join' })).toBeVisible()
  },
}

export const Ended: Story = {
  async play(context) {
    const { canvas } = context
    const { bob, carol } = await talk(stageOf(context))
    await expect(await canvas.findByRole('button', { name: 'Join' })).toBeVisible()
    await Promise.all([bob.hangup(), carol.hangup()])
    await waitFor(() => expect(canvas.queryByRole('region')).toBeNull())
    await expect(canvas.getByRole('status')).toHaveTextContent(/^$/)
  },
}
