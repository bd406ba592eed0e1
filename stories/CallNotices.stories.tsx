import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, waitFor, within } from 'storybook/test'
import { CallNotices } from '@ringkit/react'
import { onStage, Screen, seen, stageOf } from './stage.tsx'

const meta = {
  title: 'CallNotices',
  component: CallNotices,
  ...onStage,
  // Somebody busy never was in a call that could tell the name.
  args: { duration: 60_000, nameOf: (userID) => (userID === 'bob' ? 'Bob Okafor' : undefined) },
  render: (args, context) => (
    <Screen stage={stageOf(context)}>
      <CallNotices {...args} />
    </Screen>
  ),
} satisfies Meta<typeof CallNotices>
export default meta
type Story = StoryObj<typeof meta>

export const Declined: Story = {
  async play(context) {
    const { canvas } = context
    const stage = stageOf(context)
    const bob = await stage.signIn('bob')
    bob.on('INVITED', () => void bob.reject({ message: 'In a meeting' }))
    await stage.ann.call({ userIDList: ['bob'], type: 'audio' })
    await seen(canvas, 'Bob Okafor declined: “In a meeting”')
    await expect(canvas.getByRole('log', { name: 'Call notices' })).toHaveAttribute('aria-live', 'polite')
  },
}

export const Busy: Story = {
  async play(context) {
    const stage = stageOf(context)
    const [bob, carol] = [await stage.signIn('bob'), await stage.accepting('carol')]
    await bob.call({ userIDList: ['carol'], type: 'audio' })
    await waitFor(() => expect(carol.store.getState().status).toBe('connected'))
    await stage.ann.call({ userIDList: ['bob'], type: 'audio' })
    await seen(context.canvas, 'Bob Okafor is busy')
  },
}

export const NoAnswer: Story = {
  async play(context) {
    const stage = stageOf(context)
    await stage.ann.call({ userIDList: ['bob', 'carol'], type: 'audio', timeout: 1 })
    await seen(context.canvas, 'Bob Okafor and Carol Jiménez did not answer')
  },
}

export const Missed: Story = {
  async play(context) {
    const stage = stageOf(context)
    const bob = await stage.signIn('bob')
    await bob.call({ userIDList: ['ann'], type: 'audio' })
    await waitFor(() => expect(stage.ann.store.getState().status).toBe('ringing'))
    await bob.hangup()
    await seen(context.canvas, 'Missed call from Bob Okafor')
  },
}

export const AnsweredElsewhere: Story = {
  async play(context) {
    const stage = stageOf(context)
    const bob = await stage.signIn('bob')
    const phone = await stage.signIn('ann')
    await bob.call({ userIDList: ['ann'], type: 'audio' })
    await waitFor(() => expect(phone.store.getState().status).toBe('ringing'))
    await phone.accept()
    await seen(context.canvas, 'Answered on another device')
  },
}

export const JoinedAndLeft: Story = {
  async play(context) {
    const { canvas } = context
    const [, carol] = await stageOf(context).connect('audio', 'bob', 'carol')
    await seen(canvas, 'Bob Okafor and Carol Jiménez joined')
    await carol?.hangup()
    await seen(canvas, 'Carol Jiménez left')
  },
}

/** Who joins after others is told in the same notice. */
export const ManyJoined: Story = {
  async play(context) {
    const { canvas } = context
    await stageOf(context).connect('audio', 'bob', 'carol', 'dave', 'erin')
    await seen(canvas, 'Bob Okafor, Carol Jiménez, and 2 others joined')
    await expect(canvas.getByRole('log').querySelectorAll('.rk-notice')).toHaveLength(1)
  },
}

/** More than there is room for wait until one goes. */
export const OneAtATime: Story = {
  args: { max: 1 },
  async play(context) {
    const { canvas, userEvent } = context
    const [bob, carol] = await stageOf(context).connect('audio', 'bob', 'carol')
    await carol?.hangup()
    await stageOf(context).until(() => stageOf(context).ann.store.getState().members.carol?.status === 'left')
    await bob?.switchCallType('video')
    await stageOf(context).until(() => stageOf(context).ann.store.getState().call?.type === 'video')
    const texts: (string | RegExp)[] = [
      'Bob Okafor and Carol Jiménez joined',
      'Carol Jiménez left',
      /^This is a video call now/,
    ]
    for (const text of texts) {
      await seen(canvas, text)
      await expect(canvas.getByRole('log').querySelectorAll('.rk-notice')).toHaveLength(1)
      await userEvent.click(canvas.getByRole('button', { name: 'Dismiss' }))
    }
    await waitFor(() => expect(canvas.getByRole('log')).toBeEmptyDOMElement())
  },
}

/** One's own connection; that of others is seen on their tile. */
export const PoorNetwork: Story = {
  async play(context) {
    const { canvas } = context
    await stageOf(context).connect('video', 'bob')
    stageOf(context).simulator.person('bob').setQuality('poor')
    stageOf(context).simulator.person('ann').setQuality('poor')
    await seen(canvas, 'Your connection is poor')
    await expect(canvas.getByRole('log').querySelectorAll('.rk-notice')).toHaveLength(1)
  },
}

export const KickedOut: Story = {
  async play(context) {
    await stageOf(context).connect('audio', 'bob')
    await stageOf(context).simulator.kick('ann')
    await seen(context.canvas, /^You were signed out/)
  },
}

export const Ended: Story = {
  async play(context) {
    const [bob] = await stageOf(context).connect('audio', 'bob')
    await bob?.hangup()
    await seen(context.canvas, /^Call ended after 0:\d\d/)
  },
}

export const ReconnectingThenConnected: Story = {
  async play(context) {
    const { canvas } = context
    await stageOf(context).connect('audio', 'bob')
    const me = stageOf(context).simulator.person('ann')
    me.cutMedia()
    await seen(canvas, 'Connection lost. Reconnecting…')
    me.restoreMedia()
    await seen(canvas, 'Connected again')
    await expect(canvas.queryByText('Connection lost. Reconnecting…')).toBeNull()
  },
}

export const CameraRefused: Story = {
  async play(context) {
    const stage = stageOf(context)
    stage.simulator.person('ann').denyCamera()
    await stage.connect('video', 'bob')
    await seen(context.canvas, /does not let this page use the camera/)
  },
}

export const DeviceLost: Story = {
  async play(context) {
    const stage = stageOf(context)
    await stage.connect('video', 'bob')
    await stage.ann.getDevices()
    await stage.ann.switchDevice('microphone', 'microphone-2')
    stage.simulator.person('ann').unplugMicrophone('microphone-2')
    await seen(context.canvas, 'Headset microphone was unplugged')
  },
}

export const Dismissed: Story = {
  async play(context) {
    const { canvas, userEvent } = context
    const [bob] = await stageOf(context).connect('audio', 'bob')
    await bob?.hangup()
    const text = await canvas.findByText(/^Call ended/)
    const card = text.parentElement
    await expect(card).not.toBeNull()
    if (card) await userEvent.click(within(card).getByRole('button', { name: 'Dismiss' }))
    await waitFor(() => expect(canvas.queryByText(/^Call ended/)).toBeNull())
  },
}
