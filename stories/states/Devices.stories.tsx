import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, screen, waitFor } from 'storybook/test'
import type { CallEngine } from '@ringkit/core'
import { CallProvider, DevicePicker, PreCall, SettingsDialog, VolumeMeter } from '@ringkit/react'
import { onStage, stageOf } from '../stage.tsx'
import { arabic, dark, expectFits, messagesOf, narrowPhone } from './look.ts'
import { show, showInside } from './show.tsx'

/** Cameras, microphones and speakers: not known yet, none there, refused, with long names. */
const meta = { title: 'States/Devices', ...onStage } satisfies Meta
export default meta
type Story = StoryObj

const pickers = (
  <>
    <DevicePicker kind="camera" />
    <DevicePicker kind="microphone" />
    <DevicePicker kind="speaker" />
  </>
)

/** Ann's screen, with an engine whose lists come as the story says. */
const listing = (getDevices: CallEngine['getDevices']): NonNullable<Story['render']> =>
  function Listing(_args, context) {
    const { ann } = stageOf(context)
    return (
      <CallProvider engine={{ ...ann, getDevices }}>
        <main style={{ display: 'grid', gap: '1rem', padding: '1rem' }}>{pickers}</main>
      </CallProvider>
    )
  }

/** The browser has not told yet which there are. */
export const PickersLoading: Story = {
  render: listing(() => new Promise<never>(() => {})),
  async play({ canvas }) {
    for (const name of ['Camera', 'Microphone', 'Speaker']) {
      await expect(canvas.getByRole('combobox', { name })).toHaveTextContent('System default')
    }
    await expectFits()
  },
}

/** A machine without camera and microphone. */
export const PickersEmpty: Story = {
  ...narrowPhone,
  render: showInside(pickers),
  async play(context) {
    const ann = stageOf(context).simulator.person('ann')
    ann.unplugCamera()
    ann.unplugMicrophone()
    for (const name of ['Camera', 'Microphone']) {
      await waitFor(() => expect(context.canvas.getByRole('combobox', { name })).toBeDisabled())
    }
    await expectFits()
  },
}

/** Refused by the browser: what to do about it fits a narrow phone. */
export const PickersDenied: Story = {
  ...narrowPhone,
  beforeEach(context) {
    stageOf(context).simulator.person('ann').denyCamera()
    stageOf(context).simulator.person('ann').denyMicrophone()
    return meta.beforeEach(context)
  },
  render: showInside(
    <>
      <DevicePicker kind="camera" preview />
      <DevicePicker kind="microphone" preview />
    </>,
  ),
  async play({ canvas }) {
    await waitFor(() => expect(canvas.getAllByRole('alert')).toHaveLength(2))
    await expectFits()
  },
}

const longLabel = 'Logitech BRIO Ultra HD Pro Business Webcam 4K (046d:085e) — USB 3.0, third port from the left'

/** What makers call their devices. */
export const PickersLongNames: Story = {
  ...narrowPhone,
  render(_args, context) {
    const { ann } = stageOf(context)
    const state = (): ReturnType<typeof ann.store.getState> => {
      const now = ann.store.getState()
      const cameraList = now.devices.cameraList.map((device) => ({ ...device, label: longLabel }))
      return { ...now, devices: { ...now.devices, cameraList } }
    }
    // A store answers with the same state until it changes.
    let [of, made] = [ann.store.getState(), state()]
    const getState: typeof state = () => {
      if (ann.store.getState() !== of) [of, made] = [ann.store.getState(), state()]
      return made
    }
    return (
      <CallProvider engine={{ ...ann, store: { ...ann.store, getState } }}>
        <main style={{ display: 'grid', gap: '1rem', padding: '1rem' }}>{pickers}</main>
      </CallProvider>
    )
  },
  async play({ canvas }) {
    await waitFor(() => expect(canvas.getByRole('combobox', { name: 'Camera' })).toHaveTextContent(longLabel))
    await expectFits()
  },
}

export const PickersArabic: Story = {
  ...arabic,
  render: showInside(pickers),
  async play(context) {
    const { devices } = await messagesOf(context)
    const camera = await screen.findByRole('combobox', { name: devices.camera })
    await waitFor(() => expect(camera).toHaveValue('camera-1'))
    await expect(getComputedStyle(camera).direction).toBe('rtl')
    await expectFits()
  },
}

export const SettingsNarrow: Story = {
  ...narrowPhone,
  render: show(<SettingsDialog defaultOpen />),
  async play() {
    const dialog = await screen.findByRole('dialog', { name: 'Settings' })
    await waitFor(() => expect(dialog).toBeVisible())
    const { top, bottom } = dialog.getBoundingClientRect()
    await expect([top >= 0, bottom <= window.innerHeight]).toEqual([true, true])
    await expectFits()
  },
}

/** Refused: the settings say what to do, and the rest of them can be used. */
export const SettingsDenied: Story = {
  ...narrowPhone,
  beforeEach(context) {
    stageOf(context).simulator.person('ann').denyCamera()
    return meta.beforeEach(context)
  },
  render: show(<SettingsDialog defaultOpen />),
  async play() {
    await expect(await screen.findByRole('alert')).toHaveTextContent(/^Camera/)
    await expect(screen.getByRole('switch', { name: 'Noise suppression' })).toBeInTheDocument()
    await expectFits()
  },
}

export const SettingsArabic: Story = {
  ...arabic,
  render: show(<SettingsDialog defaultOpen />),
  async play(context) {
    const { devices } = await messagesOf(context)
    const dialog = await screen.findByRole('dialog', { name: devices.settings })
    await waitFor(() => expect(dialog).toBeVisible())
    await expect(getComputedStyle(dialog).direction).toBe('rtl')
    await expectFits()
  },
}

const check = show(
  <div style={{ padding: '1rem' }}>
    <PreCall />
  </div>,
)

export const CheckNarrow: Story = {
  ...narrowPhone,
  render: check,
  async play({ canvas }) {
    const region = await canvas.findByRole('region', { name: 'Check camera and sound' })
    await waitFor(() => expect(region).toHaveAttribute('data-camera', 'on'))
    await expectFits()
  },
}

export const CheckDeniedNarrow: Story = {
  ...narrowPhone,
  beforeEach(context) {
    stageOf(context).simulator.person('ann').denyCamera()
    stageOf(context).simulator.person('ann').denyMicrophone()
    return meta.beforeEach(context)
  },
  render: check,
  async play({ canvas }) {
    await expect(await canvas.findByRole('alert')).toHaveTextContent('Camera and Microphone')
    await expectFits()
  },
}

export const CheckArabic: Story = {
  ...arabic,
  render: check,
  async play() {
    const region = await screen.findByRole('region')
    await waitFor(() => expect(region).toHaveAttribute('data-microphone', 'on'))
    await expect(getComputedStyle(region).direction).toBe('rtl')
    await expectFits()
  },
}

const meters = showInside(
  <>
    <VolumeMeter />
    <VolumeMeter variant="dots" />
  </>,
)

export const MetersArabic: Story = {
  ...arabic,
  render: meters,
  async play(context) {
    stageOf(context).simulator.person('ann').setVolume(60)
    await stageOf(context).connect('audio', 'bob')
    const { microphoneLevel } = await messagesOf(context)
    for (const meter of await screen.findAllByRole('meter', { name: microphoneLevel })) {
      await waitFor(() => expect(meter).toHaveAttribute('aria-valuenow', '60'))
    }
    await expectFits()
  },
}

export const MetersDark: Story = {
  ...dark,
  render: meters,
  async play({ canvas }) {
    await expect(canvas.getAllByRole('meter')).toHaveLength(2)
    await expectFits()
  },
}
