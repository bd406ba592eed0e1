import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, waitFor } from 'storybook/test'
import { OutgoingCall, useCallActions } from '@ringkit/react'
import type { CallActions } from '@ringkit/react'
import { onStage, Screen, stageOf } from './stage.tsx'

/** As an app places a call: by the actions, which know that the camera was asked for. */
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
