import { useState } from 'react'
import type { ReactNode } from 'react'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fn, waitFor, within } from 'storybook/test'
import { CallError } from '@ringkit/core'
import type { CallEngine } from '@ringkit/core'
import { CallProvider, PreCall } from '@ringkit/react'
import { onStage, Screen, stageOf } from './stage.tsx'

const meta = {
  title: 'PreCall',
  component: PreCall,
  ...onStage,
  render: (args, context) => (
    <Screen stage={stageOf(context)}>
      <div style={{ padding: '1rem' }}>
        <PreCall {...args} />
      </div>
    </Screen>
  ),
} satisfies Meta<typeof PreCall>
export default meta
type Story = StoryObj<typeof meta>

/** The picture, the level that follows the voice, another microphone, a test sound. */
export const AllWorks: Story = {
  async play(context) {
    const { canvas, userEvent } = context
    const ann = stageOf(context).simulator.person('ann')
    const check = await canvas.findByRole('region', { name: 'Check camera and sound' })
    await waitFor(() => expect(check).toHaveAttribute('data-camera', 'on'))
    const picture = canvas.getByLabelText('Your own picture')
    await waitFor(() => expect(picture).toBeVisible())
    await waitFor(() => expect(picture).toHaveProperty('srcObject', expect.any(MediaStream)))
    ann.setVolume(60)
    const meter = canvas.getByRole('meter', { name: 'Microphone level' })
    await waitFor(() => expect(meter).toHaveAttribute('aria-valuenow', '60'))
    await userEvent.selectOptions(canvas.getByRole('combobox', { name: 'Microphone' }), 'Headset microphone')
    await waitFor(() => expect(canvas.getByRole('combobox', { name: 'Microphone' })).toHaveValue('microphone-2'))
    await expect(canvas.getByRole('combobox', { name: 'Camera' })).toBeEnabled()
    await expect(canvas.getByRole('combobox', { name: 'Speaker' })).toBeEnabled()
    // Looked for from before the press on: the sound ends by itself.
    const stop = canvas.findByRole('button', { name: 'Stop test sound' })
    await userEvent.click(canvas.getByRole('button', { name: 'Play test sound' }))
    await userEvent.click(await stop)
    await expect(await canvas.findByRole('button', { name: 'Play test sound' })).toBeVisible()
    await expect(canvas.queryByRole('alert')).toBeNull()
  },
}

/** Both refused: one reason for both, and what to do about it in this browser, which is Chromium. */
export const PermissionDenied: Story = {
  beforeEach(context) {
    const ann = stageOf(context).simulator.person('ann')
    ann.denyCamera()
    ann.denyMicrophone()
    return meta.beforeEach(context)
  },
  async play({ canvas }) {
    const alert = await canvas.findByRole('alert')
    await expect(alert).toHaveTextContent('Camera and Microphone')
    await expect(alert).toHaveTextContent('click the icon to the left of the address')
    await expect(canvas.getByRole('button', { name: 'Try again' })).toBeVisible()
  },
}

/** The microphone is checked all the same, and the camera as soon as there is one. */
export const NoCamera: Story = {
  beforeEach(context) {
    stageOf(context).simulator.person('ann').unplugCamera()
    return meta.beforeEach(context)
  },
  async play(context) {
    const { canvas } = context
    const ann = stageOf(context).simulator.person('ann')
    const alert = await canvas.findByRole('alert')
    await expect(alert).toHaveTextContent(/^Camera/)
    const check = canvas.getByRole('region', { name: 'Check camera and sound' })
    await expect(check).toHaveAttribute('data-microphone', 'on')
    await expect(check).toHaveAttribute('data-camera', 'failed')
    ann.plugCamera()
    await waitFor(() => expect(check).toHaveAttribute('data-camera', 'on'))
    await expect(canvas.queryByRole('alert')).toBeNull()
  },
}

/** Refused at first; what the person allows then is taken once it is asked for again, and not before. */
export const TriedAgain: Story = {
  beforeEach(context) {
    const ann = stageOf(context).simulator.person('ann')
    ann.denyCamera()
    ann.denyMicrophone()
    return meta.beforeEach(context)
  },
  async play(context) {
    const { canvas, userEvent } = context
    const ann = stageOf(context).simulator.person('ann')
    await expect(await canvas.findByRole('alert')).toHaveTextContent('Camera and Microphone')
    ann.allowCamera()
    ann.allowMicrophone()
    const check = canvas.getByRole('region', { name: 'Check camera and sound' })
    await expect(check).toHaveAttribute('data-camera', 'failed')
    await userEvent.click(canvas.getByRole('button', { name: 'Try again' }))
    await waitFor(() => expect(check).toHaveAttribute('data-camera', 'on'))
    await expect(check).toHaveAttribute('data-microphone', 'on')
    await expect(canvas.queryByRole('alert')).toBeNull()
  },
}

/** Nothing is left to wait for: the app is told, and "Continue" hands it what was found. */
export const Done: Story = {
  args: { onReady: fn(), onDone: fn() },
  async play({ canvas, args, userEvent }) {
    const result = { camera: 'ok', microphone: 'ok', speaker: 'ok', network: 'ok' }
    await waitFor(() => expect(args.onReady).toHaveBeenLastCalledWith(result))
    await expect(canvas.getByText(/^Excellent connection · Delay: \d+ ms$/)).toBeVisible()
    await userEvent.click(canvas.getByRole('button', { name: 'Continue' }))
    await expect(args.onDone).toHaveBeenCalledWith(result)
  },
}

/** A network that is too slow: one may go on all the same. */
export const PoorNetwork: Story = {
  args: { onDone: fn() },
  beforeEach(context) {
    stageOf(context).simulator.person('ann').setQuality('poor')
    return meta.beforeEach(context)
  },
  async play({ canvas, args, userEvent }) {
    await expect(await canvas.findByRole('alert')).toHaveTextContent('This network is slow')
    await userEvent.click(canvas.getByRole('button', { name: 'Continue anyway' }))
    await expect(args.onDone).toHaveBeenCalledWith(expect.objectContaining({ network: 'poor' }))
  },
}

/** The call server is reached, picture and sound are not. */
export const BlockedNetwork: Story = {
  beforeEach(context) {
    stageOf(context).simulator.person('ann').setQuality('lost')
    return meta.beforeEach(context)
  },
  async play({ canvas }) {
    await expect(await canvas.findByRole('alert')).toHaveTextContent('do not get through this network')
  },
}

/** The camera stays dark for an audio call. */
export const AudioOnly: Story = {
  args: { type: 'audio' },
  async play({ canvas }) {
    const check = await canvas.findByRole('region', { name: 'Check camera and sound' })
    await waitFor(() => expect(check).toHaveAttribute('data-microphone', 'on'))
    await expect(check).toHaveAttribute('data-camera', 'off')
    await expect(canvas.queryByLabelText('Your own picture')).toBeNull()
  },
}

const failing = (code: 'DEVICE_IN_USE' | undefined): NonNullable<Story['render']> =>
  function Failing(args, context) {
    const { ann } = stageOf(context)
    const preview: CallEngine['preview'] = () =>
      code ? Promise.reject(new CallError(code)) : new Promise<never>(() => {})
    const checkNetwork: CallEngine['checkNetwork'] = code ? ann.checkNetwork : () => new Promise<never>(() => {})
    return (
      <CallProvider engine={{ ...ann, preview, checkNetwork }}>
        <PreCall {...args} />
      </CallProvider>
    )
  }

/** The browser asks, and nobody has answered it yet. */
export const Loading: Story = {
  render: failing(undefined),
  async play({ canvas }) {
    await expect((await canvas.findAllByText('Turning on…')).length).toBeGreaterThan(1)
    await expect(canvas.getByText('Checking the network…')).toBeVisible()
  },
}

/** Another program has them. */
export const InUse: Story = {
  render: failing('DEVICE_IN_USE'),
  async play({ canvas }) {
    await expect(await canvas.findByRole('alert')).toHaveTextContent('Another program is using')
    await expect(canvas.getAllByText('In use elsewhere')).toHaveLength(2)
  },
}

function Leaving(): ReactNode {
  const [isShown, setShown] = useState(true)
  return (
    <>
      {isShown && <PreCall />}
      <button type="button" onClick={() => setShown(false)}>
        Leave
      </button>
    </>
  )
}

/** Camera and microphone are off when it is gone. */
export const Left: Story = {
  render: (_args, context) => (
    <Screen stage={stageOf(context)}>
      <Leaving />
    </Screen>
  ),
  async play({ canvas, canvasElement, userEvent }) {
    const check = await canvas.findByRole('region', { name: 'Check camera and sound' })
    await waitFor(() => expect(check).toHaveAttribute('data-camera', 'on'))
    const video = within(check).getByLabelText<HTMLVideoElement>('Your own picture')
    await waitFor(() => expect(video.srcObject).not.toBeNull())
    await userEvent.click(canvas.getByRole('button', { name: 'Leave' }))
    await waitFor(() => expect(video.srcObject).toBeNull())
    await expect(canvasElement.querySelector('video')).toBeNull()
  },
}
