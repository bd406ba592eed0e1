import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, waitFor } from 'storybook/test'
import { CallNotices, OutgoingCall, useCallActions } from '@ringkit/react'
import type { CallActions } from '@ringkit/react'
import { onStage, Screen, stageOf } from './stage.tsx'

/** As an app places a call. */
function Caller({ options }: { options: Parameters<CallActions['call']>[0] }): React.ReactNode {
  const { call } = useCallActions()
  return (
    <button type="button" style={{ position: 'fixed' }} onClick={() => void call(options)}>
      Place the call
    </button>
  )
}

const meta = {
  title: 'OutgoingCall',
  component: Caller,
  ...onStage,
  args: { options: { userIDList: ['bob'], type: 'video' } },
  render: (args, context) => (
    <Screen stage={stageOf(context)}>
      <Caller {...args} />
      <OutgoingCall />
    </Screen>
  ),
} satisfies Meta<typeof Caller>
export default meta
type Story = StoryObj<typeof meta>

export const Video: Story = {
  async play(context) {
    const { canvas, userEvent } = context
    await stageOf(context).signIn('bob')
    await userEvent.click(canvas.getByRole('button', { name: 'Place the call' }))
    const region = await canvas.findByRole('region', { name: 'Outgoing call' })
    await expect(region).toHaveTextContent('Calling Bob Okafor')
    await expect(region).toHaveTextContent('Ringing…')
    await waitFor(() => expect(region.querySelector('[data-video="on"]')).not.toBeNull())
  },
}

export const Audio: Story = {
  args: { options: { userIDList: ['bob'], type: 'audio' } },
  async play(context) {
    const { canvas, userEvent } = context
    await stageOf(context).signIn('bob')
    await userEvent.click(canvas.getByRole('button', { name: 'Place the call' }))
    const region = await canvas.findByRole('region', { name: 'Outgoing call' })
    await expect(region.querySelector('[data-video="on"]')).toBeNull()
    await expect(canvas.getByRole('button', { name: 'Mute microphone' })).toBeVisible()
    await expect(canvas.queryByRole('button', { name: /camera/ })).toBeNull()
  },
}

/** A camera that is refused is told once, and the button says that the call begins without it; a press asks again. */
export const CameraRefused: Story = {
  render: (args, context) => (
    <Screen stage={stageOf(context)}>
      <Caller {...args} />
      <OutgoingCall />
      <CallNotices />
    </Screen>
  ),
  async play(context) {
    const { canvas, userEvent } = context
    const stage = stageOf(context)
    await stage.signIn('bob')
    stage.simulator.person('ann').denyCamera()
    await userEvent.click(canvas.getByRole('button', { name: 'Place the call' }))
    const turnOn = await canvas.findByRole('button', { name: 'Turn camera on' })
    const notices = canvas.getByRole('log')
    await waitFor(() => expect(notices.querySelectorAll('[data-tone="error"]')).toHaveLength(1))
    stage.simulator.person('ann').allowCamera()
    await userEvent.click(turnOn)
    const region = canvas.getByRole('region', { name: 'Outgoing call' })
    await waitFor(() => expect(region.querySelector('[data-video="on"]')).not.toBeNull())
  },
}

/** A video call placed without the camera lights no camera. */
export const VideoWithoutCamera: Story = {
  args: { options: { userIDList: ['bob'], type: 'video', camera: false } },
  async play(context) {
    const { canvas, userEvent } = context
    await userEvent.click(canvas.getByRole('button', { name: 'Place the call' }))
    const region = await canvas.findByRole('region', { name: 'Outgoing call' })
    await expect(region.querySelector('[data-video="on"]')).toBeNull()
  },
}

/** Camera and microphone are chosen while it rings: the picture follows, and the call begins so. */
export const WithoutCameraAfterAll: Story = {
  async play(context) {
    const { canvas, userEvent } = context
    const { ann, simulator } = stageOf(context)
    const bob = await stageOf(context).signIn('bob')
    await userEvent.click(canvas.getByRole('button', { name: 'Place the call' }))
    const region = await canvas.findByRole('region', { name: 'Outgoing call' })
    await waitFor(() => expect(region.querySelector('[data-video="on"]')).not.toBeNull())
    await userEvent.click(canvas.getByRole('button', { name: 'Turn camera off' }))
    await waitFor(() => expect(region.querySelector('[data-video="on"]')).toBeNull())
    await userEvent.click(canvas.getByRole('button', { name: 'Turn camera on' }))
    await waitFor(() => expect(region.querySelector('[data-video="on"]')).not.toBeNull())
    await userEvent.click(canvas.getByRole('button', { name: 'Turn camera off' }))
    await userEvent.click(canvas.getByRole('button', { name: 'Mute microphone' }))
    await expect(await canvas.findByRole('button', { name: 'Unmute microphone' })).toHaveAttribute('data-state', 'off')
    await waitFor(() => expect(bob.store.getState().status).toBe('ringing'))
    await bob.accept()
    await simulator.person('ann').untilHeard('CALL_BEGIN')
    await expect(ann.store.getState().wanted).toEqual({ camera: false, microphone: false })
  },
}

export const GroupWithDeclined: Story = {
  args: { options: { userIDList: ['bob', 'carol', 'dave'], type: 'video' } },
  async play(context) {
    const { canvas, userEvent } = context
    const stage = stageOf(context)
    const bob = await stage.signIn('bob')
    bob.on('INVITED', () => void bob.reject({ message: 'In a meeting' }))
    const [dave, erin] = [await stage.signIn('dave'), await stage.accepting('erin')]
    await dave.call({ userIDList: ['erin'], type: 'audio' })
    await waitFor(() => expect(erin.store.getState().status).toBe('connected'))
    await userEvent.click(canvas.getByRole('button', { name: 'Place the call' }))
    const list = await canvas.findByRole('list', { name: 'People called' })
    await waitFor(() => expect(list).toHaveTextContent('Bob OkaforDeclined'))
    await expect(list).toHaveTextContent('Carol JiménezRinging…')
    await expect(list).toHaveTextContent('Dave ParkBusy')
  },
}

export const Cancelled: Story = {
  async play(context) {
    const { canvas, userEvent } = context
    const bob = await stageOf(context).signIn('bob')
    const cancelled: string[] = []
    bob.on('CALLING_CANCEL', ({ userID }) => cancelled.push(userID))
    await userEvent.click(canvas.getByRole('button', { name: 'Place the call' }))
    await userEvent.click(await canvas.findByRole('button', { name: 'Cancel call' }))
    await waitFor(() => expect(cancelled).toEqual(['ann']))
    await waitFor(() => expect(canvas.queryByRole('region', { name: 'Outgoing call' })).toBeNull())
  },
}
